import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { type EscalationPolicy, escalationPolicySchema } from '../../shared/alert.ts';
import { alertingOf, openTestAlerts, type TestAlertOptions } from './test-alerts.ts';

const minute = 60_000;
const hour = 60 * minute;

const opened: Awaited<ReturnType<typeof openTestAlerts>>[] = [];
const channels = [
  { id: 'mail', kind: 'email' },
  { id: 'chat', kind: 'chat' },
  { id: 'boss', kind: 'phone' },
];
const toMail = alertingOf({ to: { channelIds: ['mail'] } });

const policyOf = (also: object = {}): EscalationPolicy =>
  escalationPolicySchema.parse({
    id: 'night',
    name: 'Night',
    severities: ['error'],
    steps: [
      { afterMinutes: 10, to: { channelIds: ['chat'] } },
      { afterMinutes: 20, to: { channelIds: ['boss'] } },
    ],
    ...also,
  });

async function open(policy: EscalationPolicy = policyOf(), options: TestAlertOptions = {}) {
  const box = await openTestAlerts({ channels, alerting: toMail, ...options });
  opened.push(box);
  await box.call['escalations.save'](policy);
  return box;
}
afterEach(async () => {
  for (const box of opened.splice(0)) {
    expect(box.errors).toEqual([]);
    await box.close();
  }
});

type Box = Awaited<ReturnType<typeof open>>;
const told = (box: Box) =>
  box
    .messages()
    .map(({ at, title, channelIds }) => `${at / minute} ${title} → ${channelIds.join(' ')}`.trimEnd());
const acknowledge = (box: Box, id: string) =>
  box.call['alerts.acknowledge']({ ids: [id], who: 'Ann', note: 'I look.' });
const get = async (box: Box, id: string) => box.call['alerts.get']({ id });

test('steps are done one after the other while nobody acknowledges', async () => {
  const box = await open();
  const { id } = await box.raise('Disk');
  await box.advance(3 * hour);
  expect(told(box)).toEqual(['0.5 Disk → mail', '10 Escalated: Disk → chat', '30 Escalated: Disk → boss']);
  expect(box.messages()[1]?.data.message).toBe('Nobody has acknowledged it: "Night", step 1 of 2.');
  const { escalation, timeline } = await get(box, id);
  expect(escalation).toMatchObject({ stepsDone: 2, steps: 2, round: 1, nextAt: null });
  expect(timeline.filter(({ kind }) => kind === 'escalated')).toMatchObject([
    { text: '"Night", step 1 of 2.', channelIds: ['chat'] },
    { text: '"Night", step 2 of 2.', channelIds: ['boss'] },
  ]);
});

test.each(['acknowledge', 'resolve'] as const)('%s stops it', async (how) => {
  const box = await open();
  const { id } = await box.raise('Disk');
  await box.advance(15 * minute);
  if (how === 'acknowledge') await acknowledge(box, id);
  else await box.resolve('Disk');
  await box.advance(3 * hour);
  expect(told(box).filter((line) => line.includes('Escalated'))).toHaveLength(1);
});

test('taking an acknowledgement back begins the steps anew', async () => {
  const box = await open();
  const { id } = await box.raise('Disk');
  await box.advance(5 * minute);
  await acknowledge(box, id);
  await box.advance(hour);
  await box.call['alerts.unacknowledge']({ ids: [id], who: 'Ann', note: 'Not mine.' });
  await box.advance(2 * hour);
  expect(told(box).slice(1)).toEqual(['75 Escalated: Disk → chat', '95 Escalated: Disk → boss']);
});

test('rounds are repeated as often as the policy says', async () => {
  const box = await open(policyOf({ repeat: { afterMinutes: 60, times: 2 } }));
  await box.raise('Disk');
  await box.advance(5 * hour);
  const escalated = told(box).filter((line) => line.includes('Escalated'));
  expect(escalated).toEqual([
    '10 Escalated: Disk → chat',
    '30 Escalated: Disk → boss',
    '90 Escalated: Disk → chat',
    '110 Escalated: Disk → boss',
    '170 Escalated: Disk → chat',
    '190 Escalated: Disk → boss',
  ]);
  expect(box.messages().at(-2)?.data.message).toContain('round 3');
});

