import { type KeyboardEvent, useRef } from 'react';
import type { Box, Point } from '../../../shared/analysis.ts';
import classes from './corners.module.css';

interface CornerHandleProps {
  /** What it moves, for those who do not see it. */
  name: string;
  /** Where that is now. */
  value: string;
  /** Pixels of the photo. */
  at: Point;
  view: Box;
  hintId: string;
  /** Pixels of the photo for one of the screen. */
  scale: () => number;
  kind?: 'corner' | 'curve';
  /** Hears how far it was moved since the last time, in pixels of the photo. */
  onMove: (by: Point, how: 'key' | 'pointer') => void;
}

const directions: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};
const largeStep = 10;

/** Something to take hold of on the photo: dragged by the pointer, or moved by the arrow keys. */
export function CornerHandle(props: CornerHandleProps) {
  const { name, value, at, view, hintId, scale, kind = 'corner', onMove } = props;
  // Where the pointer was last: `movementX` counts in other pixels on some displays.
  const last = useRef<Point | null>(null);
  const moveByKey = (event: KeyboardEvent) => {
    const direction = directions[event.key];
    if (direction === undefined) return;
    event.preventDefault();
    const step = event.shiftKey ? largeStep : 1;
    onMove({ x: direction.x * step, y: direction.y * step }, 'key');
  };
  return (
    <button
      type="button"
      className={classes.handle}
      data-kind={kind}
      style={{
        left: `${(100 * (at.x - view.x)) / view.width}%`,
        top: `${(100 * (at.y - view.y)) / view.height}%`,
      }}
      aria-label={`${name}: ${value}`}
      aria-describedby={hintId}
      onKeyDown={moveByKey}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        last.current = { x: event.clientX, y: event.clientY };
      }}
      onPointerMove={(event) => {
        if (last.current === null) return;
        const [x, y] = [event.clientX - last.current.x, event.clientY - last.current.y];
        last.current = { x: event.clientX, y: event.clientY };
        if (x !== 0 || y !== 0) onMove({ x: x * scale(), y: y * scale() }, 'pointer');
      }}
      onLostPointerCapture={() => {
        last.current = null;
      }}
    />
  );
}
