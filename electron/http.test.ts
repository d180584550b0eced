import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { inspect } from 'node:util';
import { afterEach, expect, test } from 'vitest';
import { defaultSettings, type NetworkSettings } from '../shared/settings.ts';
import type { Lookup } from './http/address-guard.ts';
import { reasonOf } from './http/network-error.ts';
import { testCertificate } from './http/test-certificate.ts';
import { createHttp, type HttpRequest } from './http.ts';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

let network: NetworkSettings = defaultSettings.network;
afterEach(() => {
  network = defaultSettings.network;
});

function open(options: { env?: Record<string, string>; lookup?: Lookup } = {}) {
  const http = createHttp({ version: '1.2.3', settings: () => network, env: {}, ...options });
  closers.push(() => http.close());
  return http;
}

async function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  closers.push(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((done) => server.close(done));
  });
  return (server.address() as AddressInfo).port;
}

const serve = async (answer: RequestListener) => {
  const server = createHttpServer(answer);
  return `http://127.0.0.1:${await listen(server)}`;
};
const serveTls = async (names: string[], answer: RequestListener, options = {}) => {
  const certificate = testCertificate(names, options);
  const file = join(mkdtempSync(join(tmpdir(), 'h200-ca-')), 'ca.pem');
  writeFileSync(file, certificate.cert);
  return { port: await listen(createHttpsServer(certificate, answer)), file };
};
const failure = (http: ReturnType<typeof open>, request: Partial<HttpRequest> & { url: string }) =>
  http({ method: 'POST', body: '{}', ...request }).then(
    () => expect.unreachable('It was sent.'),
    (error: unknown) => error,
  );
const pointingTo =
  (address: string): Lookup =>
  (_host, _options, callback) =>
    callback(null, [{ address, family: 4 }]);

test('a request arrives whole, with the version of the program, and its answer comes back', async () => {
  const url = await serve(async (request, response) => {
    const body = await buffer(request);
    response.writeHead(201, { 'X-Answer': 'yes', 'set-cookie': ['a=1', 'b=2'] });
    response.end(`${request.method} ${request.url} ${request.headers['user-agent']} ${body}`);
  });
  const answer = await open()({
    method: 'PUT',
    url: `${url}/a?b=c`,
    body: 'Grüße',
    headers: { 'X-One': '1' },
  });
  expect(answer.status).toBe(201);
  expect(answer.body).toBe('PUT /a?b=c H200-Mug-Positioning/1.2.3 Grüße');
  expect(answer.headers).toMatchObject({ 'x-answer': 'yes', 'set-cookie': 'a=1' });
});

test('requests in a row share connections', async () => {
  const ports = new Set<unknown>();
  const url = await serve((request, response) => {
    ports.add(request.socket.remotePort);
    response.end();
  });
  const http = open();
  for (let count = 0; count < 20; count++) await http({ method: 'POST', url, body: 'x' });
  // The next one may come before the connection of the last is known to be free.
  expect(ports.size).toBeLessThanOrEqual(2);
});

test('a redirect is an answer and is not followed', async () => {
  const paths: unknown[] = [];
  const url = await serve((request, response) => {
    paths.push(request.url);
    response.writeHead(307, { location: '/elsewhere' }).end();
  });
  expect(await open()({ method: 'POST', url, body: '{}' })).toMatchObject({ status: 307 });
  expect(paths).toEqual(['/']);
});

test('of a huge answer, even an endless one, the beginning is read', async () => {
  const url = await serve((_request, response) => {
    const more = () => {
      while (!response.destroyed && response.write('x'.repeat(65_536)));
    };
    response.on('drain', more);
    more();
  });
  const http = open();
  expect((await http({ method: 'GET', url })).body).toHaveLength(256 * 1024);
  expect((await http({ method: 'GET', url, maxAnswerBytes: 10 })).body).toBe('xxxxxxxxxx');
});

test('a binary answer comes as it is, up to the limit', async () => {
  const bytes = Buffer.from(Array.from({ length: 1_000 }, (_, index) => index % 256));
  const url = await serve((_request, response) => response.end(bytes));
  const http = open();
  const whole = await http({ method: 'GET', url, binary: true });
  expect(whole.body).toBe('');
  expect(bytes.equals(whole.bytes ?? new Uint8Array())).toBe(true);
  const cut = await http({ method: 'GET', url, binary: true, maxAnswerBytes: 300 });
  expect(bytes.subarray(0, 300).equals(cut.bytes ?? new Uint8Array())).toBe(true);
  expect(await http({ method: 'GET', url })).not.toHaveProperty('bytes');
});

