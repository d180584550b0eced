import { type RefObject, useEffect, useState } from 'react';
import { useMetrics } from './metrics.ts';

type Shown = ReturnType<typeof useMetrics.getState>;

/** Draws of charts that wait, in the order they asked. */
const waiting = new Set<() => void>();
/** Draws of all charts, in sight or not. */
const all = new Set<() => void>();

/** One chart a frame: all of them at once would be a pause that the pointer feels. */
function drawNext(): void {
  const [next] = waiting;
  if (next === undefined) return;
  waiting.delete(next);
  next();
  if (waiting.size > 0) requestAnimationFrame(drawNext);
}

function askFor(draw: () => void): void {
  if (waiting.size === 0) requestAnimationFrame(drawNext);
  waiting.add(draw);
}

/** Draws every chart at once, also those out of sight: for a picture of them. */
export function drawAll(): void {
  for (const draw of all) draw();
}

/** Charts that are about to come into sight are drawn as well, pixels. */
const nearby = '160px';

/** What is measured, for the chart in an element: it gets the newest when its turn comes, while it is in sight. */
export function useMetricsInTurn(element: RefObject<HTMLElement | null>): Shown {
  const [shown, setShown] = useState(useMetrics.getState);
  useEffect(() => {
    let inSight = false;
    const draw = () => setShown(useMetrics.getState());
    const observer = new IntersectionObserver(
      (entries) => {
        inSight = entries.at(-1)?.isIntersecting ?? false;
        if (inSight) askFor(draw);
      },
      { rootMargin: nearby },
    );
    if (element.current !== null) observer.observe(element.current);
    all.add(draw);
    const stop = useMetrics.subscribe(() => {
      if (inSight) askFor(draw);
    });
    return () => {
      stop();
      observer.disconnect();
      all.delete(draw);
      waiting.delete(draw);
    };
  }, [element]);
  return shown;
}
