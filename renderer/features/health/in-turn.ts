import { useEffect, useState } from 'react';
import { useMetrics } from './metrics.ts';

type Shown = ReturnType<typeof useMetrics.getState>;

/** Those that wait to be drawn, in the order they asked. */
const waiting = new Set<() => void>();

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

/** What is measured, for a chart: it gets the newest when its turn comes. */
export function useMetricsInTurn(): Shown {
  const [shown, setShown] = useState(useMetrics.getState);
  useEffect(() => {
    const draw = () => setShown(useMetrics.getState());
    const stop = useMetrics.subscribe(() => askFor(draw));
    askFor(draw);
    return () => {
      stop();
      waiting.delete(draw);
    };
  }, []);
  return shown;
}
