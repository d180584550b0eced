import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Batch } from '../../shared/contract.ts';
import { AppError } from '../../shared/errors.ts';
import type { EventBus } from '../events.ts';
import { createPace, type Pace } from './pace.ts';
import type { Pipeline } from './run.ts';

export interface Batches {
  /**
   * Analyses photos in order, each once; photos that fail do not hold up the others. Rules "for batches named …"
   * look at its name.
   */
  start(
    photoIds: readonly string[],
    options: { fresh: boolean; name?: string | undefined } & Partial<Share>,
  ): Batch;
  /** Adds photos to a batch that runs or is paused. Throws AppError notFound or batch.notRunning. */
  append(id: string, photoIds: readonly string[], share: Share): Batch;
  /** Newest first: all that run, and the last ones that ended. */
  list(): Batch[];
  /** Lets the photos in hand end, then waits. Throws, as the next two, AppError notFound or batch.notRunning. */
  pause(id: string): Batch;
  resume(id: string): Batch;
  /** Drops the photos in hand too; what is done stays. Each dropped photo is announced as cancelled. */
  cancel(id: string): Batch;
  /** Cancels everything and waits for the photos in hand. */
  stop(): Promise<void>;
}

/** What is said of a batch besides its photos, with every share of it that comes. */
export interface Share {
  /** More is to be appended: the batch does not end before. */
  more: boolean;
  /** Photos that belong to the batch and never came here: they count as failed. */
  unreadable: number;
}

interface Entry {
  id: string;
  state: Batch['state'];
  photoIds: string[];
  unreadable: number;
  more: boolean;
  /** Ends the batch when what was promised does not come. */
  ending: NodeJS.Timeout | null;
  fresh: boolean;
  name: string | undefined;
  /** Index of the next photo to take. */
  next: number;
  /** When it was last given a turn: the one that waits longest comes next. */
  turn: number;
  done: number;
  failed: number;
  pace: Pace;
  abort: AbortController;
  announcedAt: number;
  announceLater: NodeJS.Timeout | null;
}

/** One photo in the networks while the next is decoded; more would only wait. */
const photosInHand = 2;
const announceEveryMs = 200;
const endedKept = 20;
/** Who promised more and went away, as a page does that is reloaded, leaves a batch that ends after this. */
const moreWithinMs = 10_000;

