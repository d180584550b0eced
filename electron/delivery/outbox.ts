import type { Attempt, Delivery, DeliveryReason } from '../../shared/delivery.ts';
import type { EventRecord } from '../../shared/event.ts';
import { noticeOf } from '../../shared/notice.ts';
import type { DeliverySettings } from '../../shared/settings.ts';
import type { EventBus } from '../events.ts';
import type { Database } from '../store/database.ts';
import type { Clock } from './clock.ts';
import { createLiveChanges } from './live-changes.ts';
import { newId as timedId } from './new-id.ts';
import { createClaims } from './outbox-claims.ts';
import { createRecords, type Dropped } from './outbox-records.ts';
import { createSettlement } from './outbox-settlement.ts';

/** A channel that an event goes to. */
export interface Recipient {
  channelId: string;
  /** How long it may wait for company; 0 for critical events and channels that do not batch. */
  windowMs: number;
  /** A sentence: why it waits. */
  explanation?: string;
  test?: boolean;
}

export interface RecordedEvent {
  event: EventRecord;
  deliveries: Delivery[];
  /** The event's id had been recorded before: nothing was written, these are the deliveries of then. */
  known: boolean;
  /** Of a notice for the inbox: how many are unread there with it. */
  unread?: number;
  /** What had to make room for it; left out when nothing had to. */
  dropped?: Dropped;
}

/** A message that this process alone may send now. */
export interface Claim {
  channelId: string;
  /** The delivery's id, or the batch's. */
  id: string;
  /** Of the message that this will be; 1 for the first. */
  attempt: number;
  /** Attempts so far that were charged to the retries. */
  counted: number;
  /** In order. `createdAt`, wall-clock milliseconds, is what giving up is counted from: a replay sets it anew. */
  parts: { deliveryId: string; sequence: number; event: EventRecord; test: boolean; createdAt: number }[];
}

export interface ClaimRequest {
  channelId: string;
  /** The fencing number of the leadership that claims. */
  epoch: number;
  /** Messages, not deliveries. */
  atMost: number;
  /** Deliveries in one message. */
  upTo: number;
  ordered: boolean;
  /** Only critical deliveries and tests. */
  urgentOnly?: boolean;
  /** Only tests: what a closed channel still takes. */
  testsOnly?: boolean;
}

/** How one try of a claimed message went. */
export interface Outcome {
  claim: Claim;
  epoch: number;
  /** `at`: wall-clock milliseconds of its start. */
  attempt: Omit<Attempt, 'number' | 'counted' | 'at'> & { at: number };
  /** Null: delivered. */
  failed: null | {
    reason: DeliveryReason;
    /** Null: a dead letter. Else wall-clock milliseconds of the next try. */
    retryAt: number | null;
    /** False: not charged to the retries. */
    counted: boolean;
    /** The parts of the message go on alone, each under its own id. */
    apart?: boolean;
  };
}

/** What came of a try could not be written as it was: its deliveries ended without it. */
export interface Unrecorded {
  outcome: Outcome;
  error: unknown;
}

/**
 * The durable side of telling: events, deliveries and attempts in SQLite. Everything it promises is committed when
 * its promise resolves; writes of one turn share a transaction.
 */
export interface Outbox {
  /**
   * Writes an event with its deliveries; one that is no notice stays out of the inbox whatever its type. Call it inside `database.write`, with whatever must hold together with it;
   * `recorded` afterwards tells those who listen.
   */
  record(event: EventRecord, recipients: readonly Recipient[], how?: { isNotice: boolean }): RecordedEvent;
  /** Tells the courier and the screens of what a transaction of the caller's recorded. */
  recorded(events: readonly RecordedEvent[]): void;
  /** `record` in a transaction shared with others of this turn, then `recorded`. */
  publish(event: EventRecord, recipients: readonly Recipient[]): Promise<RecordedEvent>;

