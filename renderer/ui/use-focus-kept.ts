import { useEffect } from 'react';

/**
 * When what had the focus went away with what was shown, the focus goes to an element of what is shown now, or else to
 * the screen: the keys and a screen reader go on from there.
 */
export function useFocusKept(shown: string | null, find: () => HTMLElement | null): void {
  useEffect(() => {
    if (document.activeElement !== document.body) return;
    const next = find() ?? document.querySelector<HTMLElement>('main');
    next?.focus({ preventScroll: true });
  }, [shown]);
}
