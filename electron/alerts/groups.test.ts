import { afterEach, expect, test } from 'vitest';
import { alertingOf, openTestAlerts, type TestAlertOptions } from './test-alerts.ts';

const second = 1_000;
const minute = 60 * second;
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

const heard = (messages: { at: number; title: string }[]) => messages.map(({ at, title }) => [at, title]);

test('a group waits for company, and then says all at once', async () => {
  const box = await open();
  await box.raise('Disk', { labels: { disk: 'a' }, title: 'Disk a' });
  await box.advance(10 * second);
  await box.raise('Disk', { labels: { disk: 'b' }, title: 'Disk b' });
  await box.advance(19 * second);
  expect(box.messages()).toEqual([]);
  await box.advance(second);
  expect(heard(box.messages())).toEqual([[30 * second, '2 alerts: Disk b']]);
  expect(box.messages()[0]).toMatchObject({
    severity: 'error',
    data: { status: 'firing', count: 2, message: '• error: Disk b\n• error: Disk a' },
  });
});

test('what is resolved before its group has waited is not told at all', async () => {
  const box = await open();
  await box.raise('Disk');
  await box.advance(29 * second);
  await box.resolve('Disk');
  await box.advance(hour);
  expect(box.messages()).toEqual([]);
});

test('a critical alert does not wait and goes to every channel', async () => {
  const box = await open();
  await box.raise('Fire', { severity: 'critical' });
  expect(box.messages()).toMatchObject([
    { at: 0, title: 'Fire', channelIds: ['email', 'slack', 'discord', 'webhook', 'desktop', 'n8n'] },
  ]);
});

test.each([
  ['error', ['email', 'slack', 'webhook', 'desktop', 'n8n']],
  ['warning', ['discord', 'webhook', 'desktop', 'n8n']],
  ['info', ['discord', 'webhook', 'desktop', 'n8n']],
])('by the usual routes %s goes to %s', async (severity, channelIds) => {
  const box = await open();
  await box.raise('Disk', { severity });
  await box.advance(minute);
  expect(box.messages()).toMatchObject([{ channelIds }]);
});

test('an unchanged group is silent until the repeat is due, at a look that comes every five minutes', async () => {
  const box = await open({ alerting: alertingOf({ repeatIntervalSeconds: 7 * 60 }) });
  await box.raise('Disk');
  await box.advance(21 * minute);
  expect(heard(box.messages())).toEqual([
    [30 * second, 'Disk'],
    [10.5 * minute, 'Still firing: Disk'],
    [20.5 * minute, 'Still firing: Disk'],
  ]);
});

test('the usual repeat is after four hours', async () => {
  const box = await open();
  await box.raise('Disk');
  await box.advance(4 * hour + minute);
  expect(heard(box.messages())).toEqual([
    [30 * second, 'Disk'],
    [4 * hour + 30 * second, 'Still firing: Disk'],
  ]);
});

test('one that joins later is told at the next look, with the others', async () => {
  const box = await open();
  await box.raise('Disk', { labels: { disk: 'a' }, title: 'Disk a' });
  await box.advance(minute);
  await box.raise('Disk', { labels: { disk: 'b' }, title: 'Disk b' });
  await box.advance(10 * minute);
  expect(heard(box.messages())).toEqual([
    [30 * second, 'Disk a'],
    [5.5 * minute, '2 alerts: Disk b'],
  ]);
});

test('the end is told at the next look, to all but Slack', async () => {
  const box = await open();
  await box.raise('Disk');
  await box.advance(minute);
  await box.resolve('Disk');
  await box.advance(10 * minute);
  expect(box.messages().slice(1)).toMatchObject([
    {
      at: 5.5 * minute,
      title: 'Resolved: Disk',
      severity: 'success',
      data: { status: 'resolved', message: 'It is over after 1 min.' },
      channelIds: ['email', 'webhook', 'desktop', 'n8n'],
    },
  ]);
  await box.advance(10 * hour);
  expect(box.messages()).toHaveLength(2);
});

