import { generateKeyPairSync } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { type N8nAuth, type N8nOptions, type N8nServer, startN8n } from '../../../e2e/servers/n8n.ts';
import type { EventRecord } from '../../../shared/event.ts';
import { defaultSettings } from '../../../shared/settings.ts';
import { createHttp } from '../../http.ts';
import type { SendContext } from './channel.ts';
import { channelContract, itemOf, refusalOf, sendContext } from './channel-contract.ts';
import { n8n } from './n8n.ts';
import { sampleEvent } from './sample-events.ts';

const path = 'kept-to-ourselves-4711';
const passphrase = 'correct horse battery staple';
const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const oldSecret = `whsec_${Buffer.alloc(24, 9).toString('base64')}`;
const rsa = generateKeyPairSync('rsa', {
  modulusLength: 2_048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
});

channelContract({
  kind: n8n,
  config: (baseUrl) => ({
    webhookUrl: `${baseUrl}/webhook/${path}`,
    auth: { kind: 'basic', user: 'robot', password: passphrase },
    signingSecret: secret,
    previousSigningSecret: oldSecret,
  }),
  secrets: [path, passphrase, secret, oldSecret],
  cuts: [],
  forbidden: [/\p{Cc}/u],
  http: {
    start: () =>
      startN8n({ path, auth: { kind: 'basic', credential: { user: 'robot', password: passphrase } } }),
    idOf: (request) => request.headers['webhook-id'],
  },
});

const http = createHttp({ version: '1.2.3', settings: () => defaultSettings.network, env: {} });
const servers: N8nServer[] = [];
afterEach(() => Promise.all(servers.splice(0).map((server) => server.close())));
afterAll(() => http.close());

async function start(options: Partial<N8nOptions> = {}): Promise<N8nServer> {
  const server = await startN8n({ path, ...options });
  servers.push(server);
  return server;
}

function send(
  webhookUrl: string,
  config: Record<string, unknown> = {},
  events: readonly EventRecord[] = [sampleEvent('mug_detected')],
  context: Partial<SendContext> = {},
) {
  const parsed = n8n.config.parse({ webhookUrl, ...config });
  const message = n8n.format(events.map(itemOf), parsed);
  return n8n.send(message, parsed, sendContext(http, context));
}

it('sends one event as its envelope', async () => {
  const server = await start();
  const event = sampleEvent('positioning_analyzed', {}, { severity: 'critical' });
  await send(server.webhookUrl, {}, [event]);
  expect(JSON.parse(server.requests[0]?.body ?? '')).toEqual({
    id: event.id,
    event_type: 'positioning_analyzed',
    timestamp: '2026-11-20T08:30:00.000Z',
    source: 'h200-mug-positioning',
    version: '1.0',
    priority: 'critical',
    severity: 'critical',
    data: event.data,
  });
});

it('sends several events as a batch whose id is the message’s', async () => {
  const server = await start();
  const events = Array.from({ length: 100 }, (_, n) => sampleEvent('mug_detected', {}, { id: `evt_${n}` }));
  await send(server.webhookUrl, {}, events, { messageId: 'bat_1' });
  const body = JSON.parse(server.requests[0]?.body ?? '');
  expect(body).toMatchObject({
    batch_id: 'bat_1',
    count: 100,
    source: 'h200-mug-positioning',
    version: '1.0',
  });
  expect(body.events.map(({ id }: EventRecord) => id)).toEqual(events.map(({ id }) => id));
  expect(server.taken.size).toBe(100);
});

it('tells what n8n answered, and the execution where a workflow names it', async () => {
  const started = await start();
  expect(await send(started.webhookUrl)).toEqual({
    status: 200,
    receipt: null,
    detail: '{"message":"Workflow was started"}',
  });
  const named = await start({ answer: { status: 201, body: '{"executionId":4711}' } });
  expect(await send(named.webhookUrl)).toMatchObject({ status: 201, receipt: '4711' });
  const silent = await start({ answer: { status: 200 } });
  expect(await send(silent.webhookUrl)).toEqual({ status: 200, receipt: null, detail: null });
});

it('signs with the new and the old secret, over what it sends', async () => {
  const server = await start();
  await send(server.webhookUrl, { signingSecret: secret, previousSigningSecret: oldSecret });
  const [request] = server.requests;
  if (!request) throw new Error('Nothing came.');
  for (const known of [secret, oldSecret])
    expect(new Webhook(known).verify(request.body, request.headers)).toMatchObject({
      event_type: 'mug_detected',
    });
  expect(() => new Webhook(secret).verify(`${request.body} `, request.headers)).toThrow();
});

