import type { ReactNode } from 'react';
import classes from './page.module.css';

interface PageProps {
  title: string;
  text: ReactNode;
  action?: ReactNode;
  /** For lists with many columns. */
  wide?: boolean;
  children: ReactNode;
}

/** A screen that is read from top to bottom. */
export function Page({ title, text, action, wide = false, children }: PageProps) {
  return (
    <div className={classes.scroller}>
      <div className={classes.page} data-wide={wide}>
        <header className={classes.header}>
          <div className={classes.words}>
            <h1 className={classes.title}>{title}</h1>
            <p className={classes.text}>{text}</p>
          </div>
          {action}
        </header>
        {children}
      </div>
    </div>
  );
}
