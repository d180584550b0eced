import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Options, stringify } from 'csv-stringify/sync';
import type { Alert } from '../../shared/alert.ts';
import type { AlertList } from './alert-list.ts';
import type { LooseAlertFilter } from './alert-query.ts';

/** Alerts read between two turns of the event loop. */
const readPerTurn = 200;

/** As in the export of deliveries: Excel needs the mark, and must not run text as a formula. */
const csv: Options = { escape_formulas: true, quoted_match: /[\r\n]/, record_delimiter: 'windows' };

type Cell = string | number | null;
const columns: [header: string, cell: (alert: Timed) => Cell][] = [
  ['alert_id', ({ id }) => id],
  ['state', ({ state }) => state],
  ['severity', ({ severity }) => severity],
  ['title', ({ title }) => title],
  ['message', ({ message }) => message],
  ['labels', ({ labels }) => JSON.stringify(labels)],
  ['count', ({ count }) => count],
  ['raised_at', ({ raisedAt }) => raisedAt],
  ['last_seen_at', ({ lastSeenAt }) => lastSeenAt],
  ['acknowledged_at', ({ acknowledged }) => acknowledged?.at ?? null],
  ['acknowledged_by', ({ acknowledged }) => acknowledged?.who ?? null],
  ['acknowledged_note', ({ acknowledged }) => acknowledged?.note ?? null],
  ['ended_at', ({ ended }) => ended?.at ?? null],
  ['ended_by', ({ ended }) => ended?.who ?? null],
  ['ended_note', ({ ended }) => ended?.note ?? null],
  ['seconds_to_acknowledge', ({ secondsToAcknowledge }) => secondsToAcknowledge],
  ['seconds_to_resolve', ({ secondsToResolve }) => secondsToResolve],
];

/** An alert with how long it took people. */
type Timed = Alert & { secondsToAcknowledge: number | null; secondsToResolve: number | null };

/** Alerts of a filter, newest first, as a file. Memory holds a page of them, whatever their number. */
export async function* exportAlerts(
  list: Pick<AlertList, 'list'>,
  filter: LooseAlertFilter,
  format: 'json' | 'csv',
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  yield encoder.encode(
    format === 'csv' ? stringify([columns.map(([header]) => header)], { ...csv, bom: true }) : '[',
  );
  let isFirst = true;
  let cursor: string | null | undefined;
  while (cursor !== null) {
    const page = list.list(filter, { limit: readPerTurn, cursor });
    const alerts = page.items.map(timed);
    cursor = page.nextCursor;
    if (format === 'csv') {
      yield encoder.encode(
        stringify(
          alerts.map((alert) => columns.map(([, cell]) => cell(alert))),
          csv,
        ),
      );
    } else {
      for (const alert of alerts) {
        yield encoder.encode(`${isFirst ? '' : ','}\n${JSON.stringify(alert)}`);
        isFirst = false;
      }
    }
    await nextTurn();
  }
  if (format === 'json') yield encoder.encode('\n]\n');
}

function timed(alert: Alert): Timed {
  const since = (at: string | undefined) =>
    at === undefined ? null : (Date.parse(at) - Date.parse(alert.raisedAt)) / 1_000;
  return {
    ...alert,
    secondsToAcknowledge: since(alert.acknowledged?.at),
    secondsToResolve: alert.state === 'resolved' ? since(alert.ended?.at) : null,
  };
}
