import type { DeliveryReason } from '../../shared/delivery.ts';
import type { EventRecord } from '../../shared/event.ts';

/** How one channel is served: its limits and its patience. Read anew whenever the channels change. */
export interface Lane {
  channelId: string;
  /** Null when it takes deliveries, else why not: switched off or gone, or its settings lack something. */
  closed: { condition: 'disabled' | 'incomplete'; reason: string } | null;
  /** Sends at the same time; 1 when ordered. */
  concurrency: number;
  /** Claimed before there is room for it, at most; left out: as many as can be sent soon. 0 for what is slow. */
  ahead?: number;
  /** No delivery before the one in front of it, of the same priority, has ended. */
  ordered: boolean;
  /** Token bucket: so many a second on average, so many at once. */
  rate: { perSecond: number; burst: number };
  /** Channels with the same key share the bucket and what was learned of it: one webhook, one key. No secret. */
  rateKey: string;
  /** The service behind it: a limit that is told to be global holds for all lanes of the service. */
  service: string;
  timeoutMs: number;
  /** Pauses before each retry, in order; quick ones first. Empty: one try. */
  retryDelaysMs: readonly number[];
  batch: { upTo: number; windowMs: number };
}

/** One message: one delivery, or several that travel together. */
export interface OutgoingMessage {
  channelId: string;
  /** The delivery's id, or the batch's: idempotency key and `webhook-id`. The same at every try. */
  id: string;
  /** 1 for the first try. */
  attempt: number;
  /** In order; never empty. */
  parts: readonly { deliveryId: string; event: EventRecord; test: boolean }[];
}

/** A rate limit that the other side told us. */
export interface LearnedLimit {
  /** Nothing before so many milliseconds from now. */
  waitMs: number;
  /** Whom it holds for: this target, or every target of the service. */
  scope: 'target' | 'service';
}

/** What the other side answered when it took a message. */
export interface Receipt {
  status: number | null;
  /** What the other side calls it: a message id, an execution. */
  receipt: string | null;
  /** The start of the answer, or a sentence; no secret. */
  detail: string | null;
  /** Told ahead of the refusal, as by Discord's X-RateLimit-Remaining: 0. */
  limit?: LearnedLimit | undefined;
}

/** Hands messages to channels. The courier knows nothing else of them. */
export interface Sender {
  lanes(): readonly Lane[];
  /** Throws DeliveryError; anything else thrown counts as a bug of ours and is retried. */
  send(message: OutgoingMessage, options: { signal: AbortSignal }): Promise<Receipt>;
  /** The channel is to take nothing more, as after a 410: kept, told elsewhere, shown. */
  disable(channelId: string, why: string): Promise<void>;
}

/** Why a message was not taken, and whether to try again. */
export class DeliveryError extends Error {
  readonly reason: DeliveryReason;
  readonly retryable: boolean;
  readonly status: number | null;
  readonly limit: LearnedLimit | undefined;
  /** The target is gone for good (410): the channel is to be disabled. */
  readonly disable: boolean;

  /** `detail` is a sentence an operator can act on, without secrets. */
  constructor(
    reason: DeliveryReason,
    detail: string,
    options: {
      retryable: boolean;
      status?: number | null;
      limit?: LearnedLimit | undefined;
      disable?: boolean;
      cause?: unknown;
    },
  ) {
    super(detail, { cause: options.cause });
    this.name = 'DeliveryError';
    this.reason = reason;
    this.retryable = options.retryable;
    this.status = options.status ?? null;
    this.limit = options.limit;
    this.disable = options.disable ?? false;
  }
}
