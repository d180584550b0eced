import { type Alerting, alertingSchema, defaultAlerting } from '../../shared/alert.ts';
import { type Channel, channelSchema } from '../../shared/channel.ts';
import { AppError } from '../../shared/errors.ts';
import { type EventRecord, eventTypes } from '../../shared/event.ts';
import { createAlertSystem } from '../alerting.ts';
import type { FakeClock } from '../delivery/fake-clock.ts';
import { settled } from '../delivery/fake-clock.ts';
import { openTestOutbox, type TestOptions } from '../delivery/test-outbox.ts';
import { createEventBus } from '../events.ts';
import type { ConfiguredChannel } from '../integrations/configured-channel.ts';
import { createPublisher } from '../integrations/publisher.ts';
import { createAlertingStore } from './alerting-store.ts';
import { createAudience } from './audience.ts';

/** A message as channels get it. */
export interface Message {
  /** Milliseconds since the test began. */
  at: number;
  title: string;
  severity: string;
  data: EventRecord<'system_alert'>['data'];
  channelIds: string[];
}

export interface TestAlertOptions extends TestOptions {
  channels?: readonly (Partial<Channel> & { id: string })[];
  alerting?: Alerting;
  /** Of another process, where the test has two. */
  clock?: FakeClock;
  leads?: () => boolean;
}

/** One of each kind that the usual routes name, and one for workflows. */
export const usualChannels = ['email', 'slack', 'discord', 'webhook', 'desktop', 'n8n'].map((kind) => ({
  id: kind,
  kind,
}));

/** The whole system of alerts on a real database and a real outbox; channels and time are the test's. */
export async function openTestAlerts(options: TestAlertOptions = {}) {
  const box = openTestOutbox(options);
  const { database, outbox } = box;
  const clock = options.clock ?? box.clock;
  const startedAt = clock.now();
  const given = [...(options.channels ?? usualChannels)];
  const channels = () => given.map(configured);
  const find = (id: string) => channels().find(({ channel }) => channel.id === id) ?? null;
  const registry = {
    list: channels,
    find,
    recipientsOf(_event: unknown, { channelIds = [] }: { channelIds?: readonly string[] } = {}) {
      return channelIds.map((channelId) => {
        if (find(channelId) === null) throw new AppError('notFound', channelId);
        return { channelId, windowMs: 0 };
      });
    },
  };
  const errors: unknown[] = [];
  const log = { error: (entry: unknown) => errors.push(entry) };
  const events = createEventBus(log as never);
  let isOn = true;

  function build() {
    const alerting = createAlertingStore({ database, events });
    const audience = createAudience({ registry, alerting });
    const publisher = createPublisher({ registry, outbox, database, audience, now: clock.now });
    const exports = {
      add: async () => {
        throw new Error('Tests look at the lists.');
      },
    };
    return createAlertSystem({
      ...{ database, registry, publisher, alerting, audience, events, clock, exports },
      deliverySettings: () => box.settings,
      leads: () => isOn && (options.leads?.() ?? true),
      isHeld: () => false,
      log: log as never,
    });
  }

  let system = build();
  if (options.alerting !== undefined) await system.handlers['routes.save'](options.alerting);

  const test = {
    ...box,
    clock,
    errors,
    events,
    /** Channels may be changed as a test goes on. */
    channels: given,
    get system() {
      return system;
    },
    get call() {
      return system.handlers;
    },
    raise: (name: string, also: Record<string, unknown> = {}) =>
      system.notifier.raise({
        labels: { alertname: name, source: 'test', ...(also.labels as object) },
        title: `${also.title ?? name}`,
        severity: (also.severity as never) ?? 'error',
        ...(also.expiresAt !== undefined && { expiresAt: `${also.expiresAt}` }),
      }),
    resolve: (name: string, labels: Record<string, string> = {}) =>
      system.notifier.resolve({ alertname: name, source: 'test', ...labels }),
    async advance(ms: number) {
      await clock.advance(ms);
      await settled();
    },
    /** The program ends and starts again so much later. */
    async restart(afterMs = 0) {
      isOn = false;
      await system.stop();
      await clock.advance(afterMs);
      isOn = true;
      system = build();
      system.attend();
      await settled();
    },
    /** All messages so far, oldest first. */
    messages(): Message[] {
      return box
        .query(`SELECT sequence, body, recorded_at FROM events WHERE type = 'system_alert' ORDER BY sequence`)
        .map((row) => {
          const event: EventRecord<'system_alert'> = JSON.parse(String(row.body));
          const deliveries = box.query(
            'SELECT channel_id FROM deliveries WHERE event_sequence = ? ORDER BY sequence',
            Number(row.sequence),
          );
          return {
            at: Number(row.recorded_at) - startedAt,
            title: event.data.title,
            severity: event.severity,
            data: event.data,
            channelIds: deliveries.map(({ channel_id }) => String(channel_id)),
          };
        });
    },
    async close() {
      await system.stop();
      database.close();
    },
  };
  return test;
}

/** A document of one route; its children as they are given. */
export function alertingOf(root: object, also: object = {}): Alerting {
  return alertingSchema.parse({
    ...also,
    routes: { ...defaultAlerting.routes, routes: [], to: { all: true }, ...root },
  });
}

function configured(given: Partial<Channel> & { id: string }): ConfiguredChannel {
  const channel = channelSchema.parse({
    kind: 'test',
    name: given.id,
    eventTypes: [...eventTypes],
    ...given,
  });
  return {
    channel,
    kind: {
      forWorkflows: ({ n8n: 'only', webhook: 'also' } as Record<string, string>)[channel.kind],
    } as never,
    config: {},
    closed: null,
    takesIn: true,
    target: '',
    rateKey: `test:${channel.id}`,
    locked: {},
    fromEnvironment: false,
    masked: {},
    secrets: [],
    redact: (text) => text,
  };
}
