import type { EventRecord } from '../../shared/event.ts';
import { noticeOf } from '../../shared/notice.ts';
import { rendererLanes } from '../../shared/render.ts';
import type { DeliverySettings } from '../../shared/settings.ts';
import type { Database } from '../store/database.ts';
import { type Row, searchable } from './delivery-rows.ts';
import type { Recipient, RecordedEvent } from './outbox.ts';
import type { Dropped } from './outbox-records.ts';

export interface OverflowParts {
  database: Database;
  settings(): DeliverySettings;
  clock: { now(): number };
  newId(): string;
  insert(event: EventRecord, recipients: readonly Recipient[], options: { digest: true }): RecordedEvent;
}

export interface Overflow {
  /**
   * When more waits than the settings allow, cancels the oldest of the lowest severity and counts them in a notice
   * for their channel. Critical ones, tests, such notices and pictures to be drawn stay. At most 500 at a time, lest a
   * bound that was lowered keeps the thread: the next call goes on. Call it inside `database.write`.
   */
  makeRoom(): Dropped | null;
}

interface Excess {
  count: number;
  bytes: number;
}

/** Lowest severity first; 0, critical, is never dropped. */
const droppable = [4, 3, 2, 1] as const;
/** A digest grows for so long before it is sent, or a flood would bring one for every few notices. */
const digestWindowMs = 60_000;
/** Of the bound: room made beyond it, so that a flood does not pay for this at every notice. */
const slackShare = 0.001;
const mostAtOnce = 500;

/** Keeps the outbox within its bounds. */
export function createOverflow({ database, settings, clock, newId, insert }: OverflowParts): Overflow {
  const { statement } = database;

  function excess(slack: number): Excess {
    const { maxWaiting, maxWaitingMegabytes } = settings();
    const row = statement(selectWaiting).get();
    const share = 1 - slack;
    return {
      count: Number(row?.count) - Math.ceil(maxWaiting * share),
      bytes: Number(row?.bytes) - maxWaitingMegabytes * 1_000_000 * share,
    };
  }

  /** The oldest of the lowest severity that is there, up to the excess. */
  function candidates({ count, bytes }: Excess, atMost: number): Row[] {
    const channelIds = statement(selectChannels).all();
    const step = bytes > 0 ? atMost : Math.min(count, atMost);
    for (const priority of droppable) {
      const rows = channelIds.flatMap(({ channel_id }) =>
        statement(selectOldest).all(String(channel_id), priority, step),
      );
      if (rows.length > 0) return upTo({ count, bytes }, rows.toSorted(bySequence).slice(0, step));
    }
    return [];
  }

  function drop(rows: readonly Row[], dropped: Dropped): void {
    const now = clock.now();
    for (const row of rows) {
      statement(cancel).run(now, String(row.id));
      dropped.deliveryIds.push(String(row.id));
    }
    for (const [channelId, ofChannel] of Map.groupBy(rows, (row) => String(row.channel_id))) {
      const times = ofChannel.map((row) => Number(row.created_at));
      const digest = count(channelId, ofChannel.length, Math.min(...times), Math.max(...times));
      if (digest !== null) dropped.digests.push(digest);
    }
  }

  /** Grows the channel's digest while nobody has been sent it; else begins one, and returns that. */
  function count(channelId: string, more: number, firstAt: number, lastAt: number): RecordedEvent | null {
    const growing = statement(selectDigest).get(channelId);
    const total = more + Number(growing?.dropped ?? 0);
    const from = Math.min(firstAt, Number(growing?.first_at ?? firstAt));
    const to = Math.max(lastAt, Number(growing?.last_at ?? lastAt));
    if (growing === undefined) {
      const event = digestOf(`evt_${newId()}`, clock.now(), total, from, to);
      const recorded = insert(event, [{ channelId, windowMs: digestWindowMs }], { digest: true });
      const id = recorded.deliveries[0]?.id ?? '';
      statement(upsertDigest).run(channelId, id, total, from, to);
      return recorded;
    }
    const event = digestOf(String(growing.event_id), Number(growing.recorded_at), total, from, to);
    const body = JSON.stringify(event);
    const bytes = Buffer.byteLength(body);
    const { title } = noticeOf(event);
    statement(rewriteEvent).run(title, searchable(title), bytes, body, event.id);
    statement('UPDATE deliveries SET bytes = ? WHERE id = ?').run(bytes, String(growing.id));
    statement(upsertDigest).run(channelId, String(growing.id), total, from, to);
    return null;
  }

  return {
    makeRoom() {
      const now = excess(0);
      if (now.count <= 0 && now.bytes <= 0) return null;
      const dropped: Dropped = { deliveryIds: [], digests: [] };
      // A digest waits too: hence once more after it was made. Every round spends some of what may go.
      for (let left = mostAtOnce; left > 0; left = mostAtOnce - dropped.deliveryIds.length) {
        const over = excess(slackShare);
        const rows = over.count > 0 || over.bytes > 0 ? candidates(over, left) : [];
        if (rows.length === 0) break;
        drop(rows, dropped);
      }
      return dropped;
    },
  };
}

