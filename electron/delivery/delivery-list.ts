import { setImmediate as nextTurn } from 'node:timers/promises';
import type {
  Delivery,
  DeliveryCounts,
  DeliveryDetail,
  DeliveryReason,
  DeliverySelection,
} from '../../shared/delivery.ts';
import { deliveryStateSchema } from '../../shared/delivery.ts';
import { AppError } from '../../shared/errors.ts';
import { eventSchema } from '../../shared/event.ts';
import type { Database } from '../store/database.ts';
import type { Clock } from './clock.ts';
import { conditionsOf, type LooseFilter, readSequenceCursor } from './delivery-query.ts';
import {
  type IsHeld,
  type Row,
  readAttempt,
  readDelivery,
  readEvent,
  selectDeliveries,
} from './delivery-rows.ts';
import { createInbox, type Inbox } from './inbox.ts';
import type { Outbox } from './outbox.ts';

export interface DeliveryPage {
  items: Delivery[];
  /** Of the filter's channel, else of all. */
  counts: DeliveryCounts;
  nextCursor: string | null;
}

/** What people see of deliveries, and do to them. Large tables are walked in steps that leave the thread free. */
export interface DeliveryList extends Inbox {
  /** Newest first. Throws AppError call.invalid for a cursor that is not one of ours. */
  list(filter: LooseFilter, page: { limit: number; cursor?: string | undefined }): Promise<DeliveryPage>;
  /** Throws AppError notFound. */
  get(id: string): DeliveryDetail;
  counts(): DeliveryCounts;
  countsOf(channelId: string): DeliveryCounts;
  /** Share of the last attempts (100 at most, of the last day) that were delivered; null without one. */
  successRate(channelId: string): { rate: number; attempts: number } | null;
  /** Ended ones wait again, due now, with all their retries; waiting ones are due now. Returns how many. */
  replay(selection: DeliverySelection): Promise<number>;
  /** Waiting ones end; those being sent are not tried again if this try fails. Returns how many. */
  cancel(selection: DeliverySelection): Promise<number>;
  /** The same for all of a channel that was removed. */
  cancelChannel(channelId: string): Promise<number>;
}

export interface DeliveryListParts {
  database: Database;
  outbox: Pick<Outbox, 'changed'>;
  clock: Pick<Clock, 'now'>;
  /** Whether a channel takes nothing at the moment: what waits for it shows as held. */
  isHeld: IsHeld;
}

/** Sequences looked at in one step of a walk: few at first, more while nothing is found. */
const [shortestStep, longestStep] = [1_000, 20_000];
/** Deliveries changed in one transaction. */
const changedAtOnce = 500;
const dayMs = 86_400_000;

