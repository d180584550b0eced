import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Fault, LocalServer } from '../../../e2e/servers/local-server.ts';
import { secretMask } from '../../../shared/channel.ts';
import type { DeliveryReason } from '../../../shared/delivery.ts';
import { type EventRecord, eventTypes } from '../../../shared/event.ts';
import { noticeOf } from '../../../shared/notice.ts';
import { defaultSettings } from '../../../shared/settings.ts';
import { DeliveryError, type Receipt } from '../../delivery/sender.ts';
import { reasonOf } from '../../http/network-error.ts';
import { createHttp, type Http } from '../../http.ts';
import type { AnyChannelKind, ChannelItem, SendContext } from './channel.ts';
import { sampleEvent } from './sample-events.ts';

/** A text that a channel cuts: where it comes from, where it ends up, how long it may be there. */
export interface Cut {
  name: string;
  /** Most, in `unit`s. */
  limit: number;
  unit: 'utf16' | 'codePoints' | 'bytes';
  /** An event whose words hold the text where it counts. */
  event(text: string): EventRecord;
  /** The cut text in the message for that event, with all that the channel puts around it. */
  read(message: unknown): string;
}

/** What one kind of channel tells the suite of itself. */
export interface ContractSubject {
  kind: AnyChannelKind;
  /** A complete config with every secret set, as a form gives it. `baseUrl` is the server's, without a slash. */
  config(baseUrl: string): Record<string, unknown>;
  /** Every secret in that config that must never be seen, in plain text. */
  secrets: readonly string[];
  cuts: readonly Cut[];
  /** What no text of a message may hold after `hostileText` went in, besides lone surrogates. */
  forbidden: readonly RegExp[];
  /** Left out by channels that go another way than HTTP. */
  http?: {
    start(): Promise<LocalServer>;
    /** Statuses that this channel understands otherwise. */
    statuses?: Readonly<Record<number, readonly [DeliveryReason, boolean]>>;
    /** Set when a 200 with something else than the vendor's answer is no receipt. */
    wrongAnswer?: readonly [DeliveryReason, boolean];
    /** The id in a recorded request by which the receiver tells duplicates; left out where it has none. */
    idOf?: (request: LocalServer['requests'][number]) => string | undefined;
  };
}

/** Everything that texts are known to break: mentions, markup, control characters, half an emoji. */
export const hostileText =
  '@everyone <!channel> <@U1> [x](https://evil.example) *b* _i_ `c` <script>alert(1)</script>' +
  ' "}{" \\ {{data}} \u0000\u0007\u001b[31m\u202e \ud83d end';

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

