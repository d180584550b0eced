import type { ReactNode } from 'react';
import classes from './blank.module.css';

interface BlankProps {
  icon: ReactNode;
  title: string;
  text: ReactNode;
  /** The one thing to do about it. */
  children?: ReactNode;
}

/** What stands where there is nothing to show: what it would be, or why it is not, and the way on. */
export function Blank({ icon, title, text, children }: BlankProps) {
  return (
    <div className={classes.blank}>
      <span className={classes.icon}>{icon}</span>
      <h2 className={classes.title}>{title}</h2>
      <p className={classes.text}>{text}</p>
      {children}
    </div>
  );
}
