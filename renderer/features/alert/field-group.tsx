import { type ReactNode, useId } from 'react';
import classes from './field-group.module.css';

interface FieldGroupProps {
  title: string;
  /** A choice about the whole, at the end of the line of the title. */
  choice: ReactNode;
  children: ReactNode;
}

/** Fields that belong together under one title. */
export function FieldGroup({ title, choice, children }: FieldGroupProps) {
  const id = useId();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a legend cannot stand in a line with the choice
    <div className={classes.group} role="group" aria-labelledby={id}>
      <div className={classes.head}>
        <span id={id}>{title}</span>
        {choice}
      </div>
      {children}
    </div>
  );
}
