import {
  IconBan,
  IconCircleCheck,
  IconCircleX,
  IconClock,
  IconPlayerPause,
  IconSend,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';
import type { DeliveryState } from '../../../shared/delivery.ts';
import classes from './delivery-state.module.css';
import { stateWords } from './delivery-words.ts';

const icons: Readonly<
  Record<DeliveryState, ComponentType<{ size: number; stroke: number; 'aria-hidden': true }>>
> = {
  waiting: IconClock,
  sending: IconSend,
  delivered: IconCircleCheck,
  failed: IconCircleX,
  cancelled: IconBan,
  held: IconPlayerPause,
};

/** Where a delivery stands, by shape, colour and word. */
export function DeliveryStateMark({ state, size = 16 }: { state: DeliveryState; size?: number }) {
  const Icon = icons[state];
  return (
    <span className={classes.mark} data-state={state}>
      <Icon size={size} stroke={1.8} aria-hidden />
      {stateWords[state]}
    </span>
  );
}