  /** Due messages in the order of priority, marked as sending under the epoch. */
  claim(requests: readonly ClaimRequest[]): Promise<Claim[]>;
  /**
   * Appends attempts and ends or reschedules deliveries; an outcome of an older epoch only appends. Rejects when the
   * storage failed, and then wrote nothing.
   */
  settle(outcomes: readonly Outcome[]): Promise<Unrecorded[]>;
  /** Gives claimed messages back untried, as at a stop. */
  release(claims: readonly Claim[], epoch: number): Promise<void>;
  /** After another leadership ended without settling: what it was sending waits again. Returns how many. */
  takeBack(epoch: number): Promise<number>;
  /**
   * When the next delivery of a channel becomes due, wall-clock milliseconds; null when none waits. In an ordered
   * channel only the first of each priority counts.
   */
  nextDueAt(channelId: string, ordered?: boolean): number | null;
  /** Hears of channels with new work, at once; returns what stops it. */
  onWork(hear: (channelIds: string[]) => void): () => void;
  /** Tells screens of deliveries that changed, and the courier of channels with new work. */
  changed(deliveryIds: readonly string[], workFor?: readonly string[]): void;
}

export interface OutboxParts {
  database: Database;
  settings(): DeliverySettings;
  events: Pick<EventBus, 'emit'>;
  clock: Pick<Clock, 'now' | 'after'>;
  /** Whether a channel takes nothing at the moment, so that what waits for it shows as held. */
  isHeld?: (channelId: string) => boolean;
  /** The part of an id after its prefix. */
  newId?: () => string;
}

/** The outbox of a data folder, over its database. */
export function createOutbox(parts: OutboxParts): Outbox {
  const { database, events } = parts;
  const newId = parts.newId ?? (() => timedId(parts.clock.now()));
  const isHeld = parts.isHeld ?? (() => false);
  const live = createLiveChanges({ ...parts, isHeld });
  const { record } = createRecords({ ...parts, isHeld, newId });
  const claims = createClaims({ ...parts, newId });
  const settlement = createSettlement(parts);
  const hearers = new Set<(channelIds: string[]) => void>();

  function changed(deliveryIds: readonly string[], workFor: readonly string[] = []): void {
    const channelIds = [...new Set(workFor)];
    if (channelIds.length > 0) for (const hear of hearers) hear(channelIds);
    live.add(deliveryIds);
  }

  function recorded(all: readonly RecordedEvent[]): void {
    const fresh = all.filter(({ known }) => !known).flatMap((one) => [one, ...(one.dropped?.digests ?? [])]);
    const deliveries = fresh.flatMap((one) => one.deliveries);
    changed(
      [...deliveries.map(({ id }) => id), ...fresh.flatMap(({ dropped }) => dropped?.deliveryIds ?? [])],
      deliveries.map(({ channelId }) => channelId),
    );
    for (const { event, unread } of fresh) {
      if (unread !== undefined) events.emit('notice.published', { notice: noticeOf(event), unread });
    }
  }

  return {
    record,
    recorded,
    async publish(event, recipients) {
      const one = await database.write(() => record(event, recipients));
      recorded([one]);
      return one;
    },
    async claim(requests) {
      const claimed = await database.write(() => claims.claim(requests));
      changed(claimed.flatMap(deliveryIdsOf));
      return claimed;
    },
    async settle(outcomes) {
      const unrecorded = await database.write(() => settlement.settleAll(outcomes));
      changed(outcomes.flatMap(({ claim }) => deliveryIdsOf(claim)));
      return unrecorded;
    },
    async release(claimed, epoch) {
      const sequences = claimed.flatMap(({ parts }) => parts.map(({ sequence }) => sequence));
      await database.write(() => settlement.release(sequences, epoch));
      changed(
        claimed.flatMap(deliveryIdsOf),
        claimed.map(({ channelId }) => channelId),
      );
    },
    async takeBack(epoch) {
      let count = 0;
      for (;;) {
        const taken = await database.write(() => settlement.takeBackSome(epoch));
        if (taken.length === 0) return count;
        count += taken.length;
        changed(
          taken.map(({ id }) => id),
          taken.map(({ channelId }) => channelId),
        );
      }
    },
    nextDueAt: (channelId, ordered = false) => database.read(() => claims.nextDueAt(channelId, ordered)),
    onWork(hear) {
      hearers.add(hear);
      return () => hearers.delete(hear);
    },
    changed,
  };
}

function deliveryIdsOf(claim: Claim): string[] {
  return claim.parts.map(({ deliveryId }) => deliveryId);
}
