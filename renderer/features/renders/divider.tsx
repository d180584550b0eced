import { IconArrowsHorizontal } from '@tabler/icons-react';
import type { KeyboardEvent } from 'react';
import { percent } from '../../ui/words.ts';
import { pointOnPhoto } from '../analyse/zoom.ts';
import classes from './compare.module.css';
import { moveDivider, useViewing } from './viewing.ts';

interface DividerProps {
  /** Where it stands, in pixels of the canvas. */
  left: number;
  /** Of the picture, in its own pixels. */
  width: number;
}

const [small, large] = [0.01, 0.1];

/** How far a key moves the divider; null: it is no key of it. */
function keyStep({ key, shiftKey }: KeyboardEvent, share: number): number | null {
  const step = shiftKey ? large : small;
  switch (key) {
    case 'ArrowRight':
    case 'ArrowUp':
      return share + step;
    case 'ArrowLeft':
    case 'ArrowDown':
      return share - step;
    case 'PageUp':
      return share + large;
    case 'PageDown':
      return share - large;
    case 'Home':
      return 0;
    case 'End':
      return 1;
    default:
      return null;
  }
}

/** The line between before and after, moved by pointer or keys; beside the canvas, so that dragging it moves only it. */
export function Divider({ left, width }: DividerProps) {
  const share = useViewing((viewing) => viewing.share);
  return (
    <div
      className={classes.divider}
      style={{ left }}
      role="slider"
      tabIndex={0}
      aria-label="Before and after"
      aria-orientation="horizontal"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(share * 100)}
      aria-valuetext={`${percent(share)} photo`}
      onKeyDown={(event) => {
        const next = keyStep(event, share);
        if (next === null) return;
        event.preventDefault();
        moveDivider(next);
      }}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId))
          moveDivider(pointOnPhoto(event).x / width);
      }}
    >
      <span className={classes.grip}>
        <IconArrowsHorizontal size={18} stroke={1.8} aria-hidden />
      </span>
    </div>
  );
}
