import { beforeEach, expect, test } from 'vitest';
import type { NewAlert } from '../../shared/alert.ts';
import { switchedOffByHand } from '../../shared/channel.ts';
import type { PartState } from '../../shared/health.ts';
import { createFakeClock, type FakeClock, settled } from '../delivery/fake-clock.ts';
import { type Integration, noFigures } from './integration.ts';
import { createPartAlerts, type PartAlerts } from './part-alerts.ts';

let clock: FakeClock;
let said: string[];
let raised: NewAlert[];
let alerts: PartAlerts;
let state: PartState;
let reason: string | null;
let parts: Integration[];
let isBroken: boolean;

const part: Integration = {
  id: 'channel.ops',
  kind: 'channel',
  label: 'Ops',
  target: 'example.com',
  channelId: 'ops',
  look: () => ({ state, reason }),
  figures: () => noFigures,
  alerts: {
    unwell: { alertname: 'ChannelDown', channel: 'ops' },
    disabled: { alertname: 'ChannelDisabled', channel: 'ops' },
  },
};

beforeEach(() => {
  clock = createFakeClock();
  said = [];
  raised = [];
  state = 'healthy';
  reason = null;
  parts = [part];
  isBroken = false;
  alerts = createPartAlerts({
    notifier: {
      async raise(alert) {
        if (isBroken) throw new Error('The disk is full.');
        raised.push(alert);
        said.push(`raise ${alert.labels.alertname} ${alert.severity}`);
        return undefined as never;
      },
      async resolve({ alertname }) {
        said.push(`resolve ${alertname}`);
      },
    },
    clock,
    log: { error: () => undefined },
  });
});

/** Looks every five seconds, as the manager does. */
async function pass(ms: number): Promise<void> {
  for (let passed = 0; passed <= ms; passed += 5_000) {
    alerts.observe(
      parts.map((integration) => ({ integration, standing: { state, reason, since: clock.now() } })),
    );
    await clock.advance(5_000);
  }
  await settled();
}

/** Past what is said once at the start: that nothing of an earlier run is open any more. */
async function begin(): Promise<void> {
  await pass(20_000);
  said = [];
}

test('a start that finds all well ends what an earlier run left open', async () => {
  await pass(20_000);
  expect(said).toEqual(['resolve ChannelDown', 'resolve ChannelDisabled']);
});

test('down for a few seconds is an alert with where and why; well again ends it', async () => {
  await begin();
  state = 'down';
  reason = 'example.com does not answer.';
  await pass(60_000);
  expect(said).toEqual(['raise ChannelDown error']);
  expect(raised[0]).toMatchObject({
    labels: { alertname: 'ChannelDown', channel: 'ops' },
    title: 'Ops is down',
    message: 'example.com does not answer.',
    details: { target: 'example.com' },
  });
  state = 'healthy';
  await pass(30_000);
  expect(said).toEqual(['raise ChannelDown error', 'resolve ChannelDown']);
});

test('a part that flaps raises one alert and keeps it until it is well for a while', async () => {
  await begin();
  for (let round = 0; round < 20; round += 1) {
    state = 'down';
    await pass(10_000);
    state = 'healthy';
    await pass(5_000);
  }
  expect(said).toEqual(['raise ChannelDown error']);
  await pass(20_000);
  expect(said).toEqual(['raise ChannelDown error', 'resolve ChannelDown']);
});

test('a moment of trouble is told to nobody', async () => {
  await begin();
  state = 'down';
  await pass(0);
  state = 'healthy';
  await pass(60_000);
  expect(said).toEqual([]);
});

test('not well for a minute is a warning, and gets worse without being resolved in between', async () => {
  await begin();
  state = 'degraded';
  await pass(50_000);
  expect(said).toEqual([]);
  await pass(20_000);
  state = 'down';
  await pass(10_000);
  expect(said).toEqual(['raise ChannelDown warning', 'raise ChannelDown error']);
});

test('a critical part that is down is critical', async () => {
  parts = [{ ...part, critical: true }];
  state = 'down';
  await pass(10_000);
  expect(said).toEqual(['raise ChannelDown critical']);
});

test('switched off by its target ends the outage; switched on again ends that', async () => {
  await begin();
  state = 'down';
  await pass(10_000);
  state = 'disabled';
  reason = 'Its address answered 410: it is gone.';
  await pass(30_000);
  expect(said).toEqual(['raise ChannelDown error', 'resolve ChannelDown']);
  state = 'healthy';
  await pass(20_000);
  expect(said.slice(2)).toEqual(['resolve ChannelDisabled']);
});

test('switched off by hand ends an outage as well', async () => {
  await begin();
  state = 'down';
  await pass(10_000);
  state = 'disabled';
  reason = switchedOffByHand;
  await pass(30_000);
  expect(said).toEqual(['raise ChannelDown error', 'resolve ChannelDown']);
});

test('what waits because it was asked to is well', async () => {
  await begin();
  state = 'held';
  await pass(120_000);
  expect(said).toEqual([]);
});

test('a part that was removed takes its alert along', async () => {
  await begin();
  state = 'down';
  await pass(10_000);
  parts = [];
  await pass(5_000);
  expect(said.slice(1)).toEqual(['resolve ChannelDown', 'resolve ChannelDisabled']);
});

test('an alert that could not be recorded is tried again', async () => {
  await begin();
  state = 'down';
  isBroken = true;
  await pass(20_000);
  expect(said).toEqual([]);
  isBroken = false;
  await pass(20_000);
  expect(said).toEqual(['raise ChannelDown error']);
});

test('what another process resolved meanwhile is raised again by the one that leads anew', async () => {
  await begin();
  state = 'down';
  await pass(20_000);
  alerts.forget();
  await pass(20_000);
  expect(said).toEqual(['raise ChannelDown error', 'raise ChannelDown error']);
});
