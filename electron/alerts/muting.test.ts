import { afterEach, expect, test } from 'vitest';
import { alertingOf, openTestAlerts, type TestAlertOptions } from './test-alerts.ts';

const minute = 60_000;
const hour = 60 * minute;

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
const titles = (box: Box) => box.messages().map(({ title }) => title);
const silence = (box: Box, name: string, forMs: number, startsInMs = 0) =>
  box.call['silences.save']({
    matchers: [{ name: 'alertname', op: '=', value: name }],
    ...(startsInMs > 0 && { startsAt: new Date(box.clock.now() + startsInMs).toISOString() }),
    endsAt: new Date(box.clock.now() + startsInMs + forMs).toISOString(),
    comment: 'Works',
    who: 'Ann',
  });
const stateOf = async (box: Box, id: string) => (await box.call['alerts.get']({ id })).alert;

test('a silenced alert is not told, says why and until when, and is told at the first look after it', async () => {
  const box = await open();
  await silence(box, 'Disk', hour);
  const { id, suppressed } = await box.raise('Disk');
  expect(suppressed).toMatchObject({ by: 'silence', why: 'Silenced by Ann: Works' });
  await box.advance(hour - minute);
  expect(titles(box)).toEqual([]);
  const { timeline } = await box.call['alerts.get']({ id });
  expect(timeline.filter(({ kind }) => kind === 'suppressed')).toHaveLength(1);
  await box.advance(6 * minute);
  expect(titles(box)).toEqual(['Disk']);
  expect((await stateOf(box, id)).suppressed).toBeNull();
});

test('of a silence that ended while the alert was told before, it is told again; its end too', async () => {
  const box = await open();
  await box.raise('Disk');
  await box.advance(minute);
  await silence(box, 'Disk', 30 * minute);
  await box.advance(40 * minute);
  expect(titles(box)).toEqual(['Disk', 'Disk']);
  await box.resolve('Disk');
  await box.advance(10 * minute);
  expect(titles(box)).toEqual(['Disk', 'Disk', 'Resolved: Disk']);
});

test('what ended during its silence is not mentioned, unless it was told before and the silence is over', async () => {
  const box = await open();
  await silence(box, 'New', 30 * minute);
  await box.raise('New');
  await box.raise('Told');
  await box.advance(minute);
  await silence(box, 'Told', 6 * minute);
  await box.advance(5 * minute);
  await box.resolve('New');
  await box.resolve('Told');
  await box.advance(hour);
  expect(titles(box)).toEqual(['Told', 'Resolved: Told']);
});

test('a silence may begin later, be ended at once, and not be changed after its end', async () => {
  const box = await open();
  const later = await silence(box, 'Disk', hour, hour);
  expect(later.state).toBe('pending');
  const now = await silence(box, 'Disk', hour);
  const { silences } = await box.call['silences.list']({});
  expect(silences.map(({ id }) => id)).toEqual([now.id, later.id]);
  expect((await box.call['silences.expire']({ id: now.id })).state).toBe('expired');
  await box.raise('Disk');
  await box.advance(minute);
  expect(titles(box)).toEqual(['Disk']);
  await expect(
    box.call['silences.save']({ ...now, endsAt: new Date(box.clock.now() + hour).toISOString() }),
  ).rejects.toMatchObject({ code: 'call.invalid' });
});

test('a preview shows the open alerts that a silence would take', async () => {
  const box = await open();
  await box.raise('Disk', { labels: { disk: 'a' } });
  await box.raise('Disk', { labels: { disk: 'b' } });
  await box.raise('Other');
  const preview = await box.call['silences.preview']({
    matchers: [
      { name: 'alertname', op: '=', value: 'Disk' },
      { name: 'disk', op: '!=', value: 'a' },
    ],
  });
  expect(preview).toMatchObject({ total: 1, alerts: [{ labels: { disk: 'b' } }] });
});

test('while the inference is down, photos that fail are not told; they are when it is back and they are not', async () => {
  const box = await open();
  await box.raise('InferenceDown', { labels: { source: 'inference' } });
  const photo = await box.raise('AnalysisFailed', { labels: { source: 'analysis', photo: 'p1' } });
  expect(photo.suppressed).toMatchObject({ by: 'inhibition', until: null });
  await box.advance(minute);
  expect(titles(box)).toEqual(['InferenceDown']);
  await box.resolve('InferenceDown', { source: 'inference' });
  await box.advance(10 * minute);
  expect(titles(box)).toContain('AnalysisFailed');
});

const same = { name: 'x', source: [{ name: 'severity', op: '=', value: 'critical' }] };
test.each([
  ['agreeing in a label', ['host'], { host: 'a' }, { host: 'a' }, true],
  ['not agreeing', ['host'], { host: 'a' }, { host: 'b' }, false],
  ['missing on both sides', ['host'], {}, {}, true],
  ['missing on one side', ['host'], { host: 'a' }, {}, false],
  ['with no label to agree in', [], { host: 'a' }, { host: 'b' }, true],
])('inhibition %s', async (_name, equal, source, target, isMuted) => {
  const rule = {
    id: 'x',
    ...same,
    target: [{ name: 'severity', op: '=', value: 'warning' }],
    equal,
  };
  const box = await open({ alerting: alertingOf({}, { inhibitions: [rule] }) });
  await box.raise('Big', { severity: 'critical', labels: source });
  const { suppressed } = await box.raise('Small', { severity: 'warning', labels: target });
  expect(suppressed !== null).toBe(isMuted);
});

