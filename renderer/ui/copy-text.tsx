import { ActionIcon, CopyButton, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import classes from './copy-text.module.css';

/** A small button that puts a text on the clipboard. */
export function CopyText({ text, label }: { text: string; label: string }) {
  return (
    <CopyButton value={text}>
      {({ copied, copy }) => (
        <Tooltip label={copied ? 'Copied' : label}>
          <ActionIcon size={20} aria-label={copied ? 'Copied' : label} onClick={copy}>
            {copied ? <IconCheck size={14} stroke={1.8} /> : <IconCopy size={14} stroke={1.6} />}
          </ActionIcon>
        </Tooltip>
      )}
    </CopyButton>
  );
}

/** An id, and the button that copies it. */
export function CopyId({ id, label = `Copy ${id}` }: { id: string; label?: string }) {
  return (
    <span className={classes.id}>
      {id} <CopyText text={id} label={label} />
    </span>
  );
}
