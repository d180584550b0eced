import {
  IconBan,
  IconBrush,
  IconCircleCheck,
  IconCircleX,
  IconClock,
  IconPlayerPause,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';
import type { RenderState } from '../../../shared/render.ts';
import classes from './render-state.module.css';
import { stateWords } from './render-words.ts';

const icons: Readonly<
  Record<RenderState, ComponentType<{ size: number; stroke: number; 'aria-hidden': true }>>
> = {
  waiting: IconClock,
  held: IconPlayerPause,
  rendering: IconBrush,
  completed: IconCircleCheck,
  failed: IconCircleX,
  cancelled: IconBan,
};

/** Where a picture stands, by shape, colour and word. */
export function RenderStateMark({ state, size = 16 }: { state: RenderState; size?: number }) {
  const Icon = icons[state];
  return (
    <span className={classes.mark} data-state={state}>
      <Icon size={size} stroke={1.8} aria-hidden />
      {stateWords[state]}
    </span>
  );
}