test('a step may raise the severity: the new routes hold, and no channel is told twice of it', async () => {
  const policy = policyOf({
    steps: [{ afterMinutes: 10, to: { all: true }, raiseTo: 'critical' }],
  });
  const alerting = alertingOf({
    to: { channelIds: ['mail'] },
    routes: [
      {
        id: 'critical',
        name: 'Critical',
        severities: ['critical'],
        to: { channelIds: ['mail', 'boss'] },
        groupWaitSeconds: 0,
        routes: [],
      },
    ],
  });
  const box = await open(policy, { alerting });
  const { id } = await box.raise('Disk');
  await box.advance(hour);
  expect(told(box)).toEqual([
    '0.5 Disk → mail',
    '10 Escalated: Disk → mail boss',
    '10 Escalated: Disk → chat',
  ]);
  expect((await get(box, id)).alert.severity).toBe('critical');
});

const raising = policyOf({
  steps: [
    { afterMinutes: 10, to: { channelIds: ['chat'] }, raiseTo: 'critical' },
    { afterMinutes: 20, to: { channelIds: ['boss'] } },
  ],
  repeat: { afterMinutes: 60, times: 1 },
});
const forCritical = policyOf({
  ...{ id: 'critical', name: 'Critical', severities: ['critical'] },
  steps: [{ afterMinutes: 5, to: { channelIds: ['boss'] } }],
});

test.each([[[]], [[forCritical]]])(
  'a policy that raises the severity goes on with its own steps',
  async (more) => {
    const box = await open(raising);
    for (const policy of more) await box.call['escalations.save'](policy);
    const { id } = await box.raise('Disk');
    await box.advance(12 * minute);
    // Whoever edits the routes changes nothing of where it stands.
    await box.call['routes.save'](toMail);
    await box.advance(2 * hour);
    const steps = (await get(box, id)).timeline.filter(({ kind }) => kind === 'escalated');
    expect(
      steps.map(({ at, text }) => `${(Date.parse(at) - Date.UTC(2026, 10, 1)) / minute} ${text}`),
    ).toEqual([
      '10 "Night", step 1 of 2.',
      '30 "Night", step 2 of 2.',
      '90 "Night", step 1 of 2, round 2.',
      '110 "Night", step 2 of 2, round 2.',
    ]);
  },
);

test('one that its source makes worse gets the policy for that, also when a step had made it as bad', async () => {
  for (const afterMinutes of [5, 15]) {
    const box = await open(raising);
    await box.call['escalations.save'](forCritical);
    const { id } = await box.raise('Disk');
    await box.advance(afterMinutes * minute);
    await box.raise('Disk', { severity: 'critical' });
    expect((await get(box, id)).escalation).toMatchObject({ policyId: 'critical', stepsDone: 0 });
    // That it is seen again as it was before changes nothing.
    await box.raise('Disk');
    await box.advance(10 * minute);
    expect((await get(box, id)).escalation).toMatchObject({ policyId: 'critical', stepsDone: 1 });
  }
});

test('a step that raises the severity late says so to those whom the new routes tell', async () => {
  const alerting = alertingOf({
    to: { channelIds: ['mail'] },
    routes: [{ id: 'critical', name: 'Critical', severities: ['critical'], to: { all: true }, routes: [] }],
  });
  const box = await open(raising, { alerting });
  await box.raise('Disk');
  await box.advance(5 * minute);
  await box.restart(15 * minute);
  expect(told(box)).toEqual(['0.5 Disk → mail', '20 Escalated: Disk → mail chat boss']);
  expect(box.messages()[1]?.data.message).toBe(
    'Nobody has acknowledged it: "Night", step 1 of 2. This is 10 min late: the program was not running when it was due.',
  );
});

