import { beforeEach, expect, test } from 'vitest';
import type { Labels, NewAlert } from '../../shared/alert.ts';
import type { EventPayload } from '../../shared/contract.ts';
import { eventDataSchemas } from '../../shared/event.ts';
import type { Verdict } from '../../shared/rendering/values.ts';
import { openTestAlerts } from '../alerts/test-alerts.ts';
import { createEventBus, type EventBus } from '../events.ts';
import { type Announcer, createAnnouncer } from './announcer.ts';
import type { NewEvent } from './publisher.ts';

let events: EventBus;
let told: NewEvent[];
let raised: NewAlert[];
let resolved: Labels[];
let errors: object[];
let model: { id: string; name: string; sha256: string };
let nowMs: number;
let tell: (event: NewEvent) => Promise<never>;
let sheet: (analysisIds: readonly string[]) => Promise<string | null>;
let announcer: Announcer;

beforeEach(() => {
  const note = (entry: object) => errors.push(entry);
  const log = { error: note, warn: note };
  events = createEventBus(log);
  told = [];
  raised = [];
  resolved = [];
  errors = [];
  model = { id: 'first', name: 'First', sha256: 'aa' };
  nowMs = 5_000;
  tell = async (event) => {
    eventDataSchemas[event.type].parse(event.data);
    told.push(event);
    return undefined as never;
  };
  sheet = async () => null;
  announcer = createAnnouncer({
    events,
    notifier: {
      tell: (event) => tell(event),
      async raise(alert) {
        raised.push(alert);
        return undefined as never;
      },
      async resolve(labels) {
        resolved.push(labels);
      },
    },
    model: () => model,
    verdict: (analysisId) => analysisId.split('-')[0] as Verdict,
    contactSheet: (ids) => sheet(ids),
    log,
    now: () => Date.parse('2026-11-28T12:00:00Z'),
    monotonic: () => nowMs,
  });
});

function progress(change: Partial<EventPayload<'batch.progressed'>>): void {
  const batch = { id: 'b1', state: 'running' as const, total: 3, done: 0, failed: 0 };
  events.emit('batch.progressed', { ...batch, photosPerSecond: null, secondsLeft: null, ...change });
}

const photo = { id: 'c'.repeat(64), name: 'cup.jpg', format: 'jpeg' as const, bytes: 9 };

function analyzed(id: string, mugCount = 1, batchId: string | null = 'b1'): void {
  const size = { width: 10, height: 10, reviewCount: 0, topScore: null, mugScores: null, judgement: null };
  events.emit('analysis.completed', {
    summary: { id, createdAt: '2026-11-01T00:00:00.000Z', photo, mugCount, ...size },
    batchId,
  });
}

function fails(code: EventPayload<'analysis.failed'>['error']['code'], message = 'It is cut off.'): void {
  events.emit('analysis.failed', { photo, name: 'cup.jpg', batchId: null, error: { code, message } });
}

function inference(state: EventPayload<'inference.changed'>['state'], reason: string | null = null): void {
  events.emit('inference.changed', { state, reason, provider: null, model: null, restarts: 1 });
}

test('a batch is told once, at its end, with how its photos did', async () => {
  progress({});
  nowMs += 1_500;
  analyzed('pass-1', 2);
  analyzed('review-2', 1);
  analyzed('fail-3', 0, null);
  progress({ done: 2, failed: 0 });
  nowMs += 1_000;
  progress({ state: 'finished', done: 2, failed: 1 });
  await announcer.stop();
  expect(told).toEqual([
    {
      id: 'evt_b1_batch',
      type: 'batch_completed',
      severity: 'warning',
      data: {
        batch_id: 'b1',
        total: 3,
        succeeded: 2,
        failed: 1,
        duration: 2.5,
        success_rate: 2 / 3,
        photos_per_second: 1.2,
        mugs_found: 3,
        verdicts: { pass: 1, review: 1, fail: 0 },
      },
    },
  ]);
});

test('a batch names its contact sheet, which shows the photos that were analysed', async () => {
  let shown: readonly string[] = [];
  sheet = async (ids) => {
    shown = ids;
    return 'rnd_1';
  };
  analyzed('pass-1');
  analyzed('pass-2');
  progress({ state: 'finished', done: 2, total: 2 });
  await announcer.stop();
  expect(shown).toEqual(['pass-1', 'pass-2']);
  expect(told).toMatchObject([{ data: { contact_sheet: 'rnd_1' } }]);
});

test('a batch whose sheet cannot be had is told without it', async () => {
  sheet = () => Promise.reject(new Error('The disk is full.'));
  analyzed('pass-1');
  progress({ state: 'finished', done: 2, total: 2 });
  await announcer.stop();
  expect(told).toHaveLength(1);
  expect(told[0]?.data).not.toHaveProperty('contact_sheet');
  expect(errors).toHaveLength(1);
});

test('a batch that was cancelled is no news to who cancelled it', async () => {
  progress({});
  progress({ state: 'cancelled', done: 1 });
  await announcer.stop();
  expect(told).toEqual([]);
});

test('a single photo is no batch', async () => {
  progress({ total: 1 });
  progress({ total: 1, state: 'finished', done: 1 });
  await announcer.stop();
  expect(told).toEqual([]);
});

