import type { ChannelState } from '../../shared/channel.ts';
import type { DeliveryCounts } from '../../shared/delivery.ts';
import type { EventBus } from '../events.ts';
import type { Log } from '../log.ts';
import type { Database } from '../store/database.ts';
import type { Clock } from './clock.ts';
import type { Lane } from './sender.ts';

/** Between two announcements of one channel, and between two writes of its last answer. */
const [announceEveryMs, writeEveryMs] = [250, 1_000];
/** Degraded below this share of delivered attempts, once there are so many. */
const [healthyRate, fewestAttempts] = [0.9, 5];

/** What the courier knows of a channel: a row of the table channel_states. */
export interface Knowledge {
  breaker: ChannelState['breaker'];
  /** Wall-clock milliseconds: the floor of a learned rate limit, or the next probe. */
  heldUntil: number | null;
  holdReason: string | null;
  /** The `rateKey` of the target that asked for the pause; of another one it says nothing. */
  heldKey: string | null;
  lastAnswer: ChannelState['lastAnswer'];
  /** Why it was switched off by itself, as after a 410. */
  disabledReason: string | null;
}

/** What deliveries say of a channel. */
export interface DeliveryFigures {
  countsOf(channelId: string): DeliveryCounts;
  successRate(channelId: string): { rate: number; attempts: number } | null;
}

/** How every channel does, for screens, for other processes and for the next start. */
export interface ChannelStates {
  state(channelId: string): ChannelState;
  /** Whether it takes nothing at the moment; of the memory alone. */
  isHeld(channelId: string): boolean;
  known(channelId: string): Knowledge;
  /** Takes note: announced soon, written at once when it changes what is held, else at most every second. */
  note(channelId: string, change: Partial<Knowledge>): void;
  /** Something about these channels changed: they are announced where their state did. */
  touch(channelIds: readonly string[]): void;
  /** The wall clock was set: what is held is held for as long as before. */
  shift(byMs: number): void;
  /** Another process wrote: what is known of channels is read anew. */
  forget(): void;
  /** Writes what is not written yet, and tells nothing any more. */
  close(): Promise<void>;
}

interface Row {
  breaker: ChannelState['breaker'];
  held_until: number | null;
  hold_reason: string | null;
  last_at: number | null;
  last_delivered: number | null;
  last_status: number | null;
  last_took_ms: number | null;
  last_detail: string | null;
  disabled_reason: string | null;
  held_key: string | null;
}

const nothingKnown: Knowledge = {
  breaker: 'closed',
  heldUntil: null,
  holdReason: null,
  heldKey: null,
  lastAnswer: null,
  disabledReason: null,
};

