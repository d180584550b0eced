import type { Marker } from '../../shared/metrics.ts';
import type { Database } from '../store/database.ts';

/** What happened that explains a chart: the program began and ended, crashed, was updated; alerts were silenced. */
export interface Markers {
  /** The program begins to run and measure. `lastSeen`: when one before it measured for the last time. */
  began(version: string, lastSeen: number | null): Promise<void>;
  ended(version: string, label: string): Promise<void>;
  crashed(version: string, label: string): Promise<void>;
  /** Oldest first, 500 at most. */
  between(from: number, to: number): Marker[];
}

const keptMs = 90 * 86_400_000;
const most = 500;

export function createMarkers({ statement, read, write }: Database, now: () => number): Markers {
  function add(at: number, kind: Marker['kind'], label: string, version: string): void {
    statement('INSERT INTO metric_markers (at, kind, label, version) VALUES (?, ?, ?, ?)').run(
      at,
      kind,
      label,
      version,
    );
  }

  return {
    began: (version, lastSeen) =>
      write(() => {
        const before = statement(selectLastRun).get();
        if (before?.kind === 'start' || before?.kind === 'deploy') {
          add(
            Math.max(Number(before.at), lastSeen ?? 0),
            'crash',
            'The program ended without a word',
            String(before.version),
          );
        }
        const isNew = before !== undefined && before.version !== version;
        const label = isNew ? `Version ${version} started` : 'The program started';
        add(now(), isNew ? 'deploy' : 'start', label, version);
        statement('DELETE FROM metric_markers WHERE at < ?').run(now() - keptMs);
      }),
    ended: (version, label) => write(() => add(now(), 'stop', label, version)),
    crashed: (version, label) =>
      write(() => {
        // A child that dies over and over is one mark a minute.
        if (statement(selectCrashes).get(now() - 60_000) === undefined) add(now(), 'crash', label, version);
      }),
    between: (from, to) =>
      read(() => {
        const marks = statement(selectMarks).all(from, to, most).reverse();
        const silences = statement(selectSilences).all(from, to, most);
        return [
          ...marks.map((row) => markerOf(row, null)),
          ...silences.map((row) => markerOf({ ...row, kind: 'silence' }, Number(row.until))),
        ]
          .sort((a, b) => a.at.localeCompare(b.at))
          .slice(-most);
      }),
  };
}

function markerOf(row: Record<string, unknown>, until: number | null): Marker {
  return {
    at: new Date(Number(row.at)).toISOString(),
    until: until === null ? null : new Date(until).toISOString(),
    kind: row.kind as Marker['kind'],
    label: String(row.label),
  };
}

/** The program's own beginnings and ends; children die in between. */
const selectLastRun = `
  SELECT at, kind, version FROM metric_markers WHERE kind IN ('start', 'deploy', 'stop')
  ORDER BY sequence DESC LIMIT 1`;
const selectCrashes = "SELECT 1 FROM metric_markers WHERE at > ? AND kind = 'crash' LIMIT 1";
const selectMarks = `
  SELECT at, kind, label FROM metric_markers WHERE at >= ? AND at < ? ORDER BY at DESC, sequence DESC LIMIT ?`;
const selectSilences = `
  SELECT starts_at AS at, ends_at AS until, comment AS label FROM silences
  WHERE ends_at >= ? AND starts_at < ? LIMIT ?`;
