import { ActionIcon, Menu, UnstyledButton } from '@mantine/core';
import { IconChevronRight, IconDots } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './part-card.module.css';

interface PartCardProps {
  /** What it is called, for screen readers. */
  label: string;
  /** What it says, in words. */
  children: ReactNode;
  /** Beside the words. */
  aside?: ReactNode;
  /** The items of its menu. */
  menu?: ReactNode;
  /** Its form, while it is open. */
  form: ReactNode | null;
  /** Something in it does not do. */
  wrong?: boolean;
  /** How it stands out: it takes what is asked about, or is on the way to what does. */
  lit?: 'takes' | 'fits' | undefined;
  onToggle: () => void;
}

/** A part of a configuration: read as a sentence, edited where it stands. */
export function PartCard(props: PartCardProps) {
  const { children, aside, menu, form, wrong = false, lit, onToggle } = props;
  const label = props.label.trim() || 'Without a name';
  return (
    <section className={classes.card} aria-label={label} data-lit={lit} data-wrong={wrong}>
      <div className={classes.head}>
        <UnstyledButton className={classes.toggle} aria-expanded={form !== null} onClick={onToggle}>
          <IconChevronRight size={14} stroke={2} className={classes.mark} aria-hidden />
          <span className={classes.words}>{children}</span>
        </UnstyledButton>
        {aside}
        {menu !== undefined && (
          <Menu position="bottom-end" shadow="md">
            <Menu.Target>
              <ActionIcon size={28} aria-label={`More about ${label}`}>
                <IconDots size={16} stroke={1.8} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>{menu}</Menu.Dropdown>
          </Menu>
        )}
      </div>
      {form !== null && <div className={classes.form}>{form}</div>}
    </section>
  );
}
