import type { Attempt, Delivery, DeliveryReason } from '../../shared/delivery.ts';
import type { EventRecord } from '../../shared/event.ts';

/** A channel that an event goes to. */
export interface Recipient {
  channelId: string;
  /** How long it may wait for company; 0 for critical events and channels that do not batch. */
  windowMs: number;
  test?: boolean;
}

export interface RecordedEvent {
  event: EventRecord;
  deliveries: Delivery[];
  /** The event's id had been recorded before: nothing was written, these are the deliveries of then. */
  known: boolean;
}

/** A message that this process alone may send now. */
export interface Claim {
  channelId: string;
  /** The delivery's id, or the batch's. */
  id: string;
  /** Of the message that this will be; 1 for the first. */
  attempt: number;
  parts: { deliveryId: string; event: EventRecord; test: boolean; createdAt: number }[];
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
  attempt: Omit<Attempt, 'number' | 'counted'>;
  /** Null: delivered. */
  failed: null | {
    reason: DeliveryReason;
    /** Null: a dead letter. Else wall-clock milliseconds of the next try. */
    retryAt: number | null;
    /** False: not charged to the retries. */
    counted: boolean;
  };
}

/**
 * The durable side of telling: events, deliveries and attempts in SQLite. Everything it promises is committed when
 * its promise resolves; writes of one turn share a transaction.
 */
export interface Outbox {
  /**
   * Writes an event with its deliveries. Call it inside `database.write`, with whatever must hold together with it;
   * `recorded` afterwards tells those who listen.
   */
  record(event: EventRecord, recipients: readonly Recipient[]): RecordedEvent;
  /** Tells the courier and the screens of what a transaction of the caller's recorded. */
  recorded(events: readonly RecordedEvent[]): void;
  /** `record` in a transaction shared with others of this turn, then `recorded`. */
  publish(event: EventRecord, recipients: readonly Recipient[]): Promise<RecordedEvent>;

  /** Due messages in the order of priority, marked as sending under the epoch. */
  claim(requests: readonly ClaimRequest[]): Promise<Claim[]>;
  /** Appends attempts and ends or reschedules deliveries; an outcome of an older epoch only appends. */
  settle(outcomes: readonly Outcome[]): Promise<void>;
  /** Gives claimed messages back untried, as at a stop. */
  release(claims: readonly Claim[], epoch: number): Promise<void>;
  /** After another leadership ended without settling: what it was sending waits again. Returns how many. */
  takeBack(epoch: number): Promise<number>;
  /** When the next delivery of a channel becomes due, wall-clock milliseconds; null when none waits. */
  nextDueAt(channelId: string): number | null;
}