it('sends ids without a signature when it has no secret', async () => {
  const server = await start();
  await send(server.webhookUrl, {}, undefined, { messageId: 'dlv_9', now: new Date(1_795_165_200_999) });
  expect(server.requests[0]?.headers).toMatchObject({
    'webhook-id': 'dlv_9',
    'webhook-timestamp': '1795165200',
  });
  expect(server.requests[0]?.headers).not.toHaveProperty('webhook-signature');
});

describe('authentication', () => {
  const header = { name: 'X-API-Key', value: 'k-123456' };
  const logins: [string, object, N8nAuth, object][] = [
    [
      'header',
      { kind: 'header', ...header },
      { kind: 'header', credential: header },
      { kind: 'header', name: 'X-API-Key', value: 'n0t-this' },
    ],
    [
      'basic',
      { kind: 'basic', user: 'ö', password: passphrase },
      { kind: 'basic', credential: { user: 'ö', password: passphrase } },
      { kind: 'basic', user: 'ö', password: 'n0t-this' },
    ],
    ...(['HS256', 'HS384', 'HS512'] as const).map((algorithm): [string, object, N8nAuth, object] => [
      algorithm,
      { kind: 'jwt', algorithm, passphrase },
      { kind: 'jwt', credential: { algorithm, key: passphrase } },
      { kind: 'jwt', algorithm: algorithm === 'HS256' ? 'HS512' : 'HS256', passphrase },
    ]),
    [
      'RS256',
      { kind: 'jwtKey', privateKey: rsa.privateKey },
      { kind: 'jwt', credential: { algorithm: 'RS256', key: rsa.publicKey } },
      { kind: 'jwt', algorithm: 'HS256', passphrase },
    ],
  ];

  it.each(logins)('gets in by %s', async (_name, auth, asked) => {
    const server = await start({ auth: asked });
    await expect(send(server.webhookUrl, { auth })).resolves.toMatchObject({ status: 200 });
  });

  it.each(logins)(
    'is told which credential of %s is wrong, and gives up',
    async (_name, _auth, asked, wrong) => {
      const server = await start({ auth: asked });
      const error = await refusalOf(send(server.webhookUrl, { auth: wrong }));
      expect(error).toMatchObject({ reason: 'unauthorized', retryable: false, status: 403 });
      expect(error.message).toMatch(/(Header|Basic|JWT) Auth credential of the Webhook node/);
      expect(error.message).not.toMatch(/n0t-this|correct horse/);
    },
  );

  it('says so when n8n wants a login and has none to compare with', async () => {
    const asking = await start({ auth: { kind: 'basic', credential: { user: 'a', password: 'b' } } });
    const missing = await refusalOf(send(asking.webhookUrl));
    expect(missing).toMatchObject({ reason: 'unauthorized', retryable: false, status: 401 });
    expect(missing.message).toContain('Choose the authentication of its Webhook node here as well.');
    const unset = await start({ auth: { kind: 'header', credential: null } });
    const error = await refusalOf(send(unset.webhookUrl));
    expect(error).toMatchObject({ reason: 'serverError', retryable: true, status: 500 });
    expect(error.message).toContain('has no credential');
  });

  it('makes tokens that end soon', async () => {
    const server = await start();
    const now = new Date('2026-11-20T08:30:00.700Z');
    await send(server.webhookUrl, { auth: { kind: 'jwt', passphrase } }, undefined, {
      now,
      messageId: 'dlv_5',
    });
    const [, claims = ''] = server.requests[0]?.headers.authorization?.split('.') ?? [];
    expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toEqual({
      iss: 'h200-mug-positioning',
      jti: 'dlv_5',
      iat: 1_795_163_400,
      exp: 1_795_163_700,
    });
  });

  it('is refused for a token of long ago', async () => {
    const server = await start({
      auth: { kind: 'jwt', credential: { algorithm: 'HS256', key: passphrase } },
    });
    const late = send(server.webhookUrl, { auth: { kind: 'jwt', passphrase } }, undefined, {
      now: new Date(Date.now() - 3_600_000),
    });
    expect((await refusalOf(late)).message).toContain('"exp" claim timestamp check failed');
  });
});

