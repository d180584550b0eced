import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Fault, LocalServer } from '../../../e2e/servers/local-server.ts';
import type { DeliveryReason } from '../../../shared/delivery.ts';
import { type EventRecord, eventTypes } from '../../../shared/event.ts';
import { noticeOf } from '../../../shared/notice.ts';
import { defaultSettings } from '../../../shared/settings.ts';
import { DeliveryError, type Receipt } from '../../delivery/sender.ts';
import { reasonOf } from '../../http/network-error.ts';
import { createHttp, type Http } from '../../http.ts';
import type { AnyChannelKind, ChannelItem, SendContext } from './channel.ts';
import { sampleEvent } from './sample-events.ts';

/** How the suite reaches a channel over HTTP. */
export interface HttpWay {
  start(): Promise<LocalServer>;
  /** Statuses that this channel understands otherwise. */
  statuses?: Readonly<Record<number, readonly [DeliveryReason, boolean]>>;
  /** Set when a 200 with something else than the vendor's answer is no receipt. */
  wrongAnswer?: readonly [DeliveryReason, boolean];
  /** The id in a recorded request by which the receiver tells duplicates; left out where it has none. */
  idOf?: (request: LocalServer['requests'][number]) => string | undefined;
}

const usualStatuses: readonly (readonly [number, DeliveryReason, boolean])[] = [
  [301, 'redirected', false],
  [302, 'redirected', false],
  [308, 'redirected', false],
  [400, 'refused', false],
  [401, 'unauthorized', false],
  [403, 'unauthorized', false],
  [404, 'notFound', false],
  [405, 'refused', false],
  [408, 'timeout', true],
  [410, 'gone', false],
  [413, 'tooLarge', false],
  [422, 'refused', false],
  [425, 'serverError', true],
  [429, 'rateLimited', true],
  [500, 'serverError', true],
  [502, 'serverError', true],
  [503, 'serverError', true],
  [504, 'serverError', true],
];

/** What a channel gets of an event. */
export function itemOf(event: EventRecord): ChannelItem {
  return { event, notice: noticeOf(event) };
}

/** A context to send with over real HTTP. */
export function sendContext(http: Http, patch: Partial<SendContext> = {}): SendContext {
  return {
    http,
    version: '1.2.3',
    network: () => defaultSettings.network,
    picture: async () => null,
    notify: async () => undefined,
    signal: new AbortController().signal,
    messageId: 'dlv_contract',
    attempt: 1,
    now: new Date(),
    timeoutMs: 5_000,
    ...patch,
  };
}