test.each([
  ['always', ['email', 'slack']],
  ['never', []],
])('a route that tells the end %s', async (sendResolved, channelIds) => {
  const channels = [
    { id: 'email', kind: 'email' },
    { id: 'slack', kind: 'slack' },
  ];
  const box = await open({ channels, alerting: alertingOf({ sendResolved }) });
  await box.raise('Disk');
  await box.advance(minute);
  await box.resolve('Disk');
  await box.advance(10 * minute);
  expect(box.messages().at(-1)).toMatchObject({ title: 'Resolved: Disk', channelIds });
});

test('one that comes and goes between two looks is never mentioned', async () => {
  const box = await open();
  await box.raise('Disk', { labels: { disk: 'a' }, title: 'Disk a' });
  await box.advance(minute);
  await box.raise('Disk', { labels: { disk: 'b' }, title: 'Disk b' });
  await box.advance(minute);
  await box.resolve('Disk', { disk: 'b' });
  await box.advance(20 * minute);
  expect(heard(box.messages())).toEqual([[30 * second, 'Disk a']]);
});

test('the same labels are the same alert: it is counted, and told once', async () => {
  const box = await open();
  const first = await box.raise('Disk');
  await box.advance(minute);
  const second = await box.raise('Disk');
  await box.advance(20 * minute);
  expect(second).toMatchObject({ id: first.id, count: 2, state: 'firing' });
  expect(box.messages()).toHaveLength(1);
});

test('one that becomes worse takes the routes of its new severity', async () => {
  const box = await open();
  await box.raise('Disk', { severity: 'warning' });
  await box.advance(minute);
  await box.raise('Disk', { severity: 'critical' });
  expect(box.messages()).toMatchObject([
    { channelIds: ['discord', 'webhook', 'desktop', 'n8n'] },
    { at: minute, channelIds: ['email', 'slack', 'discord', 'webhook', 'desktop', 'n8n'] },
  ]);
  await box.resolve('Disk');
  await box.advance(20 * minute);
  expect(box.messages().map(({ title }) => title)).toEqual(['Disk', 'Disk', 'Resolved: Disk']);
});

test('who heard of it by a route that does not hold any more still hears of its end', async () => {
  const box = await open({
    channels: [
      { id: 'a', kind: 'x' },
      { id: 'b', kind: 'x' },
    ],
    alerting: alertingOf({
      to: { channelIds: ['a'] },
      routes: [{ id: 'bad', name: 'Bad', severities: ['error'], to: { channelIds: ['b'] }, routes: [] }],
    }),
  });
  await box.raise('Disk', { severity: 'warning' });
  await box.advance(minute);
  await box.raise('Disk', { severity: 'error' });
  await box.advance(10 * minute);
  await box.resolve('Disk');
  await box.advance(10 * minute);
  expect(box.messages().map(({ title, channelIds }) => [title, channelIds])).toEqual([
    ['Disk', ['a']],
    ['Disk', ['b']],
    expect.arrayContaining(['Resolved: Disk']),
    expect.arrayContaining(['Resolved: Disk']),
  ]);
  expect(
    box
      .messages()
      .slice(2)
      .flatMap(({ channelIds }) => channelIds)
      .toSorted(),
  ).toEqual(['a', 'b']);
});

test('two routes that take the same alert tell no channel twice', async () => {
  const box = await open({
    channels: [
      { id: 'a', kind: 'x' },
      { id: 'b', kind: 'x' },
    ],
    alerting: alertingOf({
      routes: [
        { id: 'one', name: 'One', to: { channelIds: ['a'] }, continue: true, routes: [] },
        { id: 'two', name: 'Two', to: { all: true }, routes: [] },
      ],
    }),
  });
  await box.raise('Disk');
  await box.advance(minute);
  expect(box.messages().map(({ channelIds }) => channelIds)).toEqual([['a'], ['b']]);
});