test('a form arrives as multipart, with its files byte by byte', async () => {
  const received = Promise.withResolvers<FormData>();
  const url = await serve(async (request, response) => {
    const headers = { 'content-type': request.headers['content-type'] ?? '' };
    received.resolve(new Response(new Uint8Array(await buffer(request)), { headers }).formData());
    response.end();
  });
  const bytes = new Uint8Array(300_000).map((_, index) => index % 256);
  const form = new FormData();
  form.set('tags', 'Grüße');
  form.set('file', new Blob([bytes], { type: 'image/png' }), 'mug.png');
  await open()({ method: 'POST', url, body: form, headers: { 'Content-Type': 'text/plain' } });
  const came = await received.promise;
  expect(came.get('tags')).toBe('Grüße');
  const file = came.get('file');
  if (!(file instanceof File)) expect.unreachable('There is no file in it.');
  expect([file.name, file.type]).toEqual(['mug.png', 'image/png']);
  expect(Buffer.from(await file.arrayBuffer()).equals(bytes)).toBe(true);
});

test('a form goes through the same guard', async () => {
  const form = new FormData();
  form.set('file', new Blob(['x']), 'x');
  expect(await failure(open(), { url: 'http://example.com/hook', body: form })).toMatchObject({
    code: 'network.insecure',
  });
  expect(await failure(open(), { url: 'https://10.0.0.1/', body: form, binary: true })).toMatchObject({
    code: 'network.blocked',
  });
});

test.each([
  ['answers nothing', (() => undefined) as RequestListener],
  ['stops in the middle', ((_request, response) => response.write('half')) as RequestListener],
])('a server that %s is given up in time', async (_name, answer) => {
  const url = await serve(answer);
  expect(await failure(open(), { url, timeoutMs: 100 })).toMatchObject({
    code: 'network.timedOut',
    reason: 'timeout',
    message: '127.0.0.1 did not answer within 0.1 s.',
  });
});

test('a reset connection, a refused one and one that is no HTTP are told apart from no network', async () => {
  const reset = await serve((request) => request.socket.resetAndDestroy());
  expect(await failure(open(), { url: reset })).toMatchObject({ reason: 'connection' });
  const gone = createServer();
  const port = await listen(gone);
  await new Promise((done) => gone.close(done));
  expect(await failure(open(), { url: `http://127.0.0.1:${port}` })).toMatchObject({
    code: 'network.unreachable',
    reason: 'connection',
    message: expect.stringContaining('127.0.0.1 could not be reached: connection refused'),
  });
  const noHttp = await listen(
    createServer((socket) => socket.once('data', () => socket.end('220 smtp.example.com ESMTP\r\n'))),
  );
  expect(await failure(open(), { url: `http://127.0.0.1:${noHttp}` })).toMatchObject({ reason: 'badAnswer' });
});

test.each(['ENOTFOUND', 'EAI_AGAIN'])(
  'a name that cannot be resolved (%s) counts as being offline',
  async (code) => {
    const lookup: Lookup = (_host, _options, callback) => callback(Object.assign(new Error(), { code }), []);
    expect(await failure(open({ lookup }), { url: 'https://hooks.example.com/secret' })).toMatchObject({
      code: 'network.unreachable',
      reason: 'offline',
      message: expect.stringContaining('hooks.example.com could not be found'),
    });
  },
);

test('who asked can give up; that is no fault of the network', async () => {
  const asked = new AbortController();
  const url = await serve(() => asked.abort());
  expect(await failure(open(), { url, signal: asked.signal })).toMatchObject({
    code: 'cancelled',
    reason: 'interrupted',
  });
  expect(await failure(open(), { url, signal: AbortSignal.abort() })).toMatchObject({ code: 'cancelled' });
  expect(await failure(open(), { url, signal: AbortSignal.timeout(1) })).toMatchObject({ reason: 'timeout' });
});