test('an acknowledged alert that is not resolved is reminded of, to those who were told', async () => {
  const box = await open(policyOf({ remindAfterMinutes: 60 }));
  const { id } = await box.raise('Disk');
  await box.advance(15 * minute);
  await acknowledge(box, id);
  await box.advance(125 * minute);
  expect(told(box).slice(2)).toEqual(['75 Still open: Disk → mail chat', '135 Still open: Disk → mail chat']);
  expect(box.messages().at(-1)?.data).toMatchObject({
    status: 'acknowledged',
    message: expect.stringContaining('Acknowledged by Ann since 2026-11-01T00:15:00.000Z'),
  });
  await box.call['alerts.resolve']({ ids: [id], who: 'Ann', note: 'Swept.' });
  await box.advance(3 * hour);
  expect(told(box).at(-1)).toContain('Resolved: Disk');
});

test('after a chosen time it is firing again, is told again and escalates again', async () => {
  const box = await open(policyOf({ unacknowledgeAfterMinutes: 60 }));
  const { id } = await box.raise('Disk');
  await box.advance(minute);
  await acknowledge(box, id);
  await box.advance(75 * minute);
  expect(told(box)).toEqual(['0.5 Disk → mail', '61 Disk → mail', '71 Escalated: Disk → chat']);
  expect((await get(box, id)).timeline.map(({ kind }) => kind)).toEqual([
    'fired',
    'routed',
    'sent',
    'acknowledged',
    'unacknowledged',
    'sent',
    'escalated',
  ]);
});

test('a restart in the middle goes on; a step that was due meanwhile is done at the start and says it is late', async () => {
  const box = await open();
  await box.raise('Disk');
  await box.advance(5 * minute);
  await box.restart(15 * minute);
  expect(told(box)).toEqual(['0.5 Disk → mail', '20 Escalated: Disk → chat']);
  expect(box.messages()[1]?.data.message).toContain('This is 10 min late');
  await box.restart(minute);
  await box.advance(19 * minute);
  expect(told(box).slice(2)).toEqual(['40 Escalated: Disk → boss']);
  expect(box.messages()[2]?.data.message).not.toContain('late');
});

test('a storm escalates as one message', async () => {
  const box = await open();
  for (let second = 0; second < 10; second += 1) {
    await Promise.all(
      Array.from({ length: 50 }, (_, index) => box.raise('Disk', { labels: { n: `${second}-${index}` } })),
    );
    await box.advance(1_000);
  }
  await box.advance(hour);
  const escalated = box.messages().filter(({ title }) => title.startsWith('Escalated'));
  expect(escalated.map(({ data }) => data.count)).toEqual([500, 500]);
});

test('a silenced alert does not escalate until the silence is over', async () => {
  const box = await open();
  await box.raise('Disk');
  await box.call['silences.save']({
    matchers: [{ name: 'alertname', op: '=', value: 'Disk' }],
    endsAt: new Date(box.clock.now() + hour).toISOString(),
    comment: '',
    who: 'Ann',
  });
  await box.advance(hour - minute);
  expect(told(box)).toEqual([]);
  await box.advance(5 * minute);
  expect(told(box).filter((line) => line.includes('Escalated'))).toHaveLength(1);
});

test('no step tells a channel of what is about itself', async () => {
  const box = await open();
  await box.raise('ChannelDown', { labels: { channel: 'chat' } });
  await box.raise('Disk');
  await box.advance(11 * minute);
  const escalated = box.messages().filter(({ title }) => title.startsWith('Escalated'));
  const toChat = escalated.filter(({ channelIds }) => channelIds.includes('chat'));
  expect(toChat.map(({ title, data }) => [title, data.count])).toEqual([['Escalated: Disk', 1]]);
});

test('a policy that a route names goes before the one for the severity; without one nothing escalates', async () => {
  const box = await open(policyOf(), {
    alerting: alertingOf({
      to: { channelIds: ['mail'] },
      routes: [{ id: 'own', name: 'Own', severities: ['warning'], escalationId: 'slow', routes: [] }],
    }),
  });
  await box.call['escalations.save'](
    policyOf({ id: 'slow', name: 'Slow', severities: [], steps: [{ afterMinutes: 90, to: { all: true } }] }),
  );
  const of = async (severity: string) =>
    (await get(box, (await box.raise(severity, { severity })).id)).escalation?.policyName ?? null;
  expect([await of('error'), await of('warning'), await of('info')]).toEqual(['Night', 'Slow', null]);
});

