import { IconCircleCheckFilled, IconCircleXFilled, IconClock, IconPencil } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Attempt, Delivery } from '../../../shared/delivery.ts';
import { CopyText } from '../../ui/copy-text.tsx';
import { clockTime, exactTime, tookText } from '../../ui/words.ts';
import classes from './attempt-list.module.css';
import { attemptText } from './delivery-words.ts';

interface AttemptListProps {
  delivery: Delivery;
  /** Oldest first. */
  attempts: readonly Attempt[];
  now: number;
}

/** The time line of a delivery, the latest on top: what comes next, every try with its answer, how it began. */
export function AttemptList({ delivery, attempts, now }: AttemptListProps) {
  const { dueAt, createdAt, state } = delivery;
  const due = dueAt !== null && (state === 'waiting' || state === 'held') ? dueAt : null;
  return (
    <ol className={classes.list}>
      {due !== null && (
        <Moment tone="next" icon={<IconClock size={16} />} iso={due} now={now}>
          {state === 'held'
            ? 'Not before its channel takes something again'
            : Date.parse(due) <= now
              ? 'Its turn is next'
              : 'Next try'}
        </Moment>
      )}
      {attempts.toReversed().map((attempt) => (
        <Try key={attempt.number} attempt={attempt} now={now} />
      ))}
      <Moment tone="begin" icon={<IconPencil size={16} />} iso={createdAt} now={now}>
        Recorded
      </Moment>
    </ol>
  );
}

function Try({ attempt, now }: { attempt: Attempt; now: number }) {
  const { number, at, tookMs, delivered, status, detail, receipt, counted } = attempt;
  const Icon = delivered ? IconCircleCheckFilled : IconCircleXFilled;
  return (
    <Moment tone={delivered ? 'pass' : 'fail'} icon={<Icon size={16} />} iso={at} now={now}>
      <span className={classes.words}>{attemptText(attempt)}</span>
      <span className={classes.numbers}>
        Try {number}, {tookText(tookMs)}
        {status !== null && `, status ${status}`}
        {!counted && !delivered && ', not charged to its retries'}
      </span>
      {detail !== null && detail !== '' && <p className={classes.detail}>{detail}</p>}
      {receipt !== null && (
        <span className={classes.receipt}>
          Receipt {receipt} <CopyText text={receipt} label="Copy the receipt" />
        </span>
      )}
    </Moment>
  );
}

interface MomentProps {
  tone: 'next' | 'pass' | 'fail' | 'begin';
  icon: ReactNode;
  iso: string;
  now: number;
  children: ReactNode;
}

function Moment({ tone, icon, iso, now, children }: MomentProps) {
  return (
    <li className={classes.moment} data-tone={tone}>
      <span className={classes.icon} aria-hidden>
        {icon}
      </span>
      <div className={classes.body}>{children}</div>
      <time className={classes.time} dateTime={iso} title={exactTime(iso)}>
        {clockTime(iso, now)}
      </time>
    </li>
  );
}
