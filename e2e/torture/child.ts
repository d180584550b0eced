import { setTimeout as wait } from 'node:timers/promises';
import type { App } from '../../electron/app.ts';
import type { Client } from '../../shared/client.ts';
import type { Delivery, DeliveryFilter } from '../../shared/delivery.ts';
import { AppError } from '../../shared/errors.ts';
import { openTellingCore } from '../telling-core.ts';
import { fastClock } from './fast-clock.ts';
import { type ChildJob, type ChildMessage, isCritical } from './job.ts';
import { seededRandom } from './random.ts';
import { numberOf } from './receiver.ts';

/** The courier's time runs so much faster than ours: hours of retries pass in a minute. */
const speed = 60;
const atOnce = 16;

// A file that may not grow further answers the write with an error, as a full disk does, instead of killing us.
process.on('SIGXFSZ', () => undefined);
process.once('message', (job: ChildJob) => live(job).catch(endWell));

/** On a full disk the program may refuse to open, saying so: that is a life too. Anything else is a fault. */
function endWell(error: unknown): void {
  if (!isFull(error)) throw error;
  tell({ kind: 'didNotOpen' });
}

async function live(job: ChildJob): Promise<void> {
  const { app, client } = openTellingCore(job.dataDir, {
    logLevel: 'silent',
    clock: fastClock(speed, job.startedAt, job.clockOffsetMs),
    random: seededRandom(job.seed),
  });
  const { call } = client;
  if (job.missing[0] === 1) await addChannels(call, job.port);
  await app.start();
  tell({ kind: 'ready' });
  process.on('message', (message) => {
    if (message === 'replay') replay(call);
    if (message === 'stop') stop(app, call);
  });
  setInterval(() => tell({ kind: 'memory', residentBytes: process.memoryUsage.rss() }), 250).unref();
  await publishAll(call, job.missing);
}

async function addChannels(call: Client['call'], port: number): Promise<void> {
  const { kinds } = await call('channels.kinds', {});
  const initial = (kind: string) => kinds.find((candidate) => candidate.kind === kind)?.initial;
  const known = (await call('channels.list', {})).channels.map((view) => view.channel.name);
  const common = { enabled: true, minSeverity: 'info' as const, eventTypes: ['system_alert' as const] };
  const retry = { timeoutSeconds: 30, quickRetries: 3, patient: true };
  const url = (name: string) => `http://127.0.0.1:${port}/${name}`;
  const wanted = [
    { kind: 'webhook', name: 'free', config: { url: url('free') } },
    { kind: 'webhook', name: 'ordered', config: { url: url('ordered') }, ordered: true },
    {
      kind: 'n8n',
      name: 'batched',
      config: { webhookUrl: url('batched') },
      ordered: false,
      batch: { upTo: 20, windowSeconds: 1 },
    },
  ];
  for (const channel of wanted.filter(({ name }) => !known.includes(name))) {
    const start = initial(channel.kind);
    await call('channels.save', {
      ...start,
      ...common,
      retry,
      ...channel,
      config: { ...start?.config, ...channel.config },
    });
  }
}

async function publishAll(call: Client['call'], numbers: readonly number[]): Promise<void> {
  for (let start = 0; start < numbers.length; start += atOnce) {
    let open = numbers.slice(start, start + atOnce);
    // On a full disk the same ones are tried again: nobody goes on with a hole behind.
    while (open.length > 0) {
      const done = await Promise.all(open.map((number) => publish(call, number)));
      const numbersDone = open.filter((_, index) => done[index]);
      if (numbersDone.length > 0) tell({ kind: 'acknowledged', numbers: numbersDone });
      open = open.filter((_, index) => !done[index]);
      // Lets others have a turn; publishes that fail at once would fill the loop.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

async function publish(call: Client['call'], number: number): Promise<boolean> {
  try {
    await call('events.publish', {
      id: `torture-${number}`,
      type: 'system_alert',
      severity: isCritical(number) ? 'critical' : 'info',
      data: {
        title: `Notice ${number}`,
        message: 'The mug on the left stands 18 mm too far right.',
        details: {},
      },
    });
    return true;
  } catch (error) {
    if (!isFull(error)) throw error;
    tell({ kind: 'refused' });
    return false;
  }
}

function isFull(error: unknown): boolean {
  return error instanceof AppError && error.code === 'storage.full';
}

/** Sends dead letters again, as an operator would, and says why they were. */
async function replay(call: Client['call']): Promise<void> {
  const deadLetters = await allDeliveries(call, { states: ['failed'] });
  await call('deliveries.replay', { filter: { states: ['failed'] } });
  tell({
    kind: 'replayed',
    deadLetters: deadLetters.map(({ eventId, reason, explanation }) => ({
      number: numberOf(eventId),
      why: `${reason}: ${explanation}`,
    })),
  });
}

/** Ends this life well, once every delivery has been settled or nothing moves any more. */
async function stop(app: App, call: Client['call']): Promise<void> {
  let left = Number.POSITIVE_INFINITY;
  for (let tries = 0; left > 0 && tries < 200; tries++) {
    const { counts } = await call('deliveries.list', { limit: 1 });
    left = counts.waiting + counts.sending + counts.held;
    if (left > 0) await wait(50);
  }
  const order = await orderOf(call);
  await app.stop();
  tell({ kind: 'stopping', leftOver: left, order });
  process.disconnect();
}

/** The numbers in the order in which the ordered channel's deliveries were written. */
async function orderOf(call: Client['call']): Promise<number[]> {
  const { channels } = await call('channels.list', {});
  const channelId = channels.find((view) => view.channel.name === 'ordered')?.channel.id;
  const newestFirst = await allDeliveries(call, channelId === undefined ? {} : { channelId });
  return newestFirst.map(({ eventId }) => numberOf(eventId)).reverse();
}

async function allDeliveries(call: Client['call'], filter: DeliveryFilter): Promise<Delivery[]> {
  const all: Delivery[] = [];
  let cursor: string | null | undefined;
  while (cursor !== null) {
    const page = await call('deliveries.list', { ...filter, limit: 1_000, ...(cursor && { cursor }) });
    all.push(...page.items);
    cursor = page.nextCursor;
  }
  return all;
}

/** Whoever started it may have gone: then nobody is told. */
function tell(message: ChildMessage): void {
  if (process.connected) process.send?.(message);
}