/** The one suite that every kind of channel passes. */
export function channelContract(subject: ContractSubject): void {
  const { kind } = subject;
  const parse = (baseUrl = 'https://example.com') => kind.config.parse(subject.config(baseUrl));
  const format = (...events: EventRecord[]) => kind.format(events.map(itemOf), parse());

  describe(`the contract of channels, for ${kind.kind}`, () => {
    it('has a config that comes to plain JSON Schema with a title on every field', () => {
      const schema = z.toJSONSchema(kind.config, { io: 'input' });
      const fields = fieldsOf(schema);
      expect(fields.length).toBeGreaterThan(0);
      expect(fields.filter(({ field }) => !field.title).map(({ path }) => path)).toEqual([]);
      for (const name of Object.keys(kind.environment))
        expect(fields.map(({ path }) => path)).toContain(name);
      expect(JSON.parse(JSON.stringify(schema))).toEqual(schema);
    });

    it('keeps what it takes from its form as it is', () => {
      expect(kind.config.parse(JSON.parse(JSON.stringify(parse())))).toEqual(parse());
    });

    it.each(eventTypes)('tells of %s', (type) => {
      const message = format(sampleEvent(type));
      expect(kind.preview(message, parse())).toMatch(/<html|<!doctype html/i);
      expect(kind.request(message, parse())).not.toBe('');
    });

    it('formats the same events the same way every time', () => {
      expect(format(sampleEvent('rule_triggered'))).toEqual(format(sampleEvent('rule_triggered')));
    });

    it.runIf(kind.limits.maxBatch > 1)('puts as many events as it batches into one message', () => {
      const events = Array.from({ length: kind.limits.maxBatch }, (_, index) =>
        sampleEvent('system_alert', { title: `Number ${index + 1}.` }, { id: `evt_${index}` }),
      );
      const message = format(...events);
      expect(kind.preview(message, parse())).toMatch(/<html/i);
      expect(textsOf(message).join('\n')).toContain('Number 1.');
      expect(message).not.toEqual(format(...events.slice(1)));
    });

    it('escapes hostile texts, and no half of an emoji leaves it', () => {
      const events = [
        sampleEvent('system_alert', {
          title: hostileText,
          message: hostileText,
          details: { [hostileText.slice(0, 90)]: hostileText },
        }),
        sampleEvent('rule_triggered', {
          rule_name: hostileText,
          advice: hostileText,
          image_name: hostileText,
        }),
        sampleEvent('error_occurred', { message: hostileText, component: 'x', image_name: hostileText }),
      ];
      for (const event of events) {
        const message = format(event);
        for (const text of textsOf(message)) {
          expect(text.isWellFormed(), text).toBe(true);
          for (const pattern of subject.forbidden) expect(text).not.toMatch(pattern);
        }
        const page = kind.preview(message, parse());
        expect(page.isWellFormed()).toBe(true);
        expect(page).not.toMatch(/<script/i);
      }
    });

    it('shows no secret in its target, its preview or its masked request', () => {
      const message = format(sampleEvent('mug_detected'));
      const config = parse();
      const request = subject.secrets.reduce(
        (text, secret) =>
          text.replaceAll(secret, secretMask).replaceAll(encodeURIComponent(secret), secretMask),
        kind.request(message, config),
      );
      expect(subject.secrets.filter((secret) => secret.length < 6)).toEqual([]);
      for (const text of [kind.target(config), kind.preview(message, config), request, ...textsOf(message)])
        expectNoSecret(text, subject.secrets);
    });

    for (const cut of subject.cuts) describeCut(cut, format);
    if (subject.http) describeHttp(subject, subject.http, parse);
  });
}

function describeCut(cut: Cut, format: (event: EventRecord) => unknown): void {
  const read = (text: string) => cut.read(format(cut.event(text)));
  const room = () => cut.limit - measure(read('x'), cut.unit) + 1;

  it(`keeps ${cut.name} of ${cut.limit} ${cut.unit} and one less whole`, () => {
    for (const length of [room() - 1, room()]) {
      const text = 'x'.repeat(length);
      expect(read(text)).toContain(text);
      expect(measure(read(text), cut.unit)).toBe(cut.limit - room() + length);
    }
  });

  it.each(['x', 'é', '🙂', '👩‍🔬'])(
    `cuts ${cut.name} visibly beyond ${cut.limit} ${cut.unit} of %s`,
    (character) => {
      const text = character.repeat(Math.floor(room() / measure(character, cut.unit)) + 1);
      const shown = read(text);
      expect(measure(shown, cut.unit)).toBeLessThanOrEqual(cut.limit);
      expect(shown.isWellFormed()).toBe(true);
      expect(shown).toContain('…');
      // Only whole characters stay, also of those that are made of several.
      expect(shown).toMatch(new RegExp(`${character}…`, 'u'));
    },
  );
}

function describeHttp(
  subject: ContractSubject,
  way: NonNullable<ContractSubject['http']>,
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
    beforeAll(() => {
      // A config is checked once, however many servers come and go.
      parse('http://127.0.0.1:1');
    });
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

function expectNoSecret(text: string, secrets: readonly string[]): void {
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

function measure(text: string, unit: Cut['unit']): number {
  if (unit === 'bytes') return Buffer.byteLength(text);
  return unit === 'utf16' ? text.length : [...text].length;
}

/** Every text in a message, wherever it is. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([name, part]) => [name, ...textsOf(part)]);
}

type Schema = z.core.JSONSchema.BaseSchema;

/** Every field of a JSON Schema with its dotted path; the `kind` that tells a union's parts apart is none. */
function fieldsOf(schema: Schema, prefix = ''): { path: string; field: Schema }[] {
  const parts = [...(schema.oneOf ?? []), ...(schema.anyOf ?? [])].filter((part) => typeof part === 'object');
  const own = Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    if (typeof field === 'boolean' || (name === 'kind' && field.const !== undefined)) return [];
    const path = prefix === '' ? name : `${prefix}.${name}`;
    return [{ path, field }, ...fieldsOf(field, path)];
  });
  return [...own, ...parts.flatMap((part) => fieldsOf(part, prefix))];
}
