import { useEffect } from 'react';

/**
 * When what had the focus went away with what was shown, the focus goes to an element of what is shown now, or else to
 * the screen: the keys and a screen reader go on from there.
 */
export function useFocusKept(shown: string | null, find: () => HTMLElement | null): void {
  useEffect(() => {
    const screen = document.querySelector<HTMLElement>('main');
    const { activeElement } = document;
    // On the screen as a whole it is nowhere in particular.
    if (activeElement === document.body || activeElement === screen)
      (find() ?? screen)?.focus({ preventScroll: true });
  }, [shown]);
}
