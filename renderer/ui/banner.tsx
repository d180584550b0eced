import type { ReactNode } from 'react';
import classes from './banner.module.css';

interface BannerProps {
  tone: 'fail' | 'review' | 'selected';
  icon: ReactNode;
  children: ReactNode;
  /** Something to press at the end of the line. */
  action?: ReactNode;
}

/** One line across the top of a screen about a state that lasts. */
export function Banner({ tone, icon, children, action }: BannerProps) {
  return (
    <div className={classes.banner} data-tone={tone} role="status">
      {icon}
      <span className={classes.text}>{children}</span>
      {action}
    </div>
  );
}