/** The part of the contract that needs a server. */
export function describeHttp(
  subject: { kind: AnyChannelKind; secrets: readonly string[] },
  way: HttpWay,
  parse: (baseUrl: string) => unknown,
): void {
  const { kind } = subject;
  const http = createHttp({ version: '1.2.3', settings: () => defaultSettings.network, env: {} });
  let server: LocalServer;
  const events = [itemOf(sampleEvent('rule_triggered'))];
  const send = (patch: Partial<SendContext> = {}): Promise<Receipt> => {
    const config = parse(server.url);
    return kind.send(kind.format(events, config), config, sendContext(http, patch));
  };

  describe('over HTTP', () => {
    beforeEach(async () => {
      server = await way.start();
    });
    afterEach(() => server.close());
    afterAll(() => http.close());

    it('brings back a receipt of what the server took', async () => {
      const receipt = await send();
      expect(receipt.status).toBeGreaterThanOrEqual(200);
      expect(receipt.status).toBeLessThan(300);
      expect(server.requests).toHaveLength(1);
      expectNoSecret(JSON.stringify(receipt), subject.secrets);
    });

    it.each(eventTypes)('sends %s so that the server takes it', async (type) => {
      const config = parse(server.url);
      const message = kind.format([itemOf(sampleEvent(type))], config);
      await expect(kind.send(message, config, sendContext(http))).resolves.toMatchObject({
        status: expect.any(Number),
      });
    });

    it.each(usualStatuses)('takes %i for %s, retryable: %s', async (status, usual, usuallyRetryable) => {
      const [reason, retryable] = way.statuses?.[status] ?? [usual, usuallyRetryable];
      server.fail({ status, headers: { location: `${server.url}/elsewhere` }, body: 'no' });
      const error = await refusalOf(send());
      expect(error).toMatchObject({ reason, retryable, status, disable: status === 410 });
      expect(error.message).toMatch(/^[^\n]*\.( |$)/);
      expectNoSecret(error.message, subject.secrets);
      expect(server.requests, 'it sends once, and follows no redirect').toHaveLength(1);
    });

    it('hears how long to wait, in seconds and as a date', async () => {
      server.fail({ status: 429, headers: { 'retry-after': '7' } });
      expect((await refusalOf(send())).limit).toEqual({ waitMs: 7_000, scope: 'target' });
      const [date, later] = [0, 90_000].map((ms) => new Date(Date.UTC(2026, 0, 5) + ms).toUTCString());
      server.fail({ status: 503, headers: { date: String(date), 'retry-after': String(later) } });
      expect((await refusalOf(send())).limit).toEqual({ waitMs: 90_000, scope: 'target' });
    });

    it.each<[string, Fault]>([
      ['no answer', { hang: true }],
      ['an answer that never ends', { hang: true, body: '{"ok":' }],
    ])('ends at once when it is given up during %s', async (_name, fault) => {
      server.fail(fault);
      const controller = new AbortController();
      const sending = send({ signal: controller.signal, timeoutMs: 30_000 });
      sending.catch(() => undefined);
      await server.received(1);
      controller.abort();
      await expect(sending).rejects.toMatchObject({ code: 'cancelled' });
      await server.abandoned(1);
    });

    it('sends nothing when it has been given up before', async () => {
      await expect(send({ signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'cancelled' });
      await send();
      expect(server.requests).toHaveLength(1);
    });

    it.each<[string, Fault, DeliveryReason]>([
      ['no answer in time', { hang: true }, 'timeout'],
      ['half an answer in time', { hang: true, body: '{"ok":' }, 'timeout'],
      ['a cut connection', { reset: true }, 'connection'],
    ])('leaves %s to the transport, without secrets', async (_name, fault, reason) => {
      server.fail(fault);
      const error = await send({ timeoutMs: fault.hang ? 100 : 5_000 }).catch((thrown: unknown) => thrown);
      expect(error instanceof DeliveryError ? error.reason : reasonOf(error)).toBe(reason);
      expectNoSecret(String(error), subject.secrets);
    });

    it.each(['{"ok":', '<html><title>Welcome</title></html>', ''])(
      'judges the wrong answer %j',
      async (body) => {
        server.fail({ status: 200, body });
        if (way.wrongAnswer === undefined) await expect(send()).resolves.toMatchObject({ status: 200 });
        else {
          const [reason, retryable] = way.wrongAnswer;
          expect(await refusalOf(send())).toMatchObject({ reason, retryable, status: 200 });
        }
      },
    );

    it.runIf(way.idOf)('sends the same id at every try', async () => {
      server.fail({ status: 500 });
      await send({ attempt: 1, messageId: 'dlv_one' }).catch(() => undefined);
      await send({ attempt: 2, messageId: 'dlv_one' });
      expect(server.requests.map((request) => way.idOf?.(request))).toEqual(['dlv_one', 'dlv_one']);
    });
  });
}

/** The DeliveryError of a send that must fail. */
export async function refusalOf(sending: Promise<Receipt>): Promise<DeliveryError> {
  const error = await sending.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof DeliveryError) return error;
  throw new Error('No DeliveryError was thrown.', { cause: error });
}

/** No secret in a text, neither plain nor in a URL nor in the base64 of a login. */
export function expectNoSecret(text: string, secrets: readonly string[]): void {
  // Logins travel in base64: decoded, they must show nothing either.
  const decoded = [...text.matchAll(/[\w+/-]{12,}=*/g)].map(([word]) =>
    Buffer.from(word, 'base64').toString(),
  );
  for (const secret of secrets) {
    expect(text).not.toContain(secret);
    expect(text).not.toContain(encodeURIComponent(secret));
    expect(decoded.join('\n')).not.toContain(secret);
  }
}
