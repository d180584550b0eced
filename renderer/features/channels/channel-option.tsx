import { Checkbox } from '@mantine/core';
import type { ChannelView } from '../../../shared/channel.ts';
import { ChannelIcon } from '../../ui/channel-icon.tsx';
import classes from './channel-option.module.css';

interface ChannelOptionProps {
  view: ChannelView;
  checked: boolean;
  /** It takes nothing. */
  disabled: boolean;
  /** Why not, or where it goes. */
  note: string;
  /** Of the row. */
  className: string | undefined;
  onToggle: () => void;
}

/** A channel to be picked among others. */
export function ChannelOption({ view, checked, disabled, note, className, onToggle }: ChannelOptionProps) {
  const { channel } = view;
  return (
    <Checkbox
      size="xs"
      classNames={{
        ...(className !== undefined && { body: className }),
        labelWrapper: classes.wrapper ?? '',
      }}
      checked={checked}
      disabled={disabled}
      onChange={onToggle}
      label={
        <span className={classes.channel}>
          <ChannelIcon kind={channel.kind} size={16} />
          <span className={classes.name}>{channel.name}</span>
          <span className={classes.note} title={note}>
            {note}
          </span>
        </span>
      }
    />
  );
}

/** Why a channel holds back what it takes; null when it does not. */
export function whyHeld({ state }: ChannelView): string | null {
  return state.condition === 'held' ? (state.reason ?? 'It is held at the moment') : null;
}
