import { Checkbox } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './list-row.module.css';

/** Id of a row's element, by which the list says where the keys are. */
export const rowIdOf = (kind: string, id: string) => `${kind}-${id}`;

interface ListRowProps {
  /** As in the list it stands in. */
  kind: string;
  id: string;
  /** What it says, for screen readers. */
  label: string;
  selected: boolean;
  focused: boolean;
  open?: boolean;
  /** More for its look, beside what all rows have. */
  className?: string | undefined;
  onOpen: () => void;
  /** Where rows can be selected. */
  select?: {
    label: string;
    /** Some of what it stands for is selected. */
    some?: boolean;
    /** With `range`, everything up to it. */
    toggle: (range: boolean) => void;
  };
  children: ReactNode;
}

/** One of a list: a press opens it, the box selects it, Shift selects up to it. Takes `data-` attributes too. */
export function ListRow(props: ListRowProps) {
  const { kind, id, label, selected, focused, open, className, onOpen, select, children, ...data } = props;
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the screen's keys move through the list
    // biome-ignore lint/a11y/useKeyWithClickEvents: the screen's keys open and select
    <div
      {...data}
      className={className === undefined ? classes.row : `${classes.row} ${className}`}
      role="option"
      id={rowIdOf(kind, id)}
      aria-selected={selected}
      aria-label={label}
      data-focused={focused}
      data-open={open}
      onClick={(event) => {
        if (select !== undefined && (event.shiftKey || event.ctrlKey || event.metaKey))
          select.toggle(event.shiftKey);
        else onOpen();
      }}
    >
      {select !== undefined && (
        <Checkbox
          size="xs"
          aria-label={select.label}
          checked={selected}
          indeterminate={select.some ?? false}
          readOnly
          tabIndex={-1}
          onClick={(event) => {
            event.stopPropagation();
            select.toggle(event.shiftKey);
          }}
        />
      )}
      {children}
    </div>
  );
}