test('removing a policy ends what is under way', async () => {
  const box = await open();
  await box.raise('Disk');
  await box.advance(minute);
  await box.call['escalations.remove']({ id: 'night' });
  await box.advance(hour);
  expect(told(box)).toEqual(['0.5 Disk → mail']);
  await expect(box.call['escalations.remove']({ id: 'night' })).rejects.toMatchObject({ code: 'notFound' });
});

const minutes = (most: number) => fc.integer({ min: 1, max: most });
const anyPolicy = fc.record({
  steps: fc.array(
    fc.record({
      afterMinutes: fc.integer({ min: 0, max: 40 }),
      to: fc.constantFrom({ channelIds: ['chat'] }, { all: true }, {}),
      raiseTo: fc.constantFrom(null, 'warning', 'error', 'critical'),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  repeat: fc.record({ afterMinutes: minutes(60), times: fc.nat(2) }),
  remindAfterMinutes: fc.option(minutes(60)),
  unacknowledgeAfterMinutes: fc.option(minutes(90)),
});
/** Never in the very minute of a step. */
const halfMinutes = fc.nat(240).map((count) => count + 0.5);

test('what is simulated is what happens', async () => {
  await fc.assert(
    fc.asyncProperty(
      anyPolicy,
      fc.option(halfMinutes),
      halfMinutes,
      async (given, acknowledgeAfterMinutes, until) => {
        const policy = policyOf({ ...given, severities: ['warning'] });
        const resolveAfterMinutes = until + 0.25;
        const box = await open(policy);
        await box.call['escalations.save'](forCritical);
        const { id } = await box.raise('Disk', { severity: 'warning' });
        const acknowledgedAt = Math.min(acknowledgeAfterMinutes ?? resolveAfterMinutes, resolveAfterMinutes);
        await box.advance(acknowledgedAt * minute);
        if (acknowledgedAt === acknowledgeAfterMinutes) await acknowledge(box, id);
        await box.advance((resolveAfterMinutes - acknowledgedAt) * minute);
        await box.resolve('Disk');
        const { entries } = await box.call['escalations.simulate']({
          ...{ policy, severity: 'warning', acknowledgeAfterMinutes, resolveAfterMinutes },
        });
        const { alert, timeline } = await get(box, id);
        const kinds = new Set<string>(entries.map(({ kind }) => kind).filter((kind) => kind !== 'done'));
        const lived = timeline
          .filter(({ kind }) => kinds.has(kind) || kind === 'escalated' || kind === 'reminded')
          .map(({ kind, at }) => [kind, (Date.parse(at) - Date.UTC(2026, 10, 1)) / minute]);
        const simulated = entries
          .filter(({ kind, afterMinutes }) => kind !== 'done' && afterMinutes <= resolveAfterMinutes)
          .map(({ kind, afterMinutes }) => [kind, afterMinutes]);
        expect(simulated).toEqual(lived);
        expect(entries.at(-1)?.severity).toBe(alert.severity);
      },
    ),
    { numRuns: 60 },
  );
});

test('a simulation of what never ends says that there is more', async () => {
  const box = await open();
  const simulated = await box.call['escalations.simulate']({
    policy: policyOf({ repeat: { afterMinutes: 1, times: 1_000 } }),
    severity: 'error',
    acknowledgeAfterMinutes: null,
    resolveAfterMinutes: null,
  });
  expect(simulated.more).toBe(true);
  expect(simulated.entries.length).toBeGreaterThan(100);
});

test('rounds without a pause between them are refused: they would be a storm of messages', () => {
  const steps = [{ afterMinutes: 0, to: { all: true } }];
  const policy = { id: 'storm', name: 'Storm', steps, repeat: { afterMinutes: 0, times: 1_000 } };
  const { error } = escalationPolicySchema.safeParse(policy);
  expect(error?.issues.map(({ path }) => path.join('.'))).toEqual(['repeat.afterMinutes']);
});
