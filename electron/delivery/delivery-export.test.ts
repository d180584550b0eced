import { afterEach, beforeEach, expect, test } from 'vitest';
import { exportDeliveries } from './delivery-export.ts';
import { alert, failed, openTestOutbox, request } from './test-outbox.ts';

let box: ReturnType<typeof openTestOutbox>;

beforeEach(() => {
  box = openTestOutbox();
});
afterEach(() => box.database.close());

async function exported(format: 'json' | 'csv', filter = {}): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of exportDeliveries(box.list, filter, format)) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

const publish = (title: string) => box.outbox.publish(alert(title), [{ channelId: 'mail', windowMs: 0 }]);

test('JSON has every delivery with its event and its attempts, over all pages', async () => {
  await Promise.all(Array.from({ length: 450 }, (_, index) => publish(`${index}`)));
  const [claim] = await box.outbox.claim([request('mail', { atMost: 1 })]);
  if (claim !== undefined) await box.outbox.settle([failed(claim, null)]);
  const all = JSON.parse(await exported('json'));
  expect(all).toHaveLength(450);
  expect(all.at(-1)).toEqual(box.list.get(claim?.id ?? ''));
  expect(JSON.parse(await exported('json', { states: ['failed'] }))).toHaveLength(1);
  expect(JSON.parse(await exported('json', { states: ['delivered'] }))).toEqual([]);
});

test('CSV has one header, a row for each, and no text that a spreadsheet would run', async () => {
  for (const title of ['=1+1', 'with "quotes", and a comma']) await publish(title);
  const text = await exported('csv');
  expect(text.startsWith('\uFEFFdelivery_id,event_id,')).toBe(true);
  const rows = text.trimEnd().split('\r\n');
  expect(rows).toHaveLength(3);
  expect(rows[1]).toContain('"with ""quotes"", and a comma"');
  expect(rows[2]).toContain("'=1+1");
  expect(rows[2]).toMatch(/,false$/);
});
