import type { ReactNode } from 'react';
import { AddButton } from './add-button.tsx';
import classes from './lines-field.module.css';

interface LinesFieldProps {
  label: string;
  help?: string | undefined;
  /** Of the whole. */
  error?: string | undefined;
  /** What adding a line is called. */
  adds: string;
  onAdd: () => void;
  children: ReactNode;
}

/** Several lines under one label, of which there may be more. */
export function LinesField({ label, help, error, adds, onAdd, children }: LinesFieldProps) {
  return (
    <fieldset className={classes.field}>
      <legend className={classes.legend}>{label}</legend>
      {help !== undefined && <LineHelp>{help}</LineHelp>}
      {children}
      <AddButton onPress={onAdd}>{adds}</AddButton>
      {error !== undefined && <LineError>{error}</LineError>}
    </fieldset>
  );
}

/** A word about a line. */
export const LineHelp = ({ children }: { children: string }) => <p className={classes.help}>{children}</p>;

/** What is wrong with a line. */
export const LineError = ({ children }: { children: string }) => (
  <p className={classes.error} role="alert">
    {children}
  </p>
);
