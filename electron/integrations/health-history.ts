import type { Beat, Check, PartState } from '../../shared/health.ts';
import { worseOf } from '../../shared/health.ts';
import type { Database } from '../store/database.ts';

/** How a part did from some moment on. */
export interface Change {
  at: number;
  state: PartState | 'off';
  reason: string | null;
}

/** The run of the program before this one; `seenAt` is when it was last seen alive. */
export interface EarlierRun {
  version: string;
  startedAt: number;
  seenAt: number;
  /** It said that it ends. */
  endedWell: boolean;
  /** It is this very program, which did not lead for a while. */
  isOwn: boolean;
}

/** How every part did, kept as changes only: small, and any bars can be drawn of it. */
export interface HealthHistory {
  /** A run begins: whatever the one before left open ends when that was last seen. Null at the very first. */
  begin(version: string): Promise<EarlierRun | null>;
  /** Says that the program lives. */
  seen(): Promise<void>;
  /** The run ends: everything is off from here on. */
  end(): Promise<void>;
  record(changes: readonly (Change & { partId: string })[]): Promise<void>;
  keepCheck(partId: string, check: Check): Promise<void>;
  lastCheck(partId: string): Check | null;
  /** The last change of a part; null when nothing is known of it. */
  latest(partId: string): Change | null;
  /** Bars of equal width, oldest first. */
  beats(partId: string, stretch: { from: number; to: number; slots: number }): Beat[];
}

const keptMs = 90 * 86_400_000;
/** Of all parts together: a part that flaps for weeks must not fill the disk. */
const mostChanges = 50_000;

export function createHealthHistory(parts: { database: Database; now: () => number }): HealthHistory {
  const { database, now } = parts;
  const { statement, read, write } = database;
  let begunAt: number | null = null;

  function add({ partId, at, state, reason }: Change & { partId: string }): void {
    statement('INSERT INTO health_changes (part_id, at, state, reason) VALUES (?, ?, ?, ?)').run(
      partId,
      at,
      state,
      reason,
    );
  }

  function allOff(at: number): void {
    const open = statement(selectOpen).all();
    for (const row of open) {
      add({ partId: String(row.part_id), at: Math.max(at, Number(row.at)), state: 'off', reason: null });
    }
  }

  const readRun = () => statement('SELECT * FROM program_run').get();

  return {
    begin: (version) =>
      write(() => {
        const row = readRun();
        const earlier =
          row === undefined
            ? null
            : {
                version: String(row.version),
                startedAt: Number(row.started_at),
                seenAt: Number(row.seen_at),
                endedWell: row.ended === 1,
                isOwn: row.started_at === begunAt,
              };
        if (earlier !== null) allOff(Math.min(earlier.seenAt, now()));
        begunAt = now();
        statement('INSERT OR REPLACE INTO program_run VALUES (1, ?, ?, ?, 0)').run(version, begunAt, begunAt);
        statement(`DELETE FROM health_changes WHERE at < ? AND sequence NOT IN (${selectLatest})`).run(
          now() - keptMs,
        );
        return earlier;
      }),
    seen: () =>
      write(() => {
        statement('UPDATE program_run SET seen_at = ?').run(now());
      }),
    end: () =>
      write(() => {
        statement('UPDATE program_run SET seen_at = ?, ended = 1').run(now());
        allOff(now());
      }),
    record: (changes) =>
      write(() => {
        for (const change of changes) add(change);
        statement(
          'DELETE FROM health_changes WHERE sequence <= (SELECT max(sequence) FROM health_changes) - ?',
        ).run(mostChanges);
      }),
    keepCheck: (partId, { at, ok, tookMs, detail }) =>
      write(() => {
        statement('INSERT OR REPLACE INTO health_checks VALUES (?, ?, ?, ?, ?)').run(
          partId,
          Date.parse(at),
          Number(ok),
          tookMs,
          detail,
        );
      }),
    lastCheck(partId) {
      const row = read(() => statement('SELECT * FROM health_checks WHERE part_id = ?').get(partId));
      if (row === undefined) return null;
      return {
        at: new Date(Number(row.at)).toISOString(),
        ok: row.ok === 1,
        tookMs: Number(row.took_ms),
        detail: String(row.detail),
      };
    },
    latest(partId) {
      const row = read(() => statement(selectUpTo).get(partId, Number.MAX_SAFE_INTEGER));
      return row === undefined ? null : changeOf(row);
    },
    beats(partId, { from, to, slots }) {
      const changes = read(() => [
        ...statement(selectUpTo).all(partId, from),
        ...statement(selectBetween).all(partId, from, to),
      ]).map(changeOf);
      return beatsOf(changes, { from, to: Math.min(to, Math.max(from, now())), slots, end: to });
    },
  };
}

const selectLatest = 'SELECT max(sequence) FROM health_changes GROUP BY part_id';
const selectOpen = `
  SELECT part_id, at FROM health_changes WHERE state <> 'off' AND sequence IN (${selectLatest})`;
const selectUpTo = `
  SELECT at, state, reason FROM health_changes WHERE part_id = ? AND at <= ?
  ORDER BY sequence DESC LIMIT 1`;
const selectBetween = `
  SELECT at, state, reason FROM health_changes WHERE part_id = ? AND at > ? AND at <= ? ORDER BY sequence`;

function changeOf(row: Record<string, unknown>): Change {
  return {
    at: Number(row.at),
    state: String(row.state) as Change['state'],
    reason: row.reason === null ? null : String(row.reason),
  };
}

/** Changes, oldest first, as bars: each shows the worst of its stretch. Nothing is known after `to`. */
export function beatsOf(
  changes: readonly Change[],
  { from, to, slots, end }: { from: number; to: number; slots: number; end: number },
): Beat[] {
  const width = (end - from) / slots;
  let current: Change = { at: from, state: 'off', reason: null };
  let next = 0;
  return Array.from({ length: slots }, (_, slot) => {
    const [start, until] = [from + slot * width, from + (slot + 1) * width];
    const before = (moment: number) => {
      const change = changes[next];
      if (change === undefined || change.at >= moment) return null;
      next += 1;
      return change;
    };
    // What changed at the very beginning holds for all of it. A bar that is still to come shows nothing.
    for (let change = before(Math.floor(start) + 1); change !== null; change = before(Math.floor(start) + 1))
      current = change;
    let worst: Change = start < to ? current : { at: start, state: 'off', reason: null };
    for (let change = before(until); change !== null; change = before(until)) {
      current = change;
      worst = worse(worst, change);
    }
    return {
      from: new Date(Math.round(start)).toISOString(),
      to: new Date(Math.round(until)).toISOString(),
      state: worst.state,
      text: worst.reason ?? wordsOf[worst.state],
    };
  });
}

function worse(a: Change, b: Change): Change {
  return worseOf(a.state, b.state) === a.state ? a : b;
}

const wordsOf: Readonly<Record<Change['state'], string>> = {
  off: 'Nothing is known: the program did not run.',
  healthy: 'Healthy.',
  disabled: 'It is switched off.',
  incomplete: 'Its settings lack something.',
  held: 'It waits.',
  degraded: 'It is not well.',
  down: 'It is down.',
};