test('no channel hears of what is about itself, and nothing loops', async () => {
  const box = await open();
  await box.raise('ChannelDown', { severity: 'critical', labels: { channel: 'slack' } });
  await box.advance(5 * hour);
  expect(box.messages().flatMap(({ channelIds }) => channelIds)).not.toContain('slack');
  expect(box.messages()).toHaveLength(2);
});

test('a channel that asks for errors only is left out of warnings, and explain says so', async () => {
  const box = await open({
    channels: [{ id: 'webhook', kind: 'webhook', minSeverity: 'error' }],
  });
  await box.raise('Disk', { severity: 'warning' });
  await box.advance(minute);
  expect(box.messages()).toMatchObject([{ channelIds: [] }]);
  const { channels } = await box.call['routes.explain']({
    labels: {},
    severity: 'warning',
    type: 'system_alert',
  });
  expect(channels).toMatchObject([{ told: false, reason: 'severity' }]);
});

test('critical alerts of one group leave at once a few times, then every ten seconds', async () => {
  const box = await open();
  for (let index = 0; index < 100; index += 1) {
    await box.raise('Fire', { severity: 'critical', labels: { place: `${index}` } });
    await box.advance(100);
  }
  await box.advance(minute);
  const messages = box.messages();
  expect(messages.slice(0, 5).map(({ at }) => at)).toEqual([0, 100, 200, 300, 400]);
  expect(messages.length).toBeLessThanOrEqual(7);
  expect(messages.at(-1)?.data.count).toBe(100);
});

test('ten thousand alerts in ten seconds fold into a message or two', async () => {
  const box = await open();
  for (let index = 0; index < 10_000; index += 100) {
    await Promise.all(
      Array.from({ length: 100 }, (_, more) =>
        box.raise('AnalysisFailed', { severity: 'warning', labels: { photo: `${index + more}` } }),
      ),
    );
    await box.advance(100);
  }
  await box.advance(10 * minute);
  const messages = box.messages();
  expect(messages).toHaveLength(1);
  expect(messages[0]?.data).toMatchObject({ count: 10_000 });
  expect(messages[0]?.data.alert_ids).toHaveLength(100);
  expect(messages[0]?.data.message).toMatch(/and 9995 more$/);
});

test('an acknowledged alert is not repeated', async () => {
  const box = await open();
  const { id } = await box.raise('Disk');
  await box.advance(minute);
  await box.call['alerts.acknowledge']({ ids: [id], who: 'Ann', note: '' });
  await box.advance(20 * hour);
  expect(box.messages()).toHaveLength(1);
});

test('an alert that was raised with an end expires unless it is raised again', async () => {
  const box = await open();
  const expiresAt = (ms: number) => new Date(box.clock.now() + ms).toISOString();
  const { id } = await box.raise('Disk', { expiresAt: expiresAt(5 * minute) });
  await box.advance(4 * minute);
  await box.raise('Disk', { expiresAt: expiresAt(5 * minute) });
  await box.advance(4 * minute);
  expect((await box.call['alerts.get']({ id })).alert.state).toBe('firing');
  await box.advance(minute + second);
  expect((await box.call['alerts.get']({ id })).alert).toMatchObject({
    state: 'expired',
    ended: { who: null, note: 'Its source has not renewed it.' },
  });
  await box.advance(10 * minute);
  expect(box.messages().at(-1)?.title).toBe('Resolved: Disk');
});

test('what waited while the program was off is told when it starts', async () => {
  const box = await open();
  await box.raise('Disk');
  await box.restart(hour);
  expect(heard(box.messages())).toEqual([[hour, 'Disk']]);
  await box.resolve('Disk');
  await box.restart(hour);
  expect(heard(box.messages()).at(-1)).toEqual([2 * hour, 'Resolved: Disk']);
});

