import type { ReactNode } from 'react';
import classes from './settings-section.module.css';

/** A titled part of the settings. */
export function SettingsSection({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={classes.section} aria-label={title}>
      <h2 className={classes.title}>{title}</h2>
      <div className={classes.fields}>{children}</div>
    </section>
  );
}
