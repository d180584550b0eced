import type { ReactNode } from 'react';
import classes from './standing.module.css';

interface StandingProps {
  /** Gives the colour. */
  state: string;
  /** It changes by itself, and screen readers say so. */
  live?: boolean;
  children: ReactNode;
}

/** How the thing stands, in a sentence. */
export function Standing({ state, live = false, children }: StandingProps) {
  return (
    <p className={classes.standing} data-state={state} role={live ? 'status' : undefined}>
      {children}
    </p>
  );
}
