import { afterAll, afterEach, describe, expect, it } from 'vitest';
import {
  startWebhookReceiver,
  type WebhookReceiver,
  type WebhookReceiverOptions,
} from '../../../e2e/servers/webhook.ts';
import type { EventRecord } from '../../../shared/event.ts';
import { defaultSettings } from '../../../shared/settings.ts';
import { createHttp } from '../../http.ts';
import type { SendContext } from './channel.ts';
import { channelContract, itemOf, refusalOf, sendContext } from './channel-contract.ts';
import { sampleEvent } from './sample-events.ts';
import { webhook } from './webhook.ts';

const token = 'kept-to-ourselves-4711';
const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const oldSecret = `whsec_${Buffer.alloc(64, 9).toString('base64')}`;
const login = { authorization: `Bearer ${token}` };

const contractSubject = {
  kind: webhook,
  secrets: [token, secret, oldSecret],
  cuts: [],
  forbidden: [/\p{Cc}/u],
  http: {
    start: () => startWebhookReceiver({ secrets: [secret], headers: login }),
    idOf: (request: { headers: Readonly<Record<string, string>> }) => request.headers['webhook-id'],
  },
};
channelContract({
  ...contractSubject,
  config: (baseUrl) => ({
    url: `${baseUrl}/hooks/${token}`,
    signingSecret: secret,
    previousSigningSecret: oldSecret,
    headers: login,
  }),
});

describe('with a template of its own', () => {
  channelContract({
    ...contractSubject,
    config: (baseUrl) => ({
      url: `${baseUrl}/hooks/${token}`,
      method: 'PUT',
      signingSecret: secret,
      headers: login,
      template: '{"text":"{{title}}: {{message}}","facts":{{facts}},"data":{{data}}}',
    }),
  });
});

const http = createHttp({ version: '1.2.3', settings: () => defaultSettings.network, env: {} });
const servers: WebhookReceiver[] = [];
afterEach(() => Promise.all(servers.splice(0).map((server) => server.close())));
afterAll(() => http.close());

async function start(options: WebhookReceiverOptions = {}): Promise<WebhookReceiver> {
  const server = await startWebhookReceiver(options);
  servers.push(server);
  return server;
}

function send(
  url: string,
  config: Record<string, unknown> = {},
  event: EventRecord = sampleEvent('system_alert'),
  context: Partial<SendContext> = {},
) {
  const parsed = webhook.config.parse({ url, ...config });
  return webhook.send(webhook.format([itemOf(event)], parsed), parsed, sendContext(http, context));
}

it('sends the words and the data of an event', async () => {
  const server = await start();
  await send(server.url);
  expect(server.requests[0]).toMatchObject({
    method: 'POST',
    headers: { 'content-type': 'application/json' },
  });
  expect(JSON.parse(server.requests[0]?.body ?? '')).toEqual({
    type: 'system_alert',
    timestamp: '2026-11-20T08:30:00.000Z',
    id: 'evt_systemalert',
    severity: 'info',
    title: 'Disk almost full',
    message: 'Free some space.',
    data: { title: 'Disk almost full', message: 'Free some space.', details: { free_megabytes: 90 } },
  });
});

it('is let in by a receiver that knows the new secret, and by one that still knows the old', async () => {
  const both = { signingSecret: secret, previousSigningSecret: oldSecret };
  for (const known of [secret, oldSecret]) {
    const server = await start({ secrets: [known] });
    await expect(send(server.url, both)).resolves.toMatchObject({ status: 200 });
  }
  const strange = await start({ secrets: [oldSecret] });
  expect(await refusalOf(send(strange.url, { signingSecret: secret }))).toMatchObject({
    reason: 'unauthorized',
    retryable: false,
  });
});

it('signs each try with its own time, for receivers believe none older than five minutes', async () => {
  const server = await start({ secrets: [secret] });
  const signed = { signingSecret: secret };
  const late = send(server.url, signed, undefined, { now: new Date(Date.now() - 3_600_000) });
  expect((await refusalOf(late)).status).toBe(401);
  await send(server.url, signed, undefined, { attempt: 2 });
  const ids = server.requests.map((request) => request.headers['webhook-id']);
  expect(ids).toEqual(['dlv_contract', 'dlv_contract']);
  expect([...server.taken]).toEqual([['dlv_contract', 1]]);
});

it('signs what a template makes of it, too', async () => {
  const server = await start({ secrets: [secret], method: 'PATCH' });
  const template = '{"text":"{{title}} 🙂","priority":"{{priority}}","n":{{data.details.free_megabytes}}}';
  await send(server.url, { signingSecret: secret, method: 'PATCH', template });
  expect(JSON.parse(server.requests[0]?.body ?? '')).toEqual({
    text: 'Disk almost full 🙂',
    priority: 'low',
    n: 90,
  });
});

it('sends other media types as they are asked for', async () => {
  const server = await start();
  const contentType = 'application/x-www-form-urlencoded';
  await send(server.url, { contentType, template: 'title={{title}}&level={{severity}}' });
  expect(server.requests[0]).toMatchObject({
    headers: { 'content-type': contentType },
    body: 'title=Disk%20almost%20full&level=info',
  });
});

it.each([
  ['url', { url: 'file:///etc/passwd' }],
  ['method', { method: 'GET' }],
  ['contentType', { contentType: 'json\r\nx: y' }],
  ['template', { template: '{"text":{{title}}' }],
  ['template', { template: '[{{#facts}}{{value}},{{/facts}}]' }],
  ['template', { template: '{"text":"{{{title}}}"}' }],
  ['template', { template: '{"text":"{{#facts}}"}' }],
  ['headers.webhook-signature', { headers: { 'webhook-signature': 'v1,x' } }],
  ['headers.Host', { headers: { Host: 'example.org' } }],
  ['headers.Content-Length', { headers: { 'Content-Length': '1' } }],
  ['headers.X Y', { headers: { 'X Y': '1' } }],
  ['headers.X-Y', { headers: { 'X-Y': 'a\nb' } }],
])('refuses a wrong %s when it is saved', (field, config) => {
  const result = webhook.config.safeParse({ url: 'https://example.com/', ...config });
  expect(result.error?.issues.map((issue) => issue.path.join('.'))).toEqual([field]);
});

it('names its host and nothing else of the URL', () => {
  const config = webhook.config.parse({ url: `https://example.com:8443/${token}?key=${token}` });
  expect(webhook.target(config)).toBe('example.com:8443/…');
});
