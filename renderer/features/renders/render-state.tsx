import {
  IconBan,
  IconBrush,
  IconCircleCheck,
  IconCircleX,
  IconClock,
  IconPlayerPause,
} from '@tabler/icons-react';
import type { RenderState } from '../../../shared/render.ts';
import { type StateIcon, StateMark } from '../../ui/state-mark.tsx';
import { stateWords } from './render-words.ts';

const icons: Readonly<Record<RenderState, StateIcon>> = {
  waiting: IconClock,
  held: IconPlayerPause,
  rendering: IconBrush,
  completed: IconCircleCheck,
  failed: IconCircleX,
  cancelled: IconBan,
};

/** Where a picture stands, by shape, colour and word. */
export function RenderStateMark({ state, size }: { state: RenderState; size?: number }) {
  return (
    <StateMark
      state={state}
      icon={icons[state]}
      word={stateWords[state]}
      {...(size !== undefined && { size })}
    />
  );
}