test.each([
  ['https://10.1.2.3/hook', 'network.blocked'],
  ['https://[::ffff:169.254.169.254]/latest', 'network.blocked'],
  ['http://example.com/hook', 'network.insecure'],
  ['https://user:password@example.com/hook', 'network.misconfigured'],
  ['ftp://example.com/hook', 'network.misconfigured'],
  ['no url', 'network.misconfigured'],
])('%s is refused as %s before anything is sent', async (url, code) => {
  const lookup: Lookup = () => expect.unreachable('It was looked up.');
  expect(await failure(open({ lookup }), { url })).toMatchObject({ code });
});

test('a name that turns to this machine between two requests is refused', async () => {
  const url = new URL(await serve((_request, response) => response.end('inside')));
  network = { ...network, insecureHosts: ['rebind.example.com'], privateHosts: [] };
  const lookup = pointingTo('127.0.0.1');
  const target = `http://rebind.example.com:${url.port}/`;
  expect(await failure(open({ lookup }), { url: target })).toMatchObject({ code: 'network.blocked' });
});

test('changed settings hold at the next request, and what runs ends in peace', async () => {
  let finish = () => {};
  const url = new URL(
    await serve((request, response) => {
      if (request.url === '/slow') finish = () => response.end('slow');
      else response.end('quick');
    }),
  );
  const http = open({ lookup: pointingTo('127.0.0.1') });
  const target = `http://intern.example.com:${url.port}`;
  network = { ...network, insecureHosts: ['*.example.com'], privateHosts: ['*.example.com'] };
  const slow = http({ method: 'GET', url: `${target}/slow` });
  expect(await http({ method: 'GET', url: `${target}/quick` })).toMatchObject({ body: 'quick' });
  network = { ...network, privateHosts: [] };
  expect(await failure(http, { url: `${target}/quick` })).toMatchObject({ code: 'network.blocked' });
  finish();
  expect(await slow).toMatchObject({ body: 'slow' });
});

test('a certificate counts when the settings or NODE_EXTRA_CA_CERTS name who signed it', async () => {
  const { port, file } = await serveTls(['localhost'], (_request, response) => response.end('safe'));
  const url = `https://localhost:${port}/`;
  const http = open();
  expect(await failure(http, { url })).toMatchObject({
    code: 'network.unreachable',
    reason: 'tls',
    message: expect.stringContaining('its certificate comes from nobody known here'),
  });
  network = { ...network, caFile: file };
  expect(await http({ method: 'GET', url })).toMatchObject({ body: 'safe' });
  network = defaultSettings.network;
  const extra = open({ env: { NODE_EXTRA_CA_CERTS: file } });
  expect(await extra({ method: 'GET', url })).toMatchObject({ body: 'safe' });
});

test.each([
  [['other.example.com'], {}, 'for another name'],
  [['localhost'], { expired: true }, 'has expired'],
])('a certificate for %j %o is refused: it %s', async (names, options, sentence) => {
  const { port, file } = await serveTls(names, () => undefined, options);
  network = { ...network, caFile: file };
  expect(await failure(open(), { url: `https://localhost:${port}/` })).toMatchObject({
    reason: 'tls',
    message: expect.stringContaining(sentence),
  });
});

test('a file with certificates that is none is named, and forgotten once it is corrected', async () => {
  const url = await serve((_request, response) => response.end());
  const http = open();
  network = { ...network, caFile: '/nowhere/ca.pem' };
  expect(await failure(http, { url })).toMatchObject({
    code: 'network.misconfigured',
    message: expect.stringContaining('/nowhere/ca.pem'),
  });
  network = defaultSettings.network;
  expect(await http({ method: 'GET', url })).toMatchObject({ status: 200 });
});

/** Takes absolute requests and CONNECT, and leads all to one port of this machine. */
async function startProxy(port: number, login?: string) {
  const seen: string[] = [];
  const isWelcome = (header: unknown) =>
    login === undefined || header === `Basic ${Buffer.from(login).toString('base64')}`;
  const proxy = createHttpServer((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    if (isWelcome(request.headers['proxy-authorization'])) response.end('by proxy');
    else response.writeHead(407).end();
  });
  proxy.on('connect', (request, socket) => {
    seen.push(`CONNECT ${request.url}`);
    if (!isWelcome(request.headers['proxy-authorization'])) {
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
      return;
    }
    const onward = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connected\r\n\r\n');
      socket.pipe(onward).pipe(socket);
    });
    onward.on('error', () => socket.destroy());
    socket.on('error', () => onward.destroy());
  });
  return { url: `http://127.0.0.1:${await listen(proxy)}`, seen };
}