/** The list over the outbox of a data folder. */
export function createDeliveryList({ database, outbox, clock, isHeld }: DeliveryListParts): DeliveryList {
  const { statement, read, write } = database;

  const conditions = (filter: LooseFilter) =>
    conditionsOf(
      filter,
      statement('SELECT DISTINCT channel_id FROM delivery_counts')
        .all()
        .map(({ channel_id }) => String(channel_id)),
      isHeld,
    );

  function bounds(): { first: number; last: number } {
    const row = read(() => statement(selectBounds).get());
    return { first: Number(row?.first ?? 0), last: Number(row?.last ?? 0) };
  }

  async function list(filter: LooseFilter, page: { limit: number; cursor?: string | undefined }) {
    const { first, last } = bounds();
    let before = page.cursor === undefined ? last + 1 : readSequenceCursor(page.cursor);
    const rows: Row[] = [];
    let step = shortestStep;
    while (before > first && rows.length <= page.limit) {
      const from = Math.max(first, before - step);
      const { sql, values } = read(() => conditions(filter));
      const found = read(() =>
        statement(pageStatement(sql)).all(from, before, ...values, page.limit + 1 - rows.length),
      );
      rows.push(...found);
      step = nextStep(step, found.length);
      before = from;
      if (before > first && rows.length <= page.limit) await nextTurn();
    }
    const shown = rows.slice(0, page.limit);
    return {
      items: shown.map((row) => readDelivery(row, isHeld)),
      counts: filter.channelId === undefined ? counts() : countsOf(filter.channelId),
      nextCursor: rows.length > page.limit ? String(shown.at(-1)?.sequence) : null,
    };
  }

  /** Ids of the selection, oldest first, as they stand now; those that come meanwhile are left alone. */
  async function* idsOf(selection: DeliverySelection): AsyncGenerator<string[]> {
    if ('ids' in selection) {
      const ids = [...new Set(selection.ids)];
      for (let start = 0; start < ids.length; start += changedAtOnce) {
        yield ids.slice(start, start + changedAtOnce);
      }
      return;
    }
    const { first, last } = bounds();
    let step = shortestStep;
    for (let after = first - 1; after < last; ) {
      const to = Math.min(last, after + step);
      const { sql, values } = read(() => conditions(selection.filter));
      const rows = read(() => statement(walkStatement(sql)).all(after, to, ...values, changedAtOnce));
      if (rows.length > 0) yield rows.map(({ id }) => String(id));
      else await nextTurn();
      step = nextStep(step, rows.length);
      after = rows.length === changedAtOnce ? Number(rows.at(-1)?.sequence) : to;
    }
  }

  /** Changes deliveries step by step; `change` answers the channel of one that it changed. */
  async function each(
    selection: DeliverySelection,
    change: (id: string) => Row | undefined,
    isWork: boolean,
  ): Promise<number> {
    let count = 0;
    for await (const ids of idsOf(selection)) {
      const changed = await write(() =>
        ids.flatMap((id) => {
          const row = change(id);
          return row === undefined ? [] : [{ id, channelId: String(row.channel_id) }];
        }),
      );
      count += changed.length;
      const channelIds = isWork ? changed.map(({ channelId }) => channelId) : [];
      outbox.changed(
        changed.map(({ id }) => id),
        channelIds,
      );
    }
    return count;
  }

  function cancelAs(selection: DeliverySelection, reason: DeliveryReason, explanation: string) {
    return each(
      selection,
      (id) =>
        statement(cancelWaiting).get(clock.now(), reason, explanation, id) ?? statement(withdraw).get(id),
      false,
    );
  }

  function countsFrom(rows: readonly Row[]): DeliveryCounts {
    const sums: DeliveryCounts = { waiting: 0, sending: 0, delivered: 0, failed: 0, cancelled: 0, held: 0 };
    for (const row of rows) {
      const state = deliveryStateSchema.parse(row.state);
      const shown = state === 'waiting' && isHeld(String(row.channel_id)) ? 'held' : state;
      sums[shown] += Number(row.count);
    }
    return sums;
  }

  const counts = () => countsFrom(read(() => statement(selectCounts).all()));
  const countsOf = (channelId: string) => countsFrom(read(() => statement(selectCountsOf).all(channelId)));

  return {
    ...createInbox(database),
    list,
    get(id) {
      return read(() => {
        const row = statement(`${selectDeliveries} WHERE d.id = ?`).get(id);
        if (row === undefined) throw new AppError('notFound', 'This delivery is not kept any more.');
        const attempts = statement(selectAttempts).all(Number(row.sequence));
        return {
          delivery: readDelivery(row, isHeld),
          event: eventSchema.parse(readEvent(statement(selectBody).get(String(row.event_id)))),
          attempts: attempts.map(readAttempt),
        };
      });
    },
    counts,
    countsOf,
    successRate(channelId) {
      const row = read(() => statement(selectSuccess).get(channelId, clock.now() - dayMs));
      const attempts = Number(row?.attempts);
      return attempts === 0 ? null : { rate: Number(row?.rate), attempts };
    },
    replay: (selection) =>
      each(
        selection,
        (id) => {
          const now = clock.now();
          return statement(sendNow).get(now, id) ?? statement(sendAgain).get(now, now, id);
        },
        true,
      ),
    cancel(selection) {
      const unended: DeliverySelection =
        'ids' in selection || selection.filter.states !== undefined
          ? selection
          : { filter: { ...selection.filter, states: ['waiting', 'held', 'sending'] } };
      return cancelAs(unended, 'byHand', 'Cancelled by hand.');
    },
    cancelChannel: (channelId) =>
      cancelAs(
        { filter: { channelId, states: ['waiting', 'held', 'sending'] } },
        'channelRemoved',
        'Its channel was removed.',
      ),
  };
}

function nextStep(step: number, found: number): number {
  return found > 0 ? shortestStep : Math.min(longestStep, step * 4);
}

function pageStatement(conditions: string): string {
  return `${selectDeliveries}
    WHERE d.sequence >= ? AND d.sequence < ?${conditions} ORDER BY d.sequence DESC LIMIT ?`;
}

function walkStatement(conditions: string): string {
  return `SELECT d.sequence, d.id FROM deliveries AS d CROSS JOIN events AS e ON e.sequence = d.event_sequence
    WHERE d.sequence > ? AND d.sequence <= ?${conditions} ORDER BY d.sequence LIMIT ?`;
}

const selectBounds =
  'SELECT (SELECT min(sequence) FROM deliveries) AS first, (SELECT max(sequence) FROM deliveries) AS last';

const selectCounts = 'SELECT state, channel_id, count FROM delivery_counts';
const selectCountsOf = `
  SELECT state, channel_id, count FROM delivery_counts
  WHERE state IN ('waiting', 'sending', 'delivered', 'failed', 'cancelled') AND channel_id = ?`;

const selectBody = 'SELECT body FROM events WHERE id = ?';

const selectAttempts = 'SELECT * FROM attempts WHERE delivery_sequence = ? ORDER BY number';

const selectSuccess = `
  SELECT avg(delivered) AS rate, count(*) AS attempts
  FROM (SELECT delivered, at FROM attempts WHERE channel_id = ? ORDER BY sequence DESC LIMIT 100)
  WHERE at >= ?`;

/** A batch that was tried stays one; its members are due with the first of them. */
const sendNow = `UPDATE deliveries SET due_at = ? WHERE id = ? AND state = 'waiting' RETURNING channel_id`;

const sendAgain = `
  UPDATE deliveries SET state = 'waiting', due_at = ?, started_at = ?, ended_at = NULL, counted = 0,
    batch_id = NULL, reason = NULL, explanation = NULL
  WHERE id = ? AND state IN ('delivered', 'failed', 'cancelled') RETURNING channel_id`;

const cancelWaiting = `
  UPDATE deliveries SET state = 'cancelled', due_at = NULL, ended_at = ?, reason = ?, explanation = ?
  WHERE id = ? AND state = 'waiting' RETURNING channel_id`;

const withdraw = `
  UPDATE deliveries SET withdrawn = 1
  WHERE id = ? AND state = 'sending' AND withdrawn = 0 RETURNING channel_id`;