test('another model in use is told with the one before; models that come and go are not', () => {
  events.emit('models.changed', { activeId: 'first' });
  model = { id: 'second', name: 'Second', sha256: 'bb' };
  events.emit('models.changed', { activeId: 'second' });
  events.emit('models.changed', { activeId: 'second' });
  const data = { model_id: 'second', model_name: 'Second', previous_model_id: 'first', sha256: 'bb' };
  expect(told).toEqual([{ type: 'model_updated', data }]);
});

test('an analysis that failed is an error for workflows, and an alert by its code for people', () => {
  fails('photo.damaged');
  fails('photo.damaged');
  fails('inference.unavailable', 'It is down.');
  expect(told.map(({ type, data }) => [type, data])).toEqual([
    ...[1, 2].map(() => [
      'error_occurred',
      {
        code: 'photo.damaged',
        message: 'It is cut off.',
        component: 'analysis',
        image_id: photo.id,
        image_name: 'cup.jpg',
      },
    ]),
    ['error_occurred', expect.objectContaining({ code: 'inference.unavailable' })],
  ]);
  expect(raised.map(({ labels, severity }) => [labels, severity])).toEqual([
    [{ alertname: 'AnalysisFailed', source: 'analysis', code: 'photo.damaged' }, 'warning'],
    [{ alertname: 'AnalysisFailed', source: 'analysis', code: 'photo.damaged' }, 'warning'],
    [{ alertname: 'AnalysisFailed', source: 'analysis', code: 'inference.unavailable' }, 'error'],
  ]);
});

test('an analysis that was cancelled is no failure', () => {
  fails('cancelled');
  expect([...told, ...raised]).toEqual([]);
});

test('the next photo that is analysed ends what failed; the first also what an earlier run left open', () => {
  analyzed('pass-1');
  expect(resolved).toContainEqual({ alertname: 'AnalysisFailed', source: 'analysis', code: 'photo.damaged' });
  resolved = [];
  analyzed('pass-2');
  expect(resolved).toEqual([]);
  fails('photo.empty');
  fails('photo.empty');
  analyzed('pass-3');
  expect(resolved).toEqual([{ alertname: 'AnalysisFailed', source: 'analysis', code: 'photo.empty' }]);
});

test('an inference that crashes at work is an alert for a while, one that is slow to start is not', () => {
  for (const state of ['starting', 'ready', 'restarting', 'restarting', 'ready', 'stopped'] as const) {
    inference(state, 'It crashed.');
  }
  inference('starting');
  inference('failed');
  expect(raised).toMatchObject([
    {
      labels: { alertname: 'InferenceCrashed' },
      severity: 'warning',
      title: 'The inference crashed',
      message: 'It crashed.',
      expiresAt: '2026-11-28T12:10:00.000Z',
    },
  ]);
});

test('stopping waits for what is being recorded, and hears nothing more', async () => {
  let finish = () => {};
  tell = () => new Promise<never>((resolve) => (finish = () => resolve(undefined as never)));
  model = { id: 'second', name: 'Second', sha256: 'bb' };
  events.emit('models.changed', { activeId: 'second' });
  let isStopped = false;
  const stopped = announcer.stop().then(() => (isStopped = true));
  await new Promise((resolve) => setImmediate(resolve));
  expect(isStopped).toBe(false);
  finish();
  await stopped;
  progress({ state: 'finished' });
  expect(told).toEqual([]);
});

test('what cannot be recorded is logged and hurts nobody', async () => {
  tell = () => Promise.reject(new Error('The disk is full.'));
  progress({ state: 'finished' });
  await announcer.stop();
  expect(errors).toHaveLength(1);
});

test('fifty photos that fail are one message to people, and fifty events to programs', async () => {
  const alerts = await openTestAlerts();
  const bus = createEventBus({ error: () => undefined });
  const real = createAnnouncer({
    events: bus,
    notifier: alerts.system.notifier,
    model: () => model,
    verdict: () => 'pass',
    contactSheet: (ids) => sheet(ids),
    log: { error: () => undefined, warn: () => undefined },
  });
  const error = { code: 'photo.damaged' as const, message: 'It is cut off.' };
  for (let index = 0; index < 50; index += 1) {
    bus.emit('analysis.failed', { photo, name: `${index}.jpg`, batchId: null, error });
  }
  await real.stop();
  await alerts.advance(60_000);
  expect(alerts.messages().map(({ title }) => title)).toEqual([
    'Photos could not be analysed (photo.damaged)',
  ]);
  const byChannel = alerts.query(`
    SELECT d.channel_id AS channel, count(*) AS count FROM deliveries AS d
    JOIN events AS e ON e.sequence = d.event_sequence WHERE e.type = 'error_occurred' GROUP BY 1 ORDER BY 1`);
  expect(byChannel.map((row) => ({ ...row }))).toEqual([
    { channel: 'n8n', count: 50 },
    { channel: 'webhook', count: 50 },
  ]);
  expect(alerts.query('SELECT count(*) AS count FROM events WHERE inbox = 1')[0]?.count).toBe(1);
  await alerts.close();
});