/** Runs batches over the pipeline; several take turns photo by photo. `now` is a clock in milliseconds. */
export function createBatches(
  pipeline: Pipeline,
  events: Pick<EventBus, 'emit'>,
  now: () => number = () => performance.now(),
): Batches {
  const entries = new Map<string, Entry>();
  const inHand = new Set<Promise<void>>();
  let turns = 0;

  function fill(): void {
    while (inHand.size < photosInHand) {
      const entry = nextInTurn(entries.values());
      if (entry === null) return;
      entry.turn = ++turns;
      const work = analyzeNext(entry).finally(() => {
        inHand.delete(work);
        fill();
      });
      inHand.add(work);
    }
  }

  async function analyzeNext(entry: Entry): Promise<void> {
    const ok = await analyzeOne(entry);
    if (entry.abort.signal.aborted) return;
    if (ok) entry.done++;
    else entry.failed++;
    entry.pace.note();
    settle(entry);
    if (!hasEnded(entry)) announceSoon(entry);
  }

  /** Ends a batch that nothing is left of; where more was promised, it waits for that a while. */
  function settle(entry: Entry): Batch {
    stopEnding(entry);
    if (leftOf(entry) === 0 && !entry.more) return changeState(entry, 'finished');
    if (leftOf(entry) === 0 && entry.state === 'running')
      entry.ending = setTimeout(() => changeState(entry, 'finished'), moreWithinMs);
    return describe(entry);
  }

  /** The pipeline announces how it went; here only whether it went well counts. */
  async function analyzeOne(entry: Entry): Promise<boolean> {
    const photoId = entry.photoIds[entry.next++] ?? '';
    // A photo known already is answered without a pause: other calls get their turn in between.
    await nextTurn();
    const { fresh, id: batchId, name: batchName, abort } = entry;
    return pipeline.analyze(photoId, { fresh, batchId, batchName, signal: abort.signal }).then(
      () => true,
      () => false,
    );
  }

  async function dropRest(entry: Entry): Promise<void> {
    while (entry.next < entry.photoIds.length) await analyzeOne(entry);
  }

  function changeState(entry: Entry, state: Batch['state']): Batch {
    entry.state = state;
    stopEnding(entry);
    if (state === 'paused') entry.pace.reset();
    announce(entry);
    const ended = [...entries.values()].filter(hasEnded);
    for (const { id } of ended.slice(0, -endedKept)) entries.delete(id);
    fill();
    return describe(entry);
  }

  function announce(entry: Entry): void {
    if (entry.announceLater !== null) clearTimeout(entry.announceLater);
    entry.announceLater = null;
    entry.announcedAt = now();
    events.emit('batch.progressed', describe(entry));
  }

  function announceSoon(entry: Entry): void {
    const dueInMs = entry.announcedAt + announceEveryMs - now();
    if (dueInMs <= 0) announce(entry);
    else entry.announceLater ??= setTimeout(() => announce(entry), dueInMs);
  }

  function find(id: string, states: readonly Batch['state'][]): Entry {
    const entry = entries.get(id);
    if (entry === undefined) throw new AppError('notFound', 'This batch is not known any more.');
    if (states.includes(entry.state)) return entry;
    throw new AppError('batch.notRunning', `This batch is ${entry.state}, so there is nothing to do.`);
  }

  function cancel(entry: Entry): Batch {
    entry.abort.abort();
    const batch = changeState(entry, 'cancelled');
    dropRest(entry);
    return batch;
  }

  return {
    start(photoIds, { fresh, name, more = false, unreadable = 0 }) {
      const entry: Entry = {
        id: randomUUID(),
        state: 'running',
        photoIds: [...new Set(photoIds)],
        unreadable,
        more,
        ending: null,
        fresh,
        name,
        next: 0,
        turn: 0,
        done: 0,
        failed: unreadable,
        pace: createPace(now),
        abort: new AbortController(),
        announcedAt: now(),
        announceLater: null,
      };
      entries.set(entry.id, entry);
      changeState(entry, 'running');
      return settle(entry);
    },
    append(id, photoIds, { more, unreadable }) {
      const entry = find(id, ['running', 'paused']);
      for (const photoId of new Set(photoIds)) entry.photoIds.push(photoId);
      entry.unreadable += unreadable;
      entry.failed += unreadable;
      entry.more = more;
      fill();
      const batch = settle(entry);
      if (!hasEnded(entry)) announceSoon(entry);
      return batch;
    },
    list: () => [...entries.values()].map(describe).reverse(),
    pause: (id) => changeState(find(id, ['running']), 'paused'),
    resume(id) {
      const entry = find(id, ['paused']);
      changeState(entry, 'running');
      return settle(entry);
    },
    cancel: (id) => cancel(find(id, ['running', 'paused'])),
    async stop() {
      for (const entry of entries.values()) {
        // Nobody listens any more.
        entry.next = entry.photoIds.length;
        if (!hasEnded(entry)) cancel(entry);
      }
      await Promise.all(inHand);
    },
  };
}

function nextInTurn(entries: Iterable<Entry>): Entry | null {
  let first: Entry | null = null;
  for (const entry of entries) {
    if (entry.state !== 'running' || entry.next >= entry.photoIds.length) continue;
    if (first === null || entry.turn < first.turn) first = entry;
  }
  return first;
}

function hasEnded({ state }: Entry): boolean {
  return state === 'finished' || state === 'cancelled';
}

function stopEnding(entry: Entry): void {
  if (entry.ending !== null) clearTimeout(entry.ending);
  entry.ending = null;
}

const totalOf = ({ photoIds, unreadable }: Entry) => photoIds.length + unreadable;
const leftOf = (entry: Entry) => totalOf(entry) - entry.done - entry.failed;

function describe(entry: Entry): Batch {
  const { id, state, more, done, failed, pace } = entry;
  const photosPerSecond = pace.photosPerSecond();
  const isKnown = photosPerSecond !== null && state === 'running' && !more;
  const secondsLeft = isKnown ? leftOf(entry) / photosPerSecond : null;
  return { id, state, total: totalOf(entry), done, failed, photosPerSecond, secondsLeft };
}