export function createChannelStates(options: {
  database: Database;
  list: DeliveryFigures;
  lanes: () => readonly Lane[];
  events: Pick<EventBus, 'emit'>;
  clock: Clock;
  log: Pick<Log, 'warn'>;
}): ChannelStates {
  const { database, list, lanes, events, clock, log } = options;
  const memory = new Map<string, Knowledge>();
  const told = new Map<string, string>();
  const announcing = new Set<string>();
  const unwritten = new Set<string>();
  let writing: (() => void) | null = null;
  let isClosed = false;

  function known(channelId: string): Knowledge {
    const knowledge = memory.get(channelId) ?? database.read(() => readKnowledge(database, channelId));
    memory.set(channelId, knowledge);
    return knowledge;
  }

  function closedOf(channelId: string): Lane['closed'] {
    return lanes().find((lane) => lane.channelId === channelId)?.closed ?? null;
  }

  /** Wall-clock milliseconds, or null when that is over. */
  function heldUntilOf({ heldUntil }: Knowledge): number | null {
    return heldUntil !== null && heldUntil > clock.now() ? heldUntil : null;
  }

  function state(channelId: string): ChannelState {
    const knowledge = known(channelId);
    const { breaker, lastAnswer } = knowledge;
    const counts = database.read(() => list.countsOf(channelId));
    const success = database.read(() => list.successRate(channelId));
    const heldUntil = heldUntilOf(knowledge);
    const held = heldUntil !== null || breaker !== 'closed';
    return {
      channelId,
      ...conditionOf(
        closedOf(channelId),
        held ? (knowledge.holdReason ?? 'It does not answer.') : null,
        success,
        lastAnswer,
      ),
      heldUntil: heldUntil === null ? null : new Date(heldUntil).toISOString(),
      breaker,
      waiting: counts.waiting + counts.held + counts.sending,
      failed: counts.failed,
      successRate: success?.rate ?? null,
      lastAnswer,
    };
  }

  function announce(channelId: string): void {
    const now = state(channelId);
    const text = JSON.stringify(now);
    if (told.get(channelId) === text) return;
    told.set(channelId, text);
    events.emit('channel.stateChanged', now);
  }

  function touch(channelIds: readonly string[]): void {
    for (const channelId of channelIds) {
      if (announcing.has(channelId)) continue;
      announcing.add(channelId);
      clock.after(announceEveryMs, () => {
        announcing.delete(channelId);
        if (isClosed) return;
        try {
          announce(channelId);
        } catch (error) {
          log.warn({ err: error, channelId }, 'The state of a channel cannot be told');
        }
      });
    }
  }

  async function flush(): Promise<void> {
    writing?.();
    writing = null;
    const channelIds = [...unwritten];
    unwritten.clear();
    if (channelIds.length === 0) return;
    try {
      await database.write(() => {
        for (const channelId of channelIds) writeKnowledge(database, channelId, known(channelId));
      });
    } catch {
      // The courier says what is wrong with the storage; this is written with the next change.
      for (const channelId of channelIds) unwritten.add(channelId);
    }
  }

  function note(channelId: string, change: Partial<Knowledge>): void {
    const before = known(channelId);
    const after = { ...before, ...change };
    memory.set(channelId, after);
    unwritten.add(channelId);
    touch([channelId]);
    const heldForMs = (heldUntilOf(after) ?? 0) - clock.now();
    if (heldForMs > 0 && after.heldUntil !== before.heldUntil)
      clock.after(heldForMs, () => touch([channelId]));
    if (after.heldUntil !== before.heldUntil || after.breaker !== before.breaker) void flush();
    else writing ??= clock.after(writeEveryMs, () => void flush());
  }

  return {
    state,
    isHeld(channelId) {
      const knowledge = known(channelId);
      return (
        closedOf(channelId) !== null || knowledge.breaker !== 'closed' || heldUntilOf(knowledge) !== null
      );
    },
    known,
    touch,
    note,
    shift(byMs) {
      for (const [channelId, { heldUntil }] of memory) {
        if (heldUntil !== null) note(channelId, { heldUntil: heldUntil + byMs });
      }
    },
    forget() {
      for (const channelId of memory.keys()) if (!unwritten.has(channelId)) memory.delete(channelId);
    },
    async close() {
      await flush();
      isClosed = true;
    },
  };
}

function conditionOf(
  closed: Lane['closed'],
  holdReason: string | null,
  success: { rate: number; attempts: number } | null,
  lastAnswer: ChannelState['lastAnswer'],
): Pick<ChannelState, 'condition' | 'reason'> {
  if (closed !== null) return closed;
  if (holdReason !== null) return { condition: 'held', reason: holdReason };
  if (lastAnswer !== null && !lastAnswer.delivered) {
    return { condition: 'degraded', reason: `The last attempt failed: ${lastAnswer.detail ?? 'no answer.'}` };
  }
  if (success !== null && success.attempts >= fewestAttempts && success.rate < healthyRate) {
    const failed = Math.round((1 - success.rate) * success.attempts);
    return { condition: 'degraded', reason: `${failed} of the last ${success.attempts} attempts failed.` };
  }
  return { condition: 'healthy', reason: null };
}

function readKnowledge(database: Database, channelId: string): Knowledge {
  const row = database.statement('SELECT * FROM channel_states WHERE channel_id = ?').get(channelId) as
    | Row
    | undefined;
  if (row === undefined) return nothingKnown;
  return {
    breaker: row.breaker,
    heldUntil: row.held_until,
    holdReason: row.hold_reason,
    heldKey: row.held_key,
    lastAnswer:
      row.last_at === null
        ? null
        : {
            at: new Date(row.last_at).toISOString(),
            delivered: row.last_delivered === 1,
            status: row.last_status,
            tookMs: row.last_took_ms ?? 0,
            detail: row.last_detail,
          },
    disabledReason: row.disabled_reason,
  };
}

function writeKnowledge(database: Database, channelId: string, knowledge: Knowledge): void {
  const { breaker, heldUntil, holdReason, heldKey, lastAnswer, disabledReason } = knowledge;
  database
    .statement('INSERT OR REPLACE INTO channel_states VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
    .run(
      channelId,
      breaker,
      heldUntil,
      holdReason,
      lastAnswer === null ? null : Date.parse(lastAnswer.at),
      lastAnswer === null ? null : Number(lastAnswer.delivered),
      lastAnswer?.status ?? null,
      lastAnswer?.tookMs ?? null,
      lastAnswer?.detail ?? null,
      disabledReason,
      heldKey,
    );
}
