import type { ReactNode } from 'react';
import classes from './dry-run.module.css';

/** What would happen, before anything is saved. */
export function DryRun({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={classes.pane} aria-label={title}>
      <h2 className={classes.heading}>{title}</h2>
      {children}
    </section>
  );
}