test('a proxy of the settings or of the environment is used, but not for this machine or NO_PROXY', async () => {
  const { port, file } = await serveTls(['hooks.example.com'], (_request, response) =>
    response.end('inside'),
  );
  const proxy = await startProxy(port);
  const lookup: Lookup = () => expect.unreachable('The proxy resolves names.');
  network = { ...network, caFile: file, insecureHosts: ['plain.example.com'] };
  const url = 'https://hooks.example.com/secret';

  const byEnvironment = open({ lookup, env: { HTTPS_PROXY: proxy.url } });
  expect(await byEnvironment({ method: 'GET', url })).toMatchObject({ body: 'inside' });
  network = { ...network, proxyUrl: proxy.url };
  const bySettings = open({ lookup });
  expect(await bySettings({ method: 'GET', url })).toMatchObject({ body: 'inside' });
  expect(await bySettings({ method: 'GET', url: 'http://plain.example.com/x' })).toMatchObject({
    body: 'by proxy',
  });
  expect(proxy.seen).toEqual([
    'CONNECT hooks.example.com:443',
    'CONNECT hooks.example.com:443',
    'GET http://plain.example.com/x',
  ]);

  const local = await serve((_request, response) => response.end('straight'));
  expect(await bySettings({ method: 'GET', url: local })).toMatchObject({ body: 'straight' });
  const exempt = open({ lookup: pointingTo('10.0.0.1'), env: { NO_PROXY: '.example.com' } });
  expect(await failure(exempt, { url })).toMatchObject({ code: 'network.blocked' });
  expect(proxy.seen).toHaveLength(3);
});

test('a proxy is written in the environment without its scheme as well, as curl takes it', async () => {
  network = { ...network, insecureHosts: ['plain.example.com'] };
  const proxy = await startProxy(0, 'me:pass word');
  const plain = open({ env: { HTTP_PROXY: proxy.url.replace('http://', 'me:pass%20word@') } });
  const answer = await plain({ method: 'GET', url: 'http://plain.example.com/x' });
  expect(answer).toMatchObject({ body: 'by proxy' });
});

test.each(['https://hooks.example.com/secret', 'http://plain.example.com/secret'])(
  'a proxy that asks for a login is said so on the way to %s',
  async (url) => {
    const { port } = await serveTls(['hooks.example.com'], () => undefined);
    const proxy = await startProxy(port, 'me:pass word');
    network = { ...network, insecureHosts: ['plain.example.com'] };
    const without = open({ env: { https_proxy: proxy.url, http_proxy: proxy.url } });
    expect(await failure(without, { url })).toMatchObject({
      code: 'network.misconfigured',
      message: expect.stringContaining('asks for a login'),
    });
    const withLogin = proxy.url.replace('//', '//me:pass%20word@');
    const known = open({ env: { HTTPS_PROXY: withLogin, HTTP_PROXY: withLogin } });
    const outcome = await known({ method: 'GET', url }).then(({ body }) => body, reasonOf);
    expect(outcome).toBe(url.startsWith('https') ? 'tls' : 'by proxy');
  },
);

test('no error holds more of an address than its host', async () => {
  const secret = 'T0PSECRET';
  const reset = await serve((request) => request.socket.resetAndDestroy());
  const silent = await serve(() => undefined);
  const { port } = await serveTls(['x.example.com'], () => undefined);
  const addresses = [reset, silent, `https://localhost:${port}`, 'https://10.0.0.1', 'http://example.com'];
  for (const address of [...addresses, 'http://127.0.0.1:1', 'https://nowhere.invalid', 'https:/\\:x']) {
    const url = `${address}/${secret}?key=${secret}`;
    const request = { url, headers: { authorization: secret }, body: secret, timeoutMs: 200 };
    const error = await failure(open(), request);
    expect(error).toMatchObject({ code: expect.stringMatching(/^network\./) });
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(secret);
  }
  const header = await failure(open(), { url: reset, headers: { authorization: `${secret}\n` } });
  expect(header).toMatchObject({ code: 'network.misconfigured' });
  expect(inspect(header, { depth: 9 })).not.toContain(secret);
});
