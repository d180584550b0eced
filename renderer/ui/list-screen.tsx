import type { ReactNode } from 'react';
import classes from './list-screen.module.css';

interface ListScreenProps {
  /** What narrows the list. */
  head: ReactNode;
  /** The list, and what floats over it. */
  children: ReactNode;
  /** One of the list in full, while it is open. */
  panel: ReactNode;
}

/** A long list that is narrowed above and read in full beside it. */
export function ListScreen({ head, children, panel }: ListScreenProps) {
  return (
    <div className={classes.screen}>
      {head}
      <div className={classes.split}>
        <div className={classes.list}>{children}</div>
        {panel}
      </div>
    </div>
  );
}
