import type { FocusEvent } from 'react';

/**
 * Does it when the keys brought the focus. A press of the pointer brings it too, and says itself what it is about:
 * nothing may move under it before it is let go.
 */
export const onFocusByKeys =
  (run: () => void) =>
  ({ currentTarget }: FocusEvent): void => {
    if (currentTarget.matches(':focus-visible')) run();
  };
