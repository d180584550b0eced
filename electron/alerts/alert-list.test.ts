import { afterEach, expect, test } from 'vitest';
import { exportAlerts } from './alert-export.ts';
import type { AlertList } from './alert-list.ts';
import { openTestAlerts, type TestAlertOptions } from './test-alerts.ts';

const minute = 60_000;
const dayMs = 86_400_000;

const opened: Awaited<ReturnType<typeof openTestAlerts>>[] = [];
async function open(options: TestAlertOptions = {}) {
  const box = await openTestAlerts(options);
  opened.push(box);
  return box;
}
afterEach(async () => {
  for (const box of opened.splice(0)) {
    expect(box.errors).toEqual([]);
    await box.close();
  }
});

type Box = Awaited<ReturnType<typeof open>>;
type Filter = Parameters<Box['call']['alerts.list']>[0];
const list = async (box: Box, filter: Partial<Filter> = {}) =>
  box.call['alerts.list']({ limit: 100, ...filter });
const titles = async (box: Box, filter: Partial<Filter> = {}) =>
  (await list(box, filter)).items.map(({ title }) => title);

test('every field of the filter must hold; counts are of all states', async () => {
  const box = await open();
  await box.raise('Disk', { title: 'Disk a', severity: 'warning', labels: { disk: 'a' } });
  await box.advance(minute);
  await box.raise('Disk', { title: 'Disk b', severity: 'critical', labels: { disk: 'b' } });
  const { id } = await box.raise('Fan', { title: 'Größe', severity: 'error' });
  await box.call['alerts.acknowledge']({ ids: [id], who: 'Ann', note: '' });
  await box.resolve('Disk', { disk: 'a' });

  expect(await titles(box)).toEqual(['Größe', 'Disk b', 'Disk a']);
  expect(await titles(box, { states: ['firing', 'acknowledged'] })).toEqual(['Größe', 'Disk b']);
  expect(await titles(box, { minSeverity: 'error' })).toEqual(['Größe', 'Disk b']);
  expect(await titles(box, { text: 'GRÖ' })).toEqual(['Größe']);
  expect(await titles(box, { labels: { disk: 'b' } })).toEqual(['Disk b']);
  expect(await titles(box, { labels: { disk: '' } })).toEqual(['Größe']);
  expect(await titles(box, { from: new Date(box.clock.now()).toISOString() })).toEqual(['Größe', 'Disk b']);
  expect(await list(box, { states: ['expired'] })).toMatchObject({
    items: [],
    counts: { firing: 1, acknowledged: 1, resolved: 1, expired: 0 },
    open: { firing: 1, acknowledged: 1, worst: 'critical' },
  });
});

test('pages follow each other without a gap, whatever is raised meanwhile', async () => {
  const box = await open();
  for (let index = 0; index < 7; index += 1)
    await box.raise('Disk', { title: `${index}`, labels: { n: `${index}` } });
  await box.resolve('Disk', { n: '3' });
  const first = await list(box, { limit: 3 });
  await box.raise('Disk', { title: 'new', labels: { n: 'new' } });
  const second = await list(box, { limit: 3, cursor: first.nextCursor ?? '' });
  const third = await list(box, { limit: 3, cursor: second.nextCursor ?? '' });
  expect([...first.items, ...second.items, ...third.items].map(({ title }) => title)).toEqual([
    '6',
    '5',
    '4',
    '3',
    '2',
    '1',
    '0',
  ]);
  expect(third.nextCursor).toBeNull();
});

test('the time line tells the whole life, with what became of its messages', async () => {
  const box = await open({
    channels: [
      { id: 'mail', kind: 'email', name: 'Ops' },
      { id: 'pager', kind: 'x' },
    ],
  });
  const { id } = await box.raise('Disk');
  await box.advance(minute);
  const [claim] = await box.outbox.claim([
    { channelId: 'mail', epoch: 1, atMost: 1, upTo: 1, ordered: false },
  ]);
  const at = Date.parse('2026-11-01T00:01:00.000Z');
  const attempt = { at, tookMs: 5, delivered: true, status: 250, reason: null };
  if (claim !== undefined) {
    await box.outbox.settle([
      { claim, epoch: 1, attempt: { ...attempt, detail: '', receipt: '' }, failed: null },
    ]);
  }
  await box.raise('Disk');
  await box.call['alerts.note']({ id, who: 'Ann', note: 'Looks full.' });
  await box.advance(minute);
  await box.call['alerts.resolve']({ ids: [id], who: 'Ann', note: 'Swept.' });
  const { timeline, deliveries, groups } = await box.call['alerts.get']({ id });
  expect(timeline.map(({ kind, who, text, channelIds }) => [kind, who, text, channelIds.join()])).toEqual([
    ['fired', null, 'Raised as error.', ''],
    ['routed', null, '"Errors": Ops. Not named there: pager.', 'mail'],
    ['sent', null, 'Told.', 'mail'],
    ['repeated', null, 'Raised 2 times; this was the last.', ''],
    ['note', 'Ann', 'Looks full.', ''],
    ['delivered', null, '', 'mail'],
    ['resolved', 'Ann', 'Swept.', ''],
  ]);
  expect(deliveries).toMatchObject([{ channelId: 'mail', state: 'delivered' }]);
  expect(groups).toMatchObject([
    { routeId: 'error', labels: { alertname: 'Disk', source: 'test' }, open: 0 },
  ]);
});

