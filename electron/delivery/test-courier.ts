import type { ChannelState } from '../../shared/channel.ts';
import type { Severity } from '../../shared/event.ts';
import type { Log } from '../log.ts';
import { type CourierOptions, createCourier } from './courier.ts';
import { settled } from './fake-clock.ts';
import { DeliveryError, type Lane, type OutgoingMessage, type Receipt, type Sender } from './sender.ts';
import { alert, openTestOutbox, type TestOptions } from './test-outbox.ts';

/** Sent messages as tests read them. */
export interface Sent {
  message: OutgoingMessage;
  title: string;
  /** Monotonic milliseconds. */
  at: number;
  signal: AbortSignal;
}

export type Answering = (sent: Sent) => Receipt | DeliveryError | Promise<Receipt | DeliveryError>;

export const accepted: Receipt = { status: 200, receipt: 'r1', detail: 'ok' };

export function refusal(
  reason: DeliveryError['reason'],
  options: Partial<ConstructorParameters<typeof DeliveryError>[2]> = {},
): DeliveryError {
  return new DeliveryError(reason, `It failed: ${reason}.`, { retryable: true, ...options });
}

export function laneOf(channelId: string, also: Partial<Lane> = {}): Lane {
  return {
    channelId,
    closed: null,
    concurrency: 1,
    ordered: false,
    rate: { perSecond: 1_000, burst: 1_000 },
    rateKey: channelId,
    service: 'slack',
    timeoutMs: 10_000,
    retryDelaysMs: [1_000, 5_000, 15_000],
    batch: { upTo: 1, windowMs: 0 },
    ...also,
  };
}

/** A courier on a real outbox; lanes, answers and time are the test's. */
export function openTestCourier(options: TestOptions & Pick<CourierOptions, 'lookEveryMs'> = {}) {
  const box = openTestOutbox(options);
  const sent: Sent[] = [];
  const disabled: string[] = [];
  const logged: string[] = [];
  const lanes = new Map<string, Lane>([['mail', laneOf('mail')]]);
  const world: { answer: Answering } = { answer: () => accepted };

  const sender: Sender = {
    lanes: () => [...lanes.values()],
    async send(message, { signal }) {
      const data = message.parts[0]?.event.data;
      const title = data !== undefined && 'title' in data ? String(data.title) : '';
      const one = { message, title, at: box.clock.monotonic(), signal };
      sent.push(one);
      const answer = await world.answer(one);
      if (answer instanceof DeliveryError) throw answer;
      return answer;
    },
    async disable(channelId, why) {
      disabled.push(`${channelId}: ${why}`);
    },
  };
  const write = (_entry: unknown, text: string) => logged.push(text);
  const log = { error: write, warn: write, info: write } as unknown as Log;
  const open = (also: Partial<CourierOptions> = {}) =>
    createCourier({
      ...box,
      sender,
      settings: () => box.settings,
      events: { emit: (name, payload) => box.heard.push({ name, payload }) },
      random: () => 0.5,
      log,
      ...(options.lookEveryMs !== undefined && { lookEveryMs: options.lookEveryMs }),
      ...also,
    });
  const courier = open();

  return {
    ...box,
    courier,
    open,
    sender,
    sent,
    lanes,
    world,
    disabled,
    logged,
    titles: () => sent.map(({ title }) => title),
    /** Records one, to `mail` unless told otherwise; resolves when everything came to rest. */
    async publish(title: string, severity: Severity = 'info', also: { to?: string; test?: boolean } = {}) {
      const recipient = { channelId: also.to ?? 'mail', windowMs: 0, ...(also.test && { test: true }) };
      const { deliveries } = await box.outbox.publish(alert(title, severity), [recipient]);
      await settled();
      return deliveries[0]?.id ?? '';
    },
    delivery: (id: string) => box.list.get(id).delivery,
    attempts: (id: string) => box.list.get(id).attempts,
    states: () =>
      box.heard
        .filter(({ name }) => name === 'channel.stateChanged')
        .map(({ payload }) => payload as ChannelState),
  };
}
