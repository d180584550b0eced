import { afterEach, describe, expect, test } from 'vitest';
import { type LocalServer, startLocalServer } from '../../e2e/servers/local-server.ts';
import { secretMask } from '../../shared/channel.ts';
import { defaultSettings } from '../../shared/settings.ts';
import { DeliveryError, type OutgoingMessage } from '../delivery/sender.ts';
import { createHttp, type HttpOptions } from '../http.ts';
import { createChannelSender } from './channel-sender.ts';
import type { AnyChannelKind, Surroundings } from './channels/channel.ts';
import { sampleEvent } from './channels/sample-events.ts';
import { webhook } from './channels/webhook.ts';
import { draft, openTestRegistry, testKind } from './test-channels.ts';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

const surroundings: Surroundings = {
  version: '1.2.3',
  network: () => defaultSettings.network,
  picture: async () => null,
  notify: async () => undefined,
};
const path = 'services/T0PSECRETPATHSEGMENT';
const password = 'Pass word/secret';

async function open(
  answer: Parameters<typeof startLocalServer>[0] = () => ({ body: 'ok' }),
  kind = testKind,
  how: Partial<HttpOptions> = {},
) {
  const server: LocalServer = await startLocalServer(answer);
  const http = createHttp({ version: '1.2.3', settings: () => defaultSettings.network, env: {}, ...how });
  const opened = openTestRegistry({ kinds: [kind] });
  const sender = createChannelSender({ registry: opened.registry, http, surroundings, log: opened.log });
  closers.push(
    () => http.close(),
    () => server.close(),
  );
  const auth = { kind: 'basic', user: 'me', password };
  const config = { webhookUrl: `${server.url}/${path}`, url: `${server.url}/${path}`, auth };
  const { id } = opened.registry.save(draft({ kind: kind.kind, config, minSeverity: 'info' }));
  return { ...opened, server, sender, id };
}

const message = (channelId: string): OutgoingMessage => ({
  channelId,
  id: 'dlv_1',
  attempt: 1,
  parts: (['system_alert', 'model_updated'] as const).map((type) => ({
    deliveryId: 'dlv_1',
    event: sampleEvent(type),
    test: false,
  })),
});
const { signal } = new AbortController();

async function refusalOf(sending: Promise<unknown>): Promise<Error> {
  const error = await sending.catch((thrown: unknown) => thrown);
  if (error instanceof Error) return error;
  throw new Error('It was sent.');
}

test('a message goes out in the words of its channel, and the receipt comes back', async () => {
  const { sender, server, id } = await open(() => ({ body: 'id-7' }));
  expect(await sender.send(message(id), { signal })).toEqual({
    status: 200,
    receipt: 'id-7',
    detail: 'id-7',
  });
  expect(server.requests[0]).toMatchObject({ path: `/${path}`, headers: { 'webhook-id': 'dlv_1' } });
  expect(server.requests[0]?.body.split('\n')).toHaveLength(2);
});

test('an answer that repeats secrets, or never ends, is kept without them and short', async () => {
  const { sender, server, id } = await open(({ headers }) => ({
    body: `${server.url}/${path} ${headers.authorization} ${encodeURIComponent(password)} ${'😀'.repeat(600)}`,
  }));
  const receipt = await sender.send(message(id), { signal });
  expect(receipt.detail).toMatch(new RegExp(`^${secretMask} Basic ${secretMask} ${secretMask} 😀`));
  expect(Array.from(receipt.detail ?? '')).toHaveLength(500);
  expect(JSON.stringify(receipt)).not.toContain('T0PSECRET');
});

test('of a secret in the middle of a long answer nothing is kept', async () => {
  const { sender, id } = await open(() => ({ body: `${'x'.repeat(280)} ${path}` }), webhook);
  const receipt = await sender.send(message(id), { signal });
  expect(receipt.detail).toBe(`${'x'.repeat(280)} ${secretMask}`);
});

test.each([
  ['cuts the connection', { reset: true }, 'connection', true],
  ['says nothing', { hang: true }, 'timeout', true],
] as const)('a server that %s is a failure of the network', async (_name, fault, reason, retryable) => {
  const { sender, server, id, registry } = await open();
  const { channel, masked } = registry.get(id);
  registry.save({ ...channel, config: masked, retry: { timeoutSeconds: 1 } });
  server.fail(fault);
  expect(await refusalOf(sender.send(message(id), { signal }))).toMatchObject({
    name: 'DeliveryError',
    reason,
    retryable,
    message: expect.stringContaining('127.0.0.1'),
  });
});

test('a target that is not allowed is no case for another try', async () => {
  const { sender, registry } = await open();
  const refused = ['https://10.0.0.1/hook', 'http://example.com/hook'].map(async (webhookUrl, index) => {
    const { id } = registry.save(draft({ name: `n${index}`, config: { webhookUrl } }));
    return refusalOf(sender.send(message(id), { signal }));
  });
  expect(await Promise.all(refused)).toMatchObject([
    { reason: 'blocked', retryable: false },
    { reason: 'insecure', retryable: false },
  ]);
});