function bySequence(a: Row, b: Row): number {
  return Number(a.sequence) - Number(b.sequence);
}

/** As many of the first rows as make up for the excess. */
function upTo(excess: Excess, rows: readonly Row[]): Row[] {
  let { count, bytes } = excess;
  const chosen: Row[] = [];
  for (const row of rows) {
    if (count <= 0 && bytes <= 0) break;
    chosen.push(row);
    count -= 1;
    bytes -= Number(row.bytes);
  }
  return chosen;
}

function digestOf(
  id: string,
  at: number,
  count: number,
  from: number,
  to: number,
): EventRecord<'system_alert'> {
  const [first, last] = [from, to].map((time) => `${new Date(time).toISOString().slice(0, 19)}Z`);
  return {
    id,
    type: 'system_alert',
    severity: 'warning',
    occurredAt: new Date(at).toISOString(),
    data: {
      title: `${count} ${count === 1 ? 'notice' : 'notices'} dropped between ${first} and ${last}`,
      message:
        'More was waiting for this channel than the settings allow, so the oldest notices of low severity were ' +
        'dropped. They stand among the deliveries as cancelled and can be sent again from there.',
      details: { dropped: count, from: new Date(from).toISOString(), to: new Date(to).toISOString() },
    },
  };
}

/** Pictures to be drawn are work that was asked for: they neither count nor go. */
const channelsOnly = `channel_id NOT IN ('${rendererLanes.templated.id}', '${rendererLanes.local.id}')`;

const selectWaiting = `
  SELECT total(count) AS count, total(bytes) AS bytes FROM delivery_counts
  WHERE state = 'waiting' AND ${channelsOnly}`;

const selectChannels = `
  SELECT channel_id FROM delivery_counts WHERE state = 'waiting' AND count > 0 AND ${channelsOnly}`;

const selectOldest = `
  SELECT sequence, id, channel_id, bytes, created_at FROM deliveries
  WHERE state = 'waiting' AND test = 0 AND channel_id = ? AND priority = ? AND digest = 0
  ORDER BY sequence LIMIT ?`;

const cancel = `
  UPDATE deliveries SET state = 'cancelled', due_at = NULL, ended_at = ?, reason = 'overflow',
    explanation = 'Dropped to make room: more waited than the settings allow. A notice of its own counts it.'
  WHERE id = ?`;

/** What was tried already may have been read: it stays as it is. */
const selectDigest = `
  SELECT g.dropped, g.first_at, g.last_at, d.id, e.id AS event_id, e.recorded_at
  FROM overflow_digests AS g
  JOIN deliveries AS d ON d.sequence = g.delivery_sequence
  JOIN events AS e ON e.sequence = d.event_sequence
  WHERE g.channel_id = ? AND d.state = 'waiting' AND d.attempts = 0 AND d.batch_id IS NULL`;

const upsertDigest = `
  INSERT INTO overflow_digests (channel_id, delivery_sequence, dropped, first_at, last_at)
  VALUES (?, (SELECT sequence FROM deliveries WHERE id = ?), ?, ?, ?)
  ON CONFLICT DO UPDATE SET delivery_sequence = excluded.delivery_sequence, dropped = excluded.dropped,
    first_at = excluded.first_at, last_at = excluded.last_at`;

const rewriteEvent = 'UPDATE events SET title = ?, search_title = ?, bytes = ?, body = ? WHERE id = ?';