test('an alert that fits both sides does not inhibit itself, nor another that does', async () => {
  const both = [{ name: 'alertname', op: '=~', value: 'Disk.*' }];
  const box = await open({
    alerting: alertingOf({}, { inhibitions: [{ id: 'x', name: 'x', source: both, target: both }] }),
  });
  await box.raise('Disk1');
  await box.raise('Disk2');
  await box.advance(minute);
  expect(titles(box).toSorted()).toEqual(['Disk1', 'Disk2']);
});

const quiet = (also: object = {}) => ({
  quietHours: [
    {
      id: 'night',
      name: 'Night',
      channels: { kinds: ['email'] },
      times: [
        {
          days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'],
          from: '00:00',
          to: '06:00',
        },
      ],
      ...also,
    },
  ],
});

function deliveriesOf(box: Box) {
  return box
    .query('SELECT channel_id, due_at, explanation FROM deliveries ORDER BY sequence')
    .map(({ channel_id, due_at, explanation }) => [
      channel_id,
      new Date(Number(due_at)).toISOString(),
      explanation,
    ]);
}

test('quiet hours put a delivery off until they end, and it says why; other channels are told at once', async () => {
  const channels = [
    { id: 'email', kind: 'email' },
    { id: 'slack', kind: 'slack' },
  ];
  const box = await open({ channels, alerting: alertingOf({}, quiet()) });
  await box.raise('Disk');
  await box.advance(minute);
  expect(deliveriesOf(box)).toEqual([
    ['email', '2026-11-01T06:00:00.000Z', 'It waits for the end of the quiet hours "Night".'],
    ['slack', '2026-11-01T00:00:30.000Z', null],
  ]);
});

test.each([
  ['critical passes', 'critical', {}],
  ['switched off they do not hold', 'error', { enabled: false }],
  ['another channel is not concerned', 'error', { channels: { kinds: ['slack'] } }],
])('quiet hours: %s', async (_name, severity, also) => {
  const box = await open({
    channels: [{ id: 'email', kind: 'email' }],
    alerting: alertingOf({}, quiet(also)),
  });
  await box.raise('Disk', { severity });
  await box.advance(minute);
  expect(deliveriesOf(box)[0]?.[2]).toBeNull();
});

test('explain tells of the silences that hold at the time it is asked about, ended and coming ones too', async () => {
  const box = await open({ channels: [{ id: 'mail', kind: 'email' }], alerting: alertingOf({}) });
  const silence = async (startsAt: string, endsAt: string) =>
    box.call['silences.save']({
      ...{ startsAt, endsAt, comment: startsAt, who: 'Ann' },
      matchers: [{ name: 'alertname', op: '=', value: 'Disk' }],
    });
  await silence('2026-11-01T00:00:00.000Z', '2026-11-01T06:00:00.000Z');
  await silence('2026-11-05T00:00:00.000Z', '2026-11-06T00:00:00.000Z');
  const whyAt = async (at: string) => {
    const { suppressed } = await box.call['routes.explain']({
      ...{ labels: { alertname: 'Disk' }, severity: 'error', type: 'system_alert', at },
    });
    return suppressed?.why ?? null;
  };
  expect(await whyAt('2026-11-01T05:59:59.000Z')).toContain('2026-11-01');
  expect(await whyAt('2026-11-01T06:00:00.000Z')).toBeNull();
  expect(await whyAt('2026-11-05T12:00:00.000Z')).toContain('2026-11-05');
  await box.advance(7 * 3_600_000);
  expect(await whyAt('2026-11-01T05:00:00.000Z')).toContain('2026-11-01');
});

test('explain tells of suppression, of quiet hours, of the group’s wait, and of what is about itself', async () => {
  const channels = [
    { id: 'email', kind: 'email' },
    { id: 'slack', kind: 'slack' },
    { id: 'off', kind: 'slack', enabled: false },
  ];
  const box = await open({ channels, alerting: alertingOf({}, quiet()) });
  const input = {
    labels: { alertname: 'Disk', channel: 'slack' },
    severity: 'error',
    type: 'system_alert',
  } as const;
  const explained = await box.call['routes.explain'](input);
  expect(explained.channels).toMatchObject([
    {
      channelId: 'email',
      told: true,
      at: '2026-11-01T06:00:00.000Z',
      quietUntil: '2026-11-01T06:00:00.000Z',
    },
    { channelId: 'slack', told: false, reason: 'itself' },
    { channelId: 'off', told: false, reason: 'switchedOff' },
  ]);
  const noon = await box.call['routes.explain']({ ...input, at: '2026-11-01T12:00:00.000Z' });
  expect(noon.channels[0]).toMatchObject({ at: '2026-11-01T12:00:30.000Z', quietUntil: null });
  await silence(box, 'Disk', hour);
  const silenced = await box.call['routes.explain'](input);
  expect(silenced.suppressed).toMatchObject({ by: 'silence' });
  expect(silenced.channels[0]).toMatchObject({ told: false, reason: 'suppressed' });
});