test.each<[string, Partial<HttpOptions>, string]>([
  [
    'a network that leads every name to its own page',
    { lookup: (_host, _options, done) => done(null, [{ address: '10.0.0.1', family: 4 }]) },
    'blocked',
  ],
  ['a file of certificates that is not there', { env: { NODE_EXTRA_CA_CERTS: '/nowhere' } }, 'misconfigured'],
  ['a proxy that is none', { env: { HTTPS_PROXY: 'socks5://proxy' } }, 'misconfigured'],
])('%s is the fault of no message: it is tried again', async (_name, how, reason) => {
  const { sender, registry } = await open(undefined, testKind, how);
  const { id } = registry.save(draft({ name: 'far', config: { webhookUrl: 'https://hooks.example.com/x' } }));
  expect(await refusalOf(sender.send(message(id), { signal }))).toMatchObject({ reason, retryable: true });
});

test('what a channel throws leaves without secrets: its own errors, and bugs', async () => {
  const { sender, id } = await open(({ headers }) => ({ status: 500, body: `for ${headers.authorization}` }));
  const bug = await refusalOf(sender.send(message(id), { signal }));
  expect(bug).not.toBeInstanceOf(DeliveryError);
  expect(bug.message).toBe(`500: for Basic ${secretMask}`);
  expect(bug.stack).not.toContain(Buffer.from(`me:${password}`).toString('base64'));

  const rude: AnyChannelKind = {
    ...testKind,
    send: () => {
      const cause = new Error(password);
      throw new DeliveryError('gone', `No ${password}.`, {
        retryable: false,
        status: 410,
        disable: true,
        cause,
      });
    },
  };
  const other = await open(undefined, rude);
  const refusal = await refusalOf(other.sender.send(message(other.id), { signal }));
  expect(refusal).toMatchObject({ reason: 'gone', status: 410, disable: true, message: `No ${secretMask}.` });
  expect(refusal.cause).toBeUndefined();
});

test('a channel that is gone or lacks a secret is said so, and nothing is sent', async () => {
  const { sender, registry, secrets, id, server, dataDir, log } = await open();
  secrets.delete(`channel.${id}.webhookUrl`);
  const reopened = openTestRegistry({ dataDir }).registry;
  const http = () => expect.unreachable('It was sent.');
  const other = createChannelSender({ registry: reopened, http, surroundings, log });
  expect(await refusalOf(other.send(message(id), { signal }))).toMatchObject({
    reason: 'misconfigured',
    retryable: false,
    message: 'Webhook URL is needed.',
  });
  expect(other.lanes()).toMatchObject([{ closed: { condition: 'incomplete' } }]);
  registry.remove(id);
  expect(await refusalOf(sender.send(message(id), { signal }))).toMatchObject({
    reason: 'channelRemoved',
    retryable: false,
  });
  expect(server.requests).toHaveLength(0);
});

describe('lanes', () => {
  test('follow the channel and the limits of its kind', async () => {
    const { sender, registry, id } = await open();
    registry.save(draft({ name: 'ordered', ordered: true, batch: { upTo: 3, windowSeconds: 2 } }));
    registry.save(
      draft({ name: 'off', enabled: false, retry: { timeoutSeconds: 5, quickRetries: 0, patient: false } }),
    );
    expect(sender.lanes()).toMatchObject([
      {
        channelId: id,
        closed: null,
        concurrency: 4,
        rate: { perSecond: 10, burst: 10 },
        service: 'test',
        timeoutMs: 10_000,
        batch: { upTo: 1, windowMs: 0 },
      },
      { channelId: 'ordered', concurrency: 1, ordered: true, batch: { upTo: 3, windowMs: 2_000 } },
      { channelId: 'off', closed: { condition: 'disabled' }, timeoutMs: 5_000, retryDelaysMs: [] },
    ]);
  });

  test('share a bucket when they go to one target, and the key tells nothing of it', async () => {
    const { sender, registry } = await open();
    registry.save(draft({ name: 'b' }));
    registry.save(draft({ name: 'c' }));
    const [a, b, c] = sender.lanes().map(({ rateKey }) => rateKey);
    expect(b).toBe(c);
    expect(a).not.toBe(b);
    expect(JSON.stringify(sender.lanes())).not.toContain('T0PSECRET');
  });
});

test('a channel is switched off with a reason that holds no secret', async () => {
  const { sender, registry, id, logged } = await open();
  await sender.disable(id, `It answered: ${password} is gone.`);
  expect(registry.get(id).closed).toEqual({
    condition: 'disabled',
    reason: `It answered: ${secretMask} is gone.`,
  });
  expect(logged.join()).not.toContain(password);
});

test('a preview shows the message and its request, masked', async () => {
  const { sender, id } = await open();
  const { html, request } = sender.preview(id, { title: `Watch out for ${password}` });
  expect(html).toBe(`<p>Watch out for ${secretMask}</p>`);
  expect(request).toContain(`POST ${secretMask}\nAuthorization: Basic ${secretMask}\n`);
  expect(request).not.toMatch(/T0PSECRET|Pass word/);
  expect(() => sender.preview('nowhere', { title: 'x' })).toThrow(
    expect.objectContaining({ code: 'notFound' }),
  );
});
