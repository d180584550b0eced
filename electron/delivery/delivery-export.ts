import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Options, stringify } from 'csv-stringify/sync';
import type { Delivery, DeliveryFilter } from '../../shared/delivery.ts';
import type { DeliveryList } from './delivery-list.ts';

/** Deliveries read between two turns of the event loop. */
const readPerTurn = 200;

/** Header and field of every column. */
const columns: [header: string, field: keyof Delivery][] = [
  ['delivery_id', 'id'],
  ['event_id', 'eventId'],
  ['event_type', 'eventType'],
  ['severity', 'severity'],
  ['title', 'title'],
  ['channel', 'channelId'],
  ['state', 'state'],
  ['attempts', 'attempts'],
  ['created_at', 'createdAt'],
  ['due_at', 'dueAt'],
  ['ended_at', 'endedAt'],
  ['reason', 'reason'],
  ['explanation', 'explanation'],
  ['batch_id', 'batchId'],
  ['test', 'test'],
];

/** As in the export of analyses: Excel needs the mark, and must not run text as a formula. */
const csv: Options = {
  cast: { boolean: String },
  escape_formulas: true,
  quoted_match: /[\r\n]/,
  record_delimiter: 'windows',
};

/**
 * Deliveries of a filter, newest first, as a file: JSON has each with its event and its attempts, CSV one row for
 * each. Memory holds a page of them, whatever their number.
 */
export function exportDeliveries(
  list: Pick<DeliveryList, 'list' | 'get'>,
  filter: DeliveryFilter,
  format: 'json' | 'csv',
): AsyncIterable<Uint8Array> {
  return encoded(format === 'csv' ? csvOf(pages(list, filter)) : jsonOf(list, pages(list, filter)));
}

async function* pages(list: Pick<DeliveryList, 'list'>, filter: DeliveryFilter): AsyncGenerator<Delivery[]> {
  let cursor: string | null | undefined;
  while (cursor !== null) {
    const page = await list.list(filter, { limit: readPerTurn, cursor });
    yield page.items;
    cursor = page.nextCursor;
    await nextTurn();
  }
}

async function* csvOf(all: AsyncIterable<Delivery[]>): AsyncGenerator<string> {
  yield stringify([columns.map(([header]) => header)], { ...csv, bom: true });
  for await (const deliveries of all) {
    yield stringify(
      deliveries.map((delivery) => columns.map(([, field]) => delivery[field])),
      csv,
    );
  }
}

async function* jsonOf(
  list: Pick<DeliveryList, 'get'>,
  all: AsyncIterable<Delivery[]>,
): AsyncGenerator<string> {
  let separator = '[\n';
  for await (const deliveries of all) {
    for (const { id } of deliveries) {
      yield separator + JSON.stringify(list.get(id));
      separator = ',\n';
    }
  }
  yield separator === '[\n' ? '[]\n' : '\n]\n';
}

async function* encoded(texts: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  for await (const text of texts) yield Buffer.from(text);
}
