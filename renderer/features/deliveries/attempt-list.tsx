import { IconCircleCheckFilled, IconCircleXFilled, IconClock, IconPencil } from '@tabler/icons-react';
import type { Attempt, Delivery } from '../../../shared/delivery.ts';
import { CopyText } from '../../ui/copy-text.tsx';
import { Moment, Moments } from '../../ui/moment.tsx';
import { Verbatim } from '../../ui/verbatim.tsx';
import { tookText } from '../../ui/words.ts';
import classes from './attempt-list.module.css';
import { attemptText } from './delivery-words.ts';

interface AttemptListProps {
  delivery: Delivery;
  /** Oldest first. */
  attempts: readonly Attempt[];
  /** Until when its channel takes nothing, where that is known. */
  heldUntil: string | null;
  now: number;
}

/** The time line of a delivery, the latest on top: what comes next, every try with its answer, how it began. */
export function AttemptList({ delivery, attempts, heldUntil, now }: AttemptListProps) {
  const { dueAt, createdAt, state } = delivery;
  const due = state === 'held' ? (heldUntil ?? dueAt) : state === 'waiting' ? dueAt : null;
  return (
    <Moments>
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
    </Moments>
  );
}

function Try({ attempt, now }: { attempt: Attempt; now: number }) {
  const { number, at, tookMs, delivered, status, detail, receipt, counted } = attempt;
  const Icon = delivered ? IconCircleCheckFilled : IconCircleXFilled;
  return (
    <Moment
      tone={delivered ? 'pass' : 'fail'}
      icon={<Icon size={16} />}
      iso={at}
      now={now}
      below={
        <>
          {detail !== null && detail !== '' && (
            <div className={classes.detail}>
              <Verbatim>{detail}</Verbatim>
            </div>
          )}
          {receipt !== null && (
            <span className={classes.receipt}>
              Receipt {receipt} <CopyText text={receipt} label="Copy the receipt" />
            </span>
          )}
        </>
      }
    >
      <span className={classes.words}>{attemptText(attempt)}</span>
      <span className={classes.numbers}>
        Try {number}, {tookText(tookMs)}
        {status !== null && `, status ${status}`}
        {!counted && !delivered && ', not charged to its retries'}
      </span>
    </Moment>
  );
}
