import { afterEach, beforeEach, expect, test } from 'vitest';
import { alert, delivered, failed, openTestOutbox, request } from '../delivery/test-outbox.ts';
import { createEventBus, type EventBus } from '../events.ts';
import { type Activity, type Attempt, createActivity } from './activity.ts';
import { createPrometheus } from './prometheus.ts';
import { createRelatedIds } from './related-ids.ts';

let box: ReturnType<typeof openTestOutbox>;
let events: EventBus;
let activity: Activity;
let attempts: Attempt[];

beforeEach(() => {
  box = openTestOutbox();
  events = createEventBus({ error() {} });
  const { database, list, clock } = box;
  activity = createActivity({ database, counts: list.counts, events, monotonic: clock.monotonic });
  attempts = [];
  activity.onAttempts((some) => attempts.push(...some));
});
afterEach(() => {
  activity.stop();
  box.database.close();
});

/** Deliveries to a channel, of which so many fail at their first attempt. */
async function send(channelId: string, count: number, failing: number): Promise<void> {
  const { outbox, clock } = box;
  const recipients = [{ channelId, windowMs: 0 }];
  await Promise.all(
    Array.from({ length: count }, (_, index) => outbox.publish(alert(`${index}`), recipients)),
  );
  const claims = await outbox.claim([request(channelId, { atMost: count })]);
  await outbox.settle(
    claims.map((claim, index) => (index < failing ? failed(claim, clock.now() + 60_000) : delivered(claim))),
  );
}

const completed = () => ({ summary: { id: 'a', photo: { id: 'p' }, mugCount: 1 }, batchId: null }) as never;
const failure = (code: string) =>
  ({ photo: null, name: 'x', error: { code, message: '' }, batchId: null }) as never;

test('attempts count, whichever process made them, for all and for each channel, until a minute has passed', async () => {
  expect(activity.read()).toMatchObject({
    'attempts.perMinute': 0,
    'attempts.success': null,
    'attempts.p95': null,
  });
  await send('mail', 8, 2);
  await send('chat', 2, 0);
  const now = activity.read();
  expect(now).toMatchObject({
    'attempts.perMinute': 10,
    'attempts.success': 80,
    'channel.mail.perMinute': 8,
    'channel.mail.success': 75,
    'channel.chat.success': 100,
    'queue.waiting': 2,
  });
  expect(now['channel.mail.p95']).toBeGreaterThanOrEqual(0);
  expect(attempts).toHaveLength(10);
  await box.clock.advance(61_000);
  const later = activity.read();
  expect(later['attempts.perMinute']).toBe(0);
  expect(Object.keys(later).some((name) => name.startsWith('channel.'))).toBe(false);
  expect(attempts).toHaveLength(10);
});

test('attempts from before the program started are not counted again', async () => {
  await send('mail', 3, 0);
  const { database, list, clock } = box;
  const other = createActivity({ database, counts: list.counts, events, monotonic: clock.monotonic });
  expect(other.read()['attempts.perMinute']).toBe(0);
  other.stop();
});

test('photos count by how they ended, and those that needed no network are answered from the store', () => {
  for (const tookMs of [100, 200, 300]) {
    activity.analyzed(tookMs);
    events.emit('analysis.completed', completed());
  }
  events.emit('analysis.completed', completed());
  events.emit('analysis.failed', failure('photo.damaged'));
  events.emit('analysis.failed', failure('cancelled'));
  expect(activity.read()).toMatchObject({
    'photos.perMinute': 5,
    'photos.failed': 20,
    'cache.photos': 25,
    'inference.p50': 200,
    'inference.p95': 300,
    'cache.renders': null,
  });
});

test('a picture counts once, however often it is told', () => {
  const render = (id: string, reused: boolean) => ({ id, result: { tookMs: 5, reused } });
  const renders = [render('a', true), render('b', false), { id: 'c', result: null }] as never;
  for (let times = 0; times < 3; times += 1) events.emit('render.changed', { renders, more: false });
  expect(activity.read()['cache.renders']).toBe(50);
});

test('the same is collected by others as text: base units, shares, counters', async () => {
  const values = { cpu: 50, 'eventLoop.p99': 20, 'gpu.1.memory': 25, 'queue.held': 4, disk: null };
  const prometheus = createPrometheus({ version: '1.2.3', newest: () => values, activity, events });
  await send('mail', 4, 1);
  events.emit('analysis.completed', completed());
  events.emit('analysis.failed', failure('photo.damaged'));
  prometheus.analyzed(300);
  const lines = (await prometheus.text()).split('\n');
  expect(lines).toEqual(
    expect.arrayContaining([
      'h200_build_info{version="1.2.3"} 1',
      'h200_cpu_usage_ratio 0.5',
      'h200_event_loop_delay_seconds{quantile="0.99"} 0.02',
      'h200_gpu_memory_usage_ratio{gpu="1"} 0.25',
      'h200_deliveries{state="held"} 4',
      'h200_attempts_total{channel="mail",outcome="delivered"} 3',
      'h200_attempts_total{channel="mail",outcome="failed"} 1',
      'h200_attempt_duration_seconds_count{channel="mail"} 4',
      'h200_photos_total{outcome="analysed"} 1',
      'h200_photos_total{outcome="failed"} 1',
      'h200_analysis_duration_seconds_bucket{le="0.5"} 1',
      'h200_analysis_duration_seconds_sum 0.3',
    ]),
  );
  // What cannot be measured is left out, not told as nothing.
  expect(lines.filter((line) => line.startsWith('h200_disk_usage_ratio'))).toEqual([]);
  expect(lines.every((line) => line === '' || /^(# (HELP|TYPE) )?h200_/.test(line))).toBe(true);
  prometheus.stop();
});

test('from any id on the way of a photo the others are found, without a scan', async () => {
  const seen = new Set<string>();
  const { database, outbox } = box;
  const analysisId = '0b5e6c1e-1111-4222-8333-444455556666';
  await database.write(() => {
    database.statement("INSERT INTO photos VALUES ('photo', 'a.jpg', 'jpeg', 1, 0)").run();
    database
      .statement(
        `INSERT INTO analyses (id, photo_id, created_at, name, search_name, mug_count, review_count, fingerprint,
          model_sha256, photo_format, photo_bytes, width, height)
         VALUES (?, 'photo', 0, 'a', 'a', 0, 0, '', '', 'jpeg', 1, 1, 1)`,
      )
      .run(analysisId);
  });
  const eventId = `evt_${analysisId}_mugs`;
  await outbox.publish({ ...alert('of a photo'), id: eventId }, [{ channelId: 'mail', windowMs: 0 }]);
  await outbox.publish(alert('of nothing'), [{ channelId: 'mail', windowMs: 0 }]);
  const [delivery] = database.statement('SELECT deliveries.id FROM deliveries ORDER BY sequence').all();
  const chain = ['photo', analysisId, eventId, String(delivery?.id)].sort();
  const related = createRelatedIds({
    ...database,
    statement(sql) {
      seen.add(sql);
      return database.statement(sql);
    },
  });
  for (const id of chain) expect(related(id).sort(), id).toEqual(chain);
  expect(related('nobody')).toEqual(['nobody']);
  for (const sql of seen) {
    const count = (sql.match(/\?/g) ?? []).length;
    const plan = database.statement(`EXPLAIN QUERY PLAN ${sql}`).all(...Array<string>(count).fill('1'));
    expect(
      plan.filter(({ detail }) => String(detail).startsWith('SCAN')),
      sql,
    ).toEqual([]);
  }
});