describe('a workflow that is not listening', () => {
  it('is tried again, and the operator told to activate it', async () => {
    const server = await start({ active: false });
    const error = await refusalOf(send(server.webhookUrl));
    expect(error).toMatchObject({ reason: 'notListening', retryable: true, status: 404 });
    expect(error.message).toContain('Activate the workflow');
    expect(error.message).not.toContain(path);
    server.activate(true);
    await expect(send(server.webhookUrl)).resolves.toMatchObject({ status: 200 });
  });

  it('is told apart by its method: a new node listens to GET', async () => {
    const server = await start({ method: 'GET' });
    const error = await refusalOf(send(server.webhookUrl));
    expect(error).toMatchObject({ reason: 'notListening', retryable: true });
    expect(error.message).toContain('set the method of its Webhook node to POST');
  });

  it('at a test URL takes one request after it was told to listen', async () => {
    const server = await start();
    const testUrl = server.webhookUrl.replace('/webhook/', '/webhook-test/');
    const error = await refusalOf(send(testUrl));
    expect(error).toMatchObject({ reason: 'notListening', retryable: true });
    expect(error.message).toContain('This is a test URL');
    server.listenForTest();
    await expect(send(testUrl)).resolves.toMatchObject({ status: 200 });
    expect((await refusalOf(send(testUrl))).reason).toBe('notListening');
  });
});

it('leaves other addresses that are not there alone', async () => {
  const server = await start();
  server.fail({ status: 404, body: '<html><title>nginx</title></html>' });
  expect(await refusalOf(send(server.webhookUrl))).toMatchObject({ reason: 'notFound', retryable: false });
});

it('is told that n8n does not take requests from here', async () => {
  const server = await start();
  server.fail({ status: 403, body: 'IP is not whitelisted to access the webhook!' });
  expect((await refusalOf(send(server.webhookUrl))).message).toContain('IP whitelist');
});

it('is told when the workflow of the documentation refuses the signature', async () => {
  const body = '{"error":"The signature is wrong: compare the signing secrets."}';
  const server = await start({ answer: { status: 401, body } });
  const error = await refusalOf(send(server.webhookUrl));
  expect(error).toMatchObject({ reason: 'unauthorized', retryable: false, status: 401 });
  expect(error.message).toContain('Compare the signing secret of this channel');
});

it('is told of a payload beyond what n8n takes', async () => {
  const server = await start({ maxBytes: 500 });
  const event = sampleEvent('system_alert', { message: 'x'.repeat(1_000) });
  expect(await refusalOf(send(server.webhookUrl, {}, [event]))).toMatchObject({
    reason: 'tooLarge',
    retryable: false,
  });
});

it('names its target without the path, which is often the only secret', () => {
  const target = (webhookUrl: string) => n8n.target(n8n.config.parse({ webhookUrl }));
  expect(target('https://n8n.example.com:5678/webhook/s3cret')).toBe('n8n.example.com:5678/webhook/…');
  expect(target('https://example.com/n8n/webhook-test/s3cret?x=1')).toBe('example.com/webhook-test/…');
  expect(target('https://example.com/s3cret')).toBe('example.com/…');
});

it('points out a test URL in its preview', () => {
  const preview = (webhookUrl: string) => {
    const config = n8n.config.parse({ webhookUrl });
    return n8n.preview(n8n.format([itemOf(sampleEvent('mug_detected'))], config), config);
  };
  expect(preview('https://example.com/webhook-test/x')).toContain('This is a test URL');
  expect(preview('https://example.com/webhook/x')).not.toContain('This is a test URL');
});

const shortKey = generateKeyPairSync('rsa', { modulusLength: 1_024 })
  .privateKey.export({ type: 'pkcs8', format: 'pem' })
  .toString();

it.each([
  ['webhookUrl', { webhookUrl: 'ftp://example.com/webhook/x' }],
  ['webhookUrl', { webhookUrl: 'https://a:b@example.com/webhook/x' }],
  ['signingSecret', { signingSecret: 'whsec_c2hvcnQ=' }],
  ['signingSecret', { signingSecret: Buffer.alloc(32).toString('base64') }],
  ['auth.name', { auth: { kind: 'header', name: 'webhook-id', value: 'x' } }],
  ['auth.value', { auth: { kind: 'header', name: 'X-Key', value: 'a\r\nb: c' } }],
  ['auth.user', { auth: { kind: 'basic', user: 'a:b', password: 'c' } }],
  ['auth.privateKey', { auth: { kind: 'jwtKey', privateKey: '-----BEGIN PRIVATE KEY-----' } }],
  ['auth.privateKey', { auth: { kind: 'jwtKey', privateKey: shortKey } }],
])('refuses a wrong %s with a sentence', (field, config) => {
  const result = n8n.config.safeParse({ webhookUrl: 'https://example.com/webhook/x', ...config });
  expect(result.error?.issues.map((issue) => issue.path.join('.'))).toEqual([field]);
  expect(result.error?.issues[0]?.message).toMatch(/\.$/);
});
