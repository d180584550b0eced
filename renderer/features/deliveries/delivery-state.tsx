import {
  IconBan,
  IconCircleCheck,
  IconCircleX,
  IconClock,
  IconPlayerPause,
  IconSend,
} from '@tabler/icons-react';
import type { DeliveryState } from '../../../shared/delivery.ts';
import { type StateIcon, StateMark } from '../../ui/state-mark.tsx';
import { stateWords } from './delivery-words.ts';

const icons: Readonly<Record<DeliveryState, StateIcon>> = {
  waiting: IconClock,
  sending: IconSend,
  delivered: IconCircleCheck,
  failed: IconCircleX,
  cancelled: IconBan,
  held: IconPlayerPause,
};

/** Where a delivery stands, by shape, colour and word. */
export function DeliveryStateMark({ state, size }: { state: DeliveryState; size?: number }) {
  return <StateMark state={state} icon={icons[state]} word={stateWords[state]} size={size} />;
}
