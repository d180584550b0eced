import { useRef } from 'react';

/** The value, or the last one there was: what a window shows while it goes out of sight. */
export function useLast<T>(value: T | null): T | null {
  const last = useRef(value);
  if (value !== null) last.current = value;
  return last.current;
}
