import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type LocalServer, startLocalServer } from '../../../e2e/servers/local-server.ts';
import { startSmtpServer } from '../../../e2e/servers/smtp.ts';
import type { Channel } from '../../../shared/channel.ts';
import { defaultSettings } from '../../../shared/settings.ts';
import { testCertificate } from '../../http/test-certificate.ts';
import { createHttp } from '../../http.ts';
import { channelKinds } from '../channels/index.ts';
import { openTestRegistry } from '../test-channels.ts';
import { channelCheck } from './channel-check.ts';

let network: typeof defaultSettings.network;
let env: Record<string, string>;
let nowMs: number;
let server: LocalServer;
const closing: (() => unknown)[] = [];

beforeEach(async () => {
  network = defaultSettings.network;
  env = {};
  nowMs = Date.now();
  server = await startLocalServer(() => ({ status: 404, body: 'Not here.' }));
  closing.push(server.close);
});
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function check(kind: string, config: Channel['config'], enabled = true) {
  const { registry } = openTestRegistry({ kinds: channelKinds });
  const { id } = registry.save({ kind, name: 'Looked at', enabled, eventTypes: ['system_alert'], config });
  const http = createHttp({ version: '1', settings: () => network, env });
  closing.push(http.close);
  const look = channelCheck(registry.get(id), { http, network: () => network, env, now: () => nowMs });
  return look?.(new AbortController().signal);
}

async function startTls(certificate: ReturnType<typeof testCertificate>) {
  const { cert, key } = certificate;
  const secure = createServer({ cert, key }).listen(0, '127.0.0.1');
  await new Promise((resolve) => secure.once('listening', resolve));
  closing.push(() => secure.close());
  const caFile = join(mkdtempSync(join(tmpdir(), 'h200-ca-')), 'ca.pem');
  writeFileSync(caFile, cert);
  network = { ...network, caFile };
  return `https://127.0.0.1:${(secure.address() as AddressInfo).port}`;
}

test.each([
  ['slack', () => ({ webhookUrl: `${server.url}/services/T0/B0/s3cretToken` })],
  ['discord', () => ({ webhookUrl: `${server.url}/api/webhooks/1/s3cretToken` })],
  ['n8n', () => ({ webhookUrl: `${server.url}/webhook/s3cretToken` })],
  ['webhook', () => ({ url: `${server.url}/s3cretToken` })],
])('%s is looked at by a connection: no request goes out', async (kind, config) => {
  expect(await check(kind, config())).toMatchObject({ ok: true, detail: '127.0.0.1 takes connections.' });
  expect(server.requests).toEqual([]);
});

test.each(['HEAD', 'OPTIONS'] as const)(
  'a webhook gets %s only when the operator allows it',
  async (method) => {
    const finding = await check('webhook', { url: `${server.url}/s3cretToken`, check: method });
    expect(finding).toMatchObject({ ok: true, detail: `It answered ${method} with 404.` });
    expect(server.requests.map((request) => request.method)).toEqual([method]);
  },
);

test('a webhook whose server fails is not well', async () => {
  server.fail({ status: 503 });
  expect(await check('n8n', { webhookUrl: `${server.url}/webhook/x`, check: 'HEAD' })).toMatchObject({
    ok: false,
  });
});

test('a target that does not listen is said by its host, never by its address', async () => {
  const { url } = server;
  await server.close();
  const finding = await check('slack', { webhookUrl: `${url}/services/T0/B0/s3cretToken` });
  expect(finding).toMatchObject({
    ok: false,
    detail: expect.stringContaining('127.0.0.1 could not be reached'),
  });
  expect(finding?.detail).not.toContain('s3cret');
});

test('an address in a private network is not looked at unless it is allowed', async () => {
  const finding = await check('webhook', { url: 'https://192.168.77.1/hook' });
  expect(finding).toMatchObject({ ok: false, detail: expect.stringContaining('private network') });
});

test('behind a proxy only attempts tell', async () => {
  env = { HTTPS_PROXY: 'http://127.0.0.1:9' };
  expect(await check('webhook', { url: 'https://hooks.example/x' })).toMatchObject({
    ok: true,
    detail: expect.stringContaining('proxy'),
  });
});

test.each([
  [Date.UTC(2049, 10, 1), undefined],
  [Date.UTC(2049, 11, 30, 12), 'The certificate of 127.0.0.1 runs out in 1 day. Have it renewed.'],
  [Date.UTC(2049, 11, 18), 'The certificate of 127.0.0.1 runs out in 13 days. Have it renewed.'],
])('a certificate that runs out within 14 days is told ahead', async (now, warning) => {
  const url = await startTls(testCertificate(['127.0.0.1']));
  nowMs = now;
  expect(await check('webhook', { url })).toEqual({
    ok: true,
    detail: '127.0.0.1 takes encrypted connections; its certificate is valid until 2049-12-31.',
    warning,
  });
});

test('a certificate that has run out, or that nobody here knows, is no connection', async () => {
  const url = await startTls(testCertificate(['127.0.0.1'], { expired: true }));
  expect(await check('webhook', { url })).toMatchObject({
    ok: false,
    detail: expect.stringContaining('has expired'),
  });
  network = { ...network, caFile: '' };
  expect(await check('webhook', { url })).toMatchObject({ ok: false });
});

test('a mail server is greeted and logged in to, and gets no mail', async () => {
  const smtp = await startSmtpServer({ login: { username: 'mugs', password: 'pass-word-1' } });
  closing.push(smtp.close);
  const { host, port } = smtp;
  const config = {
    host,
    port,
    security: 'none',
    username: 'mugs',
    from: 'a@example.com',
    to: ['b@example.com'],
  };
  expect(await check('email', { ...config, password: 'pass-word-1' })).toMatchObject({
    ok: true,
    detail: expect.stringContaining('took the login'),
  });
  const refused = await check('email', { ...config, password: 'wrong-word-1' });
  expect(refused).toMatchObject({ ok: false, detail: expect.stringContaining('refused the login') });
  expect(JSON.stringify(refused)).not.toContain('wrong-word-1');
  expect(smtp.mails).toEqual([]);
});

test('what is switched off, or has nothing to look at, is not looked at', async () => {
  expect(await check('webhook', { url: server.url }, false)).toBeUndefined();
  expect(await check('desktop', {})).toBeUndefined();
});
