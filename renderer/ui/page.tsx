import type { ReactNode } from 'react';
import classes from './page.module.css';

interface PageProps {
  title: string;
  text: ReactNode;
  action?: ReactNode;
  children: ReactNode;
}

/** A screen that is read from top to bottom. */
export function Page({ title, text, action, children }: PageProps) {
  return (
    <div className={classes.scroller}>
      <div className={classes.page}>
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