test('what another process raises is told by the leader', async () => {
  let leads = false;
  const box = await open({ leads: () => leads });
  await box.raise('Fire', { severity: 'critical' });
  await box.advance(minute);
  expect(box.messages()).toEqual([]);
  leads = true;
  box.system.attend();
  await box.advance(0);
  expect(box.messages()).toHaveLength(1);
});

test('what another process raised before is told too, when the leader has told its group of something newer', async () => {
  let leads = false;
  const box = await open({ leads: () => leads });
  await box.raise('Fire', { severity: 'critical', title: 'First', labels: { hall: '1' } });
  leads = true;
  await box.raise('Fire', { severity: 'critical', title: 'Second', labels: { hall: '2' } });
  expect(box.messages().map(({ title }) => title)).toEqual(['Second']);
  box.system.attend();
  await box.advance(second);
  expect(box.messages().map(({ data }) => data.count)).toEqual([1, 2]);
});

test('an alert that new routes put among others is told with them', async () => {
  const to = (value: string) =>
    alertingOf({
      to: { kinds: ['email'] },
      routes: [
        {
          ...{ id: 'team', name: 'Team', routes: [], to: { kinds: ['email', 'slack'] } },
          matchers: [{ name: 'team', op: '=~', value }],
        },
      ],
    });
  const box = await open({ alerting: to('b') });
  await box.raise('Disk', { labels: { team: 'a' }, title: 'A' });
  await box.raise('Disk', { labels: { team: 'b' }, title: 'B' });
  await box.advance(minute);
  await box.call['routes.save'](to('a|b'));
  await box.advance(hour);
  expect(
    box.messages().map(({ title, channelIds }) => [title, ...channelIds.filter((id) => id !== 'n8n')]),
  ).toEqual([
    ['A', 'email'],
    ['B', 'email', 'slack'],
    ['2 alerts: B', 'email', 'slack'],
  ]);
});

test('new routes hold for what is open already', async () => {
  const box = await open();
  await box.raise('Disk', { severity: 'warning' });
  await box.advance(minute);
  await box.call['routes.save'](alertingOf({ to: { kinds: ['email'] } }));
  await box.advance(10 * minute);
  expect(box.messages().at(-1)?.channelIds).toEqual(['email']);
});

test('what was planned by a clock that was wrong, and put right while the program was off, is not waited for', async () => {
  const box = await open();
  await box.raise('Disk', { labels: { place: 'a' } });
  await box.advance(minute);
  box.clock.jump(-400 * 24 * hour);
  await box.restart();
  await box.raise('Disk', { labels: { place: 'b' } });
  await box.advance(6 * minute);
  expect(box.messages().map(({ data }) => data.count)).toEqual([1, 2]);
  await box.advance(5 * hour);
  expect(box.messages().map(({ data }) => data.count)).toEqual([1, 2, 2]);
});

test('a clock that is set back does not put off what is critical', async () => {
  const box = await open();
  await box.raise('Fire', { severity: 'critical', labels: { place: 'hall' } });
  for (let index = 0; index < 4; index += 1)
    await box.raise('Fire', { severity: 'critical', labels: { place: `${index}` } });
  await box.advance(minute);
  const before = box.messages().length;
  box.clock.jump(-hour);
  box.system.attend(hour);
  await box.advance(second);
  await box.raise('Fire', { severity: 'critical', labels: { place: 'roof' } });
  expect(box.messages()).toHaveLength(before + 1);
});

test('a clock that is set back does not put off what was planned', async () => {
  const box = await open();
  await box.raise('Disk');
  await box.advance(10 * second);
  box.clock.jump(-hour);
  box.system.attend(hour);
  await box.advance(20 * second);
  expect(box.messages()).toHaveLength(1);
  await box.advance(4 * hour);
  expect(box.messages()).toHaveLength(2);
});
