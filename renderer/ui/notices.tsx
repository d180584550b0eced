import { Anchor } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconAlertTriangle, IconCircleCheck, IconInfoCircle } from '@tabler/icons-react';
import { toAppError } from '../../shared/errors.ts';

type Tone = 'good' | 'bad' | 'unsure' | 'plain';
interface Notice {
  tone?: Tone;
  message: string;
  /** One thing to do about it, such as Undo. */
  action?: { label: string; run: () => void };
}

const looks = {
  good: { icon: <IconCircleCheck size={18} />, color: 'var(--pass)' },
  bad: { icon: <IconAlertTriangle size={18} />, color: 'var(--fail)' },
  unsure: { icon: <IconAlertTriangle size={18} />, color: 'var(--review)' },
  plain: { icon: <IconInfoCircle size={18} />, color: 'var(--selected)' },
};

/** The one way to tell the operator something that needs no answer. */
export function tell({ tone = 'plain', message, action }: Notice): void {
  const id = crypto.randomUUID();
  const run = () => {
    notifications.hide(id);
    action?.run();
  };
  notifications.show({
    id,
    ...looks[tone],
    withBorder: true,
    autoClose: tone === 'bad' || tone === 'unsure' || action ? 10_000 : 5_000,
    closeButtonProps: { 'aria-label': 'Close' },
    message: action ? (
      <>
        {message}{' '}
        <Anchor component="button" type="button" size="sm" onClick={run}>
          {action.label}
        </Anchor>
      </>
    ) : (
      message
    ),
  });
}

/** Tells why something did not work, in the sentence that the error carries. */
export function tellFailure(error: unknown): void {
  const { code, message } = toAppError(error);
  if (code === 'cancelled') return;
  tell({ tone: 'bad', message });
}
