import type { ComponentType } from 'react';
import classes from './state-mark.module.css';

/** An icon of a state, as the set of icons brings it. */
export type StateIcon = ComponentType<{ size: number; stroke: number; 'aria-hidden': true }>;

interface StateMarkProps {
  /** Gives the colour. */
  state: string;
  icon: StateIcon;
  word: string;
  /** Of the icon, pixels. */
  size?: number | undefined;
}

/** Where something stands, by shape, colour and word. */
export function StateMark({ state, icon: Icon, word, size = 16 }: StateMarkProps) {
  return (
    <span className={classes.mark} data-state={state}>
      <Icon size={size} stroke={1.8} aria-hidden />
      {word}
    </span>
  );
}
