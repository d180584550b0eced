import { Anchor } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconBell } from '@tabler/icons-react';
import type { Notice } from '../../../shared/notice.ts';
import { SeverityMark } from '../../ui/severity.tsx';
import classes from './toasts.module.css';

/** At the same time; more than these are counted in one that leads to the inbox. */
const atOnce = 3;
const errorStaysMs = 12_000;
const foldId = 'inbox-more';

/** Ids of the notices on screen. */
const raised = new Set<string>();
let folded = 0;

/** Shows an error or a critical notice over whatever screen is open; the others wait in the inbox. */
export function raise(notice: Notice, openInbox: () => void): void {
  const { id, severity, title, text } = notice;
  if (severity !== 'error' && severity !== 'critical') return;
  if (raised.has(id)) return;
  if (raised.size >= atOnce) {
    fold(openInbox);
    return;
  }
  raised.add(id);
  notifications.show({
    id,
    withBorder: true,
    classNames: { icon: classes.icon },
    icon: <SeverityMark severity={severity} size={22} bare />,
    title,
    message: <Message text={text} onOpen={() => dismissAll(openInbox)} />,
    // What is critical stays until somebody has seen it.
    autoClose: severity === 'critical' ? false : errorStaysMs,
    closeButtonProps: { 'aria-label': 'Close' },
    onClose: () => raised.delete(id),
  });
}

function fold(openInbox: () => void): void {
  folded += 1;
  const content = {
    id: foldId,
    title: `${folded} more`,
    message: <Message text="" onOpen={() => dismissAll(openInbox)} />,
  };
  if (folded > 1) {
    notifications.update(content);
    return;
  }
  notifications.show({
    ...content,
    withBorder: true,
    classNames: { icon: classes.icon },
    icon: <IconBell size={20} stroke={1.6} />,
    autoClose: false,
    closeButtonProps: { 'aria-label': 'Close' },
    onClose: () => {
      folded = 0;
    },
  });
}

/** The inbox shows all of it better. */
function dismissAll(openInbox: () => void): void {
  for (const id of [...raised, foldId]) notifications.hide(id);
  openInbox();
}

const longest = 160;

function Message({ text, onOpen }: { text: string; onOpen: () => void }) {
  const shown = text.length > longest ? `${text.slice(0, longest)}…` : text;
  return (
    <>
      {shown}{' '}
      <Anchor component="button" type="button" size="sm" onClick={onOpen}>
        Open the inbox
      </Anchor>
    </>
  );
}
