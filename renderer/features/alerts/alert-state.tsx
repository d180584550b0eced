import { IconBellRinging, IconCircleCheck, IconClockOff, IconUserCheck } from '@tabler/icons-react';
import type { AlertState } from '../../../shared/alert.ts';
import { type StateIcon, StateMark } from '../../ui/state-mark.tsx';
import { stateWords } from './alert-words.ts';

const icons: Readonly<Record<AlertState, StateIcon>> = {
  firing: IconBellRinging,
  acknowledged: IconUserCheck,
  resolved: IconCircleCheck,
  expired: IconClockOff,
};

/** Where an alert stands, by shape, colour and word. */
export function AlertStateMark({ state, size }: { state: AlertState; size?: number }) {
  return <StateMark state={state} icon={icons[state]} word={stateWords[state]} size={size} />;
}
