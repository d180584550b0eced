import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleX,
  IconForms,
  IconPlayerPause,
  IconPower,
} from '@tabler/icons-react';
import type { PartState } from '../../../shared/health.ts';
import { type StateIcon, StateMark } from '../../ui/state-mark.tsx';
import { stateWords } from './health-words.ts';

const icons: Readonly<Record<PartState, StateIcon>> = {
  healthy: IconCircleCheck,
  disabled: IconPower,
  incomplete: IconForms,
  held: IconPlayerPause,
  degraded: IconAlertTriangle,
  down: IconCircleX,
};

/** How a part does, by shape, colour and word. */
export function PartStateMark({ state, size = 16 }: { state: PartState; size?: number }) {
  return <StateMark state={state} icon={icons[state]} word={stateWords[state]} size={size} />;
}
