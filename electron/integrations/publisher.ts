import type { z } from 'zod';
import { AppError } from '../../shared/errors.ts';
import {
  type EventRecord,
  type EventType,
  eventDataSchemas,
  type Severity,
  usualSeverity,
} from '../../shared/event.ts';
import { inboxEventTypes } from '../../shared/notice.ts';
import { newId } from '../delivery/new-id.ts';
import type { Outbox, Recipient, RecordedEvent } from '../delivery/outbox.ts';
import type { Database } from '../store/database.ts';

interface Particulars {
  /** Given by who wants to tell it again without telling it twice; made when left out. */
  id?: string | undefined;
  /** ISO 8601; now when left out. */
  occurredAt?: string | undefined;
  severity?: Severity | undefined;
  /** Just these, whatever they ask for otherwise; those that want it when left out. */
  channelIds?: readonly string[] | undefined;
  /** Sent by hand to try a channel: it goes there even when that is switched off. */
  test?: boolean | undefined;
  /** Written by hand: it goes to all that want it, whatever the routes say, and at once. */
  byHand?: true | undefined;
  /** The channels were decided by routes: their quiet hours hold. */
  routed?: true | undefined;
  /** People are told of it in another way: it goes to programs alone, and not into the inbox. */
  forWorkflows?: true | undefined;
}

/** Something that happened, as those parts tell it that know its type. */
export type NewEvent = {
  [T in EventType]: Particulars & { type: T; data: z.input<(typeof eventDataSchemas)[T]> };
}[EventType];

/** Something that happened, told from outside: nobody has looked at its data yet. */
export type UncheckedEvent = Particulars & { type: EventType; data: object };

/** The one way in for everything that is to be told. */
export interface Publisher {
  /**
   * Decides who is to hear of it and records both, durably. An id that was recorded before changes nothing and
   * answers the same. Throws AppError call.invalid with every field of the data that is wrong.
   */
  publish(event: UncheckedEvent): Promise<RecordedEvent>;
  /** The same inside a `database.write` of the caller's, whose commit must be followed by `recorded`. */
  record(events: readonly UncheckedEvent[]): RecordedEvent[];
  recorded(events: readonly RecordedEvent[]): void;
}

export interface PublisherParts {
  registry: {
    /** The channels an event goes to. Throws AppError notFound for one named that is not there. */
    recipientsOf(
      event: EventRecord,
      options?: { channelIds?: readonly string[]; test?: boolean },
    ): Recipient[];
  };
  outbox: Pick<Outbox, 'record' | 'recorded'>;
  database: Pick<Database, 'write'>;
  /** Decides for what people read; left out, every channel decides by its own filter. */
  audience?: {
    channelsFor(event: EventRecord): string[];
    programsFor(event: EventRecord): string[];
    quietUntil(channelId: string, severity: Severity, at: number): { until: number; why: string } | null;
  };
  now?: () => number;
}

/** Makes events of what happened. What nobody reads, neither a channel nor the inbox, is not kept. */
export function createPublisher(parts: PublisherParts): Publisher {
  const { registry, outbox, database, audience, now = Date.now } = parts;

  function recordOne(happened: UncheckedEvent): RecordedEvent {
    const { channelIds, test, byHand, routed, forWorkflows, ...given } = happened;
    const event = checked(given, now);
    const isNotice = !forWorkflows && inboxEventTypes.includes(event.type);
    const isRouted = audience !== undefined && channelIds === undefined && !byHand && isNotice;
    const forAll = isRouted ? audience.channelsFor(event) : channelIds;
    const named = forWorkflows ? audience?.programsFor(event) : forAll;
    const chosen = registry.recipientsOf(event, {
      ...(named !== undefined && { channelIds: named }),
      ...(test !== undefined && { test }),
    });
    const recipients = isRouted || routed ? chosen.map((one) => quieted(one, event)) : chosen;
    const isRead = recipients.length > 0 || isNotice;
    return isRead ? outbox.record(event, recipients, { isNotice }) : { event, deliveries: [], known: false };
  }

  /** Quiet hours put a delivery off, and it says so. */
  function quieted(recipient: Recipient, { severity }: EventRecord): Recipient {
    const quiet = audience?.quietUntil(recipient.channelId, severity, now()) ?? null;
    if (quiet === null) return recipient;
    const windowMs = Math.max(recipient.windowMs, quiet.until - now());
    return { ...recipient, windowMs, explanation: quiet.why };
  }

  const record = (events: readonly UncheckedEvent[]) => events.map(recordOne);
  return {
    async publish(event) {
      const recorded = await database.write(() => recordOne(event));
      outbox.recorded([recorded]);
      return recorded;
    },
    record,
    recorded: (events) => outbox.recorded(events),
  };
}

function checked(given: UncheckedEvent, now: () => number): EventRecord {
  const { type } = given;
  const parsed = eventDataSchemas[type].safeParse(given.data);
  if (!parsed.success) throw invalidData(parsed.error, type);
  return {
    id: given.id ?? `evt_${newId(now())}`,
    type,
    severity: given.severity ?? usualSeverity[type],
    occurredAt: given.occurredAt ?? new Date(now()).toISOString(),
    data: parsed.data,
  };
}

function invalidData(error: z.ZodError, type: EventType): AppError {
  const fields: Record<string, string> = {};
  for (const { path, message } of error.issues) fields[['data', ...path].join('.')] ??= message;
  const [field] = Object.keys(fields);
  const message = `The data of "${type}" is not as its schema asks: ${Object.entries(fields)
    .slice(0, 3)
    .map(([path, complaint]) => `${path}: ${complaint}`)
    .join('; ')}.`;
  return new AppError('call.invalid', message, { field, fields });
}
