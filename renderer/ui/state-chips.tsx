import { VisuallyHidden } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './state-chips.module.css';

interface StateChipsProps<S extends string> {
  /** All states, in the order of a life. */
  order: readonly S[];
  /** Those shown; undefined: all. */
  shown: readonly S[] | undefined;
  markOf: (state: S) => ReactNode;
  /** How many there are, of all for null; null while that is not known, undefined where it never is. */
  amountOf: (state: S | null) => number | null | undefined;
  onChange: (shown: readonly S[] | undefined) => void;
}

/** One chip per state with how many there are; pressed ones are shown, none pressed means all. */
export function StateChips<S extends string>(props: StateChipsProps<S>) {
  const { order, shown, markOf, amountOf, onChange } = props;
  const toggle = (state: S) => {
    const next = order.filter((other) => (shown ?? []).includes(other) !== (other === state));
    onChange(next.length === 0 || next.length === order.length ? undefined : next);
  };
  return (
    <fieldset className={classes.chips}>
      <VisuallyHidden component="legend">States shown</VisuallyHidden>
      <button
        type="button"
        className={classes.chip}
        aria-pressed={shown === undefined}
        onClick={() => onChange(undefined)}
      >
        All <Count amount={amountOf(null)} />
      </button>
      {order.map((state) => (
        <button
          key={state}
          type="button"
          className={classes.chip}
          aria-pressed={shown?.includes(state) ?? false}
          onClick={() => toggle(state)}
        >
          {markOf(state)} <Count amount={amountOf(state)} />
        </button>
      ))}
    </fieldset>
  );
}

function Count({ amount }: { amount: number | null | undefined }) {
  if (amount === undefined) return null;
  return <span className={classes.count}>{amount === null ? '–' : amount.toLocaleString('en')}</span>;
}
