import type { ReactNode } from 'react';
import classes from './moment.module.css';
import { clockTime, exactTime } from './words.ts';

/** A time line: its moments stand under each other. */
export function Moments({ children }: { children: ReactNode }) {
  return <ol className={classes.moments}>{children}</ol>;
}

interface MomentProps {
  tone: 'next' | 'pass' | 'fail' | 'held' | 'mark' | 'begin';
  icon: ReactNode;
  /** When; left out where only the order is known. */
  iso?: string;
  /** Milliseconds. */
  now?: number;
  children: ReactNode;
  /** Takes the whole width. */
  below?: ReactNode;
}

/** What happened, or will, and when. */
export function Moment({ tone, icon, iso, now = Date.now(), children, below }: MomentProps) {
  return (
    <li className={classes.moment} data-tone={tone}>
      <span className={classes.icon} aria-hidden>
        {icon}
      </span>
      <div className={classes.body}>{children}</div>
      {iso !== undefined && (
        <time className={classes.time} dateTime={iso} title={exactTime(iso)}>
          {clockTime(iso, now)}
        </time>
      )}
      {below !== undefined && <div className={classes.below}>{below}</div>}
    </li>
  );
}
