import { IconChevronRight } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import classes from './fold.module.css';

interface FoldProps {
  title: string;
  /** Opens it when it becomes true, such as when something within needs correcting. */
  wanted?: boolean;
  children: ReactNode;
}

/** What few need, folded away under its title. */
export function Fold({ title, wanted = false, children }: FoldProps) {
  const [opened, setOpened] = useState(wanted);
  const [before, setBefore] = useState(wanted);
  if (wanted !== before) {
    setBefore(wanted);
    if (wanted) setOpened(true);
  }
  return (
    <details
      className={classes.fold}
      open={opened}
      onToggle={({ currentTarget }) => setOpened(currentTarget.open)}
    >
      <summary className={classes.title}>
        <IconChevronRight size={14} className={classes.mark} aria-hidden />
        {title}
      </summary>
      <div className={classes.content}>{children}</div>
    </details>
  );
}
