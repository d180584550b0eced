import { type ChannelMeasure, channelMeasures } from '../../shared/metrics.ts';
import type { EventBus } from '../events.ts';
import type { Database } from '../store/database.ts';
import { createWindow, type Window, type WindowFigures } from './window.ts';

/** What the program did lately, as figures by the name of the metric. */
export interface Activity {
  /** A photo went through the networks. */
  analyzed(tookMs: number): void;
  read(): Record<string, number | null>;
  /** Hears the attempts to hand something over as they are read from the outbox; returns what stops it. */
  onAttempts(hear: (attempts: readonly Attempt[]) => void): () => void;
  stop(): void;
}

export interface Attempt {
  deliverySequence: number;
  channelId: string;
  number: number;
  tookMs: number;
  delivered: boolean;
  reason: string | null;
}

export interface ActivityParts {
  database: Database;
  counts(): { waiting: number; held: number; failed: number };
  events: Pick<EventBus, 'listen'>;
  /** Milliseconds of a clock that only goes forward. */
  monotonic(): number;
}

/** Under a flood the oldest of the attempts since the last look are passed over. */
const mostAttempts = 5_000;
const mostRenders = 1_000;

/** Listens to what is announced, and reads what the courier wrote down: nothing that works waits for it. */
export function createActivity({ database, counts, events, monotonic }: ActivityParts): Activity {
  const { statement, read } = database;
  const all = createWindow(monotonic);
  const channels = new Map<string, Window>();
  const photos = createWindow(monotonic);
  const networks = createWindow(monotonic);
  const renders = createWindow(monotonic);
  const known = new Set<string>();
  const listeners = new Set<(attempts: readonly Attempt[]) => void>();
  let last = read(newestAttempt);

  function newestAttempt(): number {
    return Number(statement('SELECT max(sequence) AS last FROM attempts').get()?.last ?? 0);
  }

  function readAttempts(): void {
    const newest = newestAttempt();
    // All attempts were removed, and numbers begin anew.
    last = newest < last ? 0 : Math.max(last, newest - mostAttempts);
    const rows = statement(selectAttempts).all(last);
    last = newest;
    const attempts = rows.map(attemptOf);
    for (const { channelId, tookMs, delivered } of attempts) {
      const of = channels.get(channelId) ?? createWindow(monotonic);
      channels.set(channelId, of);
      for (const window of [all, of]) window.add(tookMs, delivered);
    }
    if (attempts.length > 0) for (const hear of listeners) hear(attempts);
  }

  function channelFigures(): Record<string, number | null> {
    const found: Record<string, number | null> = {};
    for (const [id, window] of channels) {
      const figures = window.figures();
      if (figures.perMinute === 0) channels.delete(id);
      else for (const measure of measures) found[`channel.${id}.${measure}`] = figures[measure];
    }
    return found;
  }

  const stops = [
    events.listen('analysis.completed', () => photos.add(null, true)),
    events.listen('analysis.failed', ({ error }) => {
      if (error.code !== 'cancelled') photos.add(null, false);
    }),
    events.listen('render.changed', (changed) => {
      for (const { id, result } of changed.renders) {
        if (result === null || known.has(id)) continue;
        known.add(id);
        if (known.size > mostRenders) known.delete(known.values().next().value ?? '');
        renders.add(result.tookMs, result.reused);
      }
    }),
  ];

  return {
    analyzed: (tookMs) => networks.add(tookMs, true),
    read: () =>
      read(() => {
        readAttempts();
        const [attempts, photo, network] = [all.figures(), photos.figures(), networks.figures()];
        const { waiting, held, failed } = counts();
        return {
          'queue.waiting': waiting,
          'queue.held': held,
          'queue.failed': failed,
          'attempts.perMinute': attempts.perMinute,
          'attempts.success': attempts.success,
          'attempts.p50': attempts.p50,
          'attempts.p95': attempts.p95,
          'attempts.p99': attempts.p99,
          'inference.p50': network.p50,
          'inference.p95': network.p95,
          'photos.perMinute': photo.perMinute,
          'photos.failed': photo.success === null ? null : 100 - photo.success,
          'cache.photos': cached(photo, network),
          'cache.renders': renders.figures().success,
          'alerts.open': Number(statement(countOpen).get()?.count ?? 0),
          ...channelFigures(),
        };
      }),
    onAttempts(hear) {
      listeners.add(hear);
      return () => listeners.delete(hear);
    },
    stop() {
      for (const stop of stops) stop();
    },
  };
}

const measures = Object.keys(channelMeasures) as ChannelMeasure[];

/** Photos that were answered without the networks. One may be through those and not announced yet. */
function cached(photo: WindowFigures, network: WindowFigures): number | null {
  const completed = (photo.perMinute * (photo.success ?? 0)) / 100;
  if (completed === 0) return null;
  return 100 * Math.max(0, 1 - network.perMinute / completed);
}

function attemptOf(row: Record<string, unknown>): Attempt {
  return {
    deliverySequence: Number(row.delivery_sequence),
    channelId: String(row.channel_id),
    number: Number(row.number),
    tookMs: Number(row.took_ms),
    delivered: row.delivered === 1,
    reason: row.reason === null ? null : String(row.reason),
  };
}

const selectAttempts = `
  SELECT delivery_sequence, channel_id, number, took_ms, delivered, reason
  FROM attempts WHERE sequence > ? ORDER BY sequence`;
const countOpen = 'SELECT count(*) AS count FROM alerts WHERE ended_at IS NULL';
