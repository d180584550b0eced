import type { ReactNode } from 'react';
import { goTo, useNavigation } from '../navigation.ts';
import classes from './screen-parts.module.css';

interface ScreenPartsProps {
  /** What they are parts of. */
  of: string;
  /** Screens, by the id in their address. */
  parts: readonly { id: string; label: string; unsaved?: boolean }[];
  children: ReactNode;
}

/** What several screens about one thing have in common: the way from one to the other. */
export function ScreenParts({ of, parts, children }: ScreenPartsProps) {
  const current = useNavigation(({ screen }) => screen);
  return (
    <div className={classes.frame}>
      <nav className={classes.parts} aria-label={`Parts of ${of}`}>
        {parts.map(({ id, label, unsaved }) => (
          <button
            key={id}
            type="button"
            className={classes.part}
            aria-current={id === current ? 'page' : undefined}
            onClick={() => goTo(id)}
          >
            {label}
            {unsaved && <span className={classes.unsaved}> not saved</span>}
          </button>
        ))}
      </nav>
      <div className={classes.content}>{children}</div>
    </div>
  );
}
