import { useEffect, useState } from 'react';
import type { StoreApi } from 'zustand';

/** Often enough for a person to follow, seldom enough to leave the processor to the analysis. */
const calmMs = 150;

/** The state of a store for drawing: urgent changes at once, a stream of others a few times a second. */
export function useCalm<T>(store: StoreApi<T>, isUrgent: (now: T, before: T) => boolean): T {
  const [shown, setShown] = useState(store.getState);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const show = () => {
      clearTimeout(timer);
      timer = undefined;
      setShown(store.getState());
    };
    // It may have changed between the first drawing and now.
    show();
    const stop = store.subscribe((now, before) => {
      if (isUrgent(now, before)) show();
      else timer ??= setTimeout(show, calmMs);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [store, isUrgent]);
  return shown;
}
