import { useEffect, useRef } from 'react';

/** Scrolls to what the keys moved to; not when others come and go around it. `find` answers -1 where it is not there. */
export function useFocusInSight(
  focusId: string | null,
  find: (id: string) => number,
  scrollTo: (index: number) => void,
): void {
  const latest = useRef({ find, scrollTo });
  latest.current = { find, scrollTo };
  useEffect(() => {
    const index = focusId === null ? -1 : latest.current.find(focusId);
    if (index >= 0) latest.current.scrollTo(index);
  }, [focusId]);
}
