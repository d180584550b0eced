import classes from './verbatim.module.css';

/** Text as a program wrote it. */
export function Verbatim({ children }: { children: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: long data is scrolled with the keys
    <pre className={classes.verbatim} tabIndex={0}>
      {children}
    </pre>
  );
}