test('an export has how long people took; CSV runs no formula', async () => {
  const box = await open();
  const { id } = await box.raise('Disk', { title: '=1+1' });
  await box.advance(90_000);
  await box.call['alerts.acknowledge']({ ids: [id], who: 'Ann', note: 'Mine' });
  await box.advance(30_000);
  await box.call['alerts.resolve']({ ids: [id], who: 'Ann', note: '' });
  const read = async (format: 'json' | 'csv') => {
    let text = '';
    for await (const part of exportAlerts(
      { list: (filter, page) => listOf(box, filter, page) },
      {},
      format,
    )) {
      text += new TextDecoder().decode(part);
    }
    return text;
  };
  expect(JSON.parse(await read('json'))).toMatchObject([
    { id, secondsToAcknowledge: 90, secondsToResolve: 120 },
  ]);
  const [headings, row] = (await read('csv')).split('\r\n');
  expect(headings).toContain('seconds_to_acknowledge,seconds_to_resolve');
  expect(row).toContain("'=1+1");
  expect(row).toMatch(/,90,120$/);
});

function listOf(box: Box, filter: object, page: { limit: number; cursor?: string | undefined }) {
  return box.call['alerts.list']({ ...filter, ...page }) as ReturnType<AlertList['list']>;
}

test('screens hear at once, and under flood at most every 100 ms', async () => {
  const box = await open();
  const heard: number[] = [];
  box.events.listen('alert.changed', ({ alerts }) => heard.push(alerts.length));
  await box.raise('Disk');
  expect(heard).toEqual([1]);
  await Promise.all(Array.from({ length: 500 }, (_, n) => box.raise('Disk', { labels: { n: `${n}` } })));
  expect(heard).toEqual([1]);
  await box.clock.advance(100);
  expect(heard).toEqual([1, 100]);
});

test('what ended longer ago than the settings keep goes, with everything about it', async () => {
  const box = await open({ settings: { keepAlertsDays: 10 } });
  const { id } = await box.raise('Old');
  await box.raise('Open');
  await box.advance(minute);
  await box.call['alerts.resolve']({ ids: [id], who: 'Ann', note: '' });
  await box.advance(10 * minute);
  const count = (table: string) => Number(box.query(`SELECT count(*) AS count FROM ${table}`)[0]?.count);
  await box.system.removeOld(new AbortController().signal);
  expect(count('alerts')).toBe(2);
  box.clock.jump(11 * dayMs);
  await box.system.removeOld(new AbortController().signal);
  expect(await titles(box)).toEqual(['Open']);
  expect([count('alert_groups'), count('alert_members')]).toEqual([1, 1]);
  expect(count('alert_messages')).toBe(0);
});

test('no statement on the way of an alert reads the whole history or sorts it', async () => {
  const seen = new Set<string>();
  const box = await open({ watch: (sql) => seen.add(sql) });
  const policy = {
    id: 'p',
    name: 'P',
    severities: ['error' as const],
    steps: [{ afterMinutes: 1, to: { all: true, kinds: [], channelIds: [] }, raiseTo: 'critical' as const }],
    repeat: { afterMinutes: 60, times: 0 },
    remindAfterMinutes: 5,
    unacknowledgeAfterMinutes: 60,
  };
  await box.call['escalations.save'](policy);
  const { id } = await box.raise('Disk');
  await box.raise('Disk');
  await box.raise('InferenceDown', { severity: 'critical' });
  await box.advance(3 * minute);
  await box.call['alerts.acknowledge']({ ids: [id], who: 'Ann', note: '' });
  await box.advance(70 * minute);
  const endsAt = new Date(box.clock.now() + minute).toISOString();
  await box.call['silences.save']({
    matchers: [{ name: 'a', op: '=', value: '' }],
    endsAt,
    comment: '',
    who: 'Ann',
  });
  await box.advance(10 * minute);
  await list(box, { labels: { disk: 'a' }, text: 'x', minSeverity: 'error' });
  await box.call['alerts.get']({ id });
  await box.call['silences.list']({});
  await box.resolve('Disk');
  await box.system.removeOld(new AbortController().signal);
  await box.restart(minute);
  const ours = [...seen].filter((sql) => /alert|silence|escalation/.test(sql));
  expect(ours.length).toBeGreaterThan(40);
  // Small tables, open alerts (a partial index), and walks that a LIMIT ends.
  const isFine = (line: string) =>
    /^SCAN (alerting|escalation_policies|alert_changes|ids|json_each|CONSTANT|t|alert_messages|\()/.test(
      line,
    ) ||
    /USING (COVERING )?INDEX alerts_(open|open_by_name|due|unrouted)/.test(line) ||
    /INDEX alert_groups_(due|idle)/.test(line);
  const slow = ours.flatMap((sql) =>
    box
      .query(`EXPLAIN QUERY PLAN ${sql}`)
      .map(({ detail }) => String(detail))
      .filter((line) => (line.startsWith('SCAN') || line.includes('TEMP B-TREE FOR ORDER')) && !isFine(line))
      .map((line) => ({ sql, line })),
  );
  expect(slow).toEqual([]);
});
