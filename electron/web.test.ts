import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppError } from '../shared/errors.ts';
import { defaultSettings } from '../shared/settings.ts';
import { createEventBus } from './events.ts';
import { oneMetric } from './web/test-metrics.ts';
import { startWeb, type WebCore, type WebHost } from './web.ts';

const token = 'a-token-for-tests';
const silent = { error() {}, warn() {} };

interface Reply {
  status: number;
  headers: http.IncomingHttpHeaders;
  body: string;
}

let folder: string;
let host: WebHost;
let core: WebCore;
let inference = 'ready';
let openPages = 0;
let channelIsCritical = false;

/** A core that repeats what it was called with: what is under test here is the host around it. */
function createEcho(): WebCore {
  return {
    events: createEventBus(silent),
    pages: {
      opened() {
        openPages++;
        return () => openPages--;
      },
    },
    hooks: {
      servedAt() {},
      receive: async ({ name }) => ({ id: name, type: 'alert.raise' }),
    },
    metrics: oneMetric,
    settings: () => ({ ...defaultSettings, photos: { maxMegapixels: 100, maxMegabytes: 2 } }),
    async dispatch(name, input) {
      if (name === 'app.info')
        return { ok: true, value: { ...info, inference: { ...info.inference, state: inference } } };
      if (name === 'health.get') return { ok: true, value: health() };
      if (name === 'models.add') throw new Error('a secret: /home/operator/token.txt');
      const { bytes, ...fields } = input as { bytes?: Uint8Array };
      return { ok: true, value: { name, fields, byteLength: bytes?.length ?? null } };
    },
    files: {
      async resolve(urlPath) {
        if (urlPath === '/exports/one') {
          return {
            path: path.join(folder, 'picture.jpg'),
            mediaType: 'text/csv',
            downloadName: 'mügs "1".csv',
          };
        }
        if (urlPath === '/photos/one/view')
          return { path: path.join(folder, 'picture.jpg'), mediaType: 'image/jpeg' };
        if (urlPath === '/photos/page/view')
          return { path: path.join(folder, 'picture.jpg'), mediaType: 'text/html' };
        if (['/renders/one', '/templates/own%3A1/thumbnail', '/designs/one'].includes(urlPath)) {
          return { path: path.join(folder, 'picture.jpg'), mediaType: 'image/webp' };
        }
        if (urlPath === '/previews/one') return { preview: '<!doctype html><b>Hello</b>' };
        throw new AppError('notFound', 'This photo is not here.');
      },
    },
  };
}

function health() {
  const figures = { responseMs: null, successRate: null, perMinute: null };
  const since = '2026-11-01T00:00:00.000Z';
  const part = {
    ...{ id: 'channel.ops', kind: 'channel', label: 'Ops', target: 'ops.example', channelId: 'ops' },
    ...{ state: 'down', reason: 'No answer.', since, critical: channelIsCritical, checkable: true },
    ...{
      lastCheck: null,
      heartbeat: [],
      figures: { ...figures, queueDepth: 1, retries: 0, breaker: 'open' },
    },
  };
  return { status: channelIsCritical ? 'down' : 'degraded', since, parts: [part] };
}

const info = {
  name: 'H200 Mug Positioning',
  version: '1.2.3',
  host: 'web',
  platform: 'linux',
  samples: [],
  inference: { state: 'ready', provider: null, model: null, restarts: 0, reason: null },
};

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'h200-web-'));
  const rendererDir = path.join(folder, 'renderer');
  await mkdir(path.join(rendererDir, 'assets'), { recursive: true });
  await writeFile(
    path.join(rendererDir, 'index.html'),
    '<!doctype html><meta name="csp-nonce" content="__CSP_NONCE__"><script nonce="__CSP_NONCE__"></script>',
  );
  await writeFile(path.join(rendererDir, 'assets', 'index-abc123.js'), 'export {};');
  await writeFile(path.join(folder, 'picture.jpg'), 'picture');
  await writeFile(path.join(folder, 'secret.txt'), 'what nobody may read');
  core = createEcho();
  host = await startWeb({ app: core, rendererDir, port: 0, token, log: silent });
});

afterAll(async () => {
  await host.close();
  await rm(folder, { recursive: true });
});

/** A request made by hand: fetch would not let a test lie about its Host. */
async function ask(
  urlPath: string,
  options: {
    method?: string;
    headers?: http.OutgoingHttpHeaders;
    body?: string | Buffer;
    anonymous?: boolean;
  } = {},
): Promise<Reply> {
  const request = http.request({
    host: '127.0.0.1',
    port: host.port,
    path: urlPath,
    method: options.method ?? 'GET',
    agent: false,
    headers: { ...(options.anonymous ? {} : { authorization: `Bearer ${token}` }), ...options.headers },
  });
  request.end(options.body);
  const [response] = (await once(request, 'response')) as [http.IncomingMessage];
  const chunks = await response.toArray();
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    body: Buffer.concat(chunks).toString('utf8'),
  };
}

function call(name: string, body: string | Buffer, headers: http.OutgoingHttpHeaders = {}): Promise<Reply> {
  return ask(`/api/call/${name}`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', ...headers },
  });
}

function errorOf(reply: Reply): { code: string; message: string } {
  const answer = JSON.parse(reply.body);
  expect(answer.ok).toBe(false);
  expect(Object.keys(answer.error).sort()).toEqual(['code', 'message']);
  return answer.error;
}

describe('who may ask', () => {
  it('trades the token in the address for a cookie that no script and no other site can use', async () => {
    const reply = await ask(`/?token=${token}`, { anonymous: true });
    expect(reply.status).toBe(303);
    expect(reply.headers.location).toBe('/');
    expect(reply.headers['set-cookie']).toEqual([
      `h200-${host.port}=${token}; Path=/; HttpOnly; SameSite=Strict`,
    ]);
    const page = await ask('/', {
      anonymous: true,
      headers: { cookie: `other=1; h200-${host.port}=${token}` },
    });
    expect(page.status).toBe(200);
  });

  it('refuses everything but /health without the token, with a page for people and an answer for programs', async () => {
    for (const urlPath of [
      '/',
      '/assets/index-abc123.js',
      '/photos/one/view',
      '/exports/one',
      '/metrics',
      '/nothing',
      '/api/events',
    ]) {
      const reply = await ask(urlPath, { anonymous: true });
      expect(reply.status, urlPath).toBe(401);
      expect(errorOf(reply).code).toBe('host.unauthorized');
    }
    const page = await ask('/', { anonymous: true, headers: { accept: 'text/html,*/*' } });
    expect(page.status).toBe(401);
    expect(page.headers['content-type']).toContain('text/html');
    expect(page.body).toContain('Open the whole address');
  });

  it('refuses a wrong token wherever it stands', async () => {
    const cookie = `h200-${host.port}=wrong`;
    expect((await ask('/?token=wrong', { anonymous: true })).status).toBe(401);
    expect((await ask('/', { anonymous: true, headers: { cookie } })).status).toBe(401);
    expect((await ask('/', { anonymous: true, headers: { authorization: 'Bearer wrong' } })).status).toBe(
      401,
    );
    expect((await ask('/', { anonymous: true, headers: { cookie: `h200-1=${token}` } })).status).toBe(401);
    expect((await ask(`/api/events?token=${token}`, { anonymous: true })).status).toBe(401);
  });

  it('answers only under its own two addresses', async () => {
    for (const name of [
      'evil.example',
      `evil.example:${host.port}`,
      '127.0.0.1',
      `localhost.evil:${host.port}`,
      `0.0.0.0:${host.port}`,
    ]) {
      for (const urlPath of ['/', '/health', '/nothing']) {
        const reply = await ask(urlPath, { headers: { host: name } });
        expect(reply.status, `${name} ${urlPath}`).toBe(421);
        expect(errorOf(reply).code).toBe('host.forbidden');
      }
    }
    expect((await ask('/health', { headers: { host: `localhost:${host.port}` } })).status).toBe(200);
  });

  it('refuses requests that another page sends, even with the right token', async () => {
    const foreign = [
      { origin: 'http://evil.example' },
      { origin: 'null' },
      { origin: `http://127.0.0.1:${host.port + 1}` },
      { origin: `http://localhost:${host.port}` },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ];
    for (const headers of foreign) {
      const reply = await call('settings.get', '{}', headers);
      expect(reply.status, JSON.stringify(headers)).toBe(403);
      expect(errorOf(reply).code).toBe('host.forbidden');
    }
    const own = { origin: `http://127.0.0.1:${host.port}`, 'sec-fetch-site': 'same-origin' };
    expect((await call('settings.get', '{}', own)).status).toBe(200);
  });

  it('lets a person follow a link to the page from elsewhere, but loads nothing else for another page', async () => {
    const link = {
      'sec-fetch-site': 'cross-site',
      'sec-fetch-mode': 'navigate',
      'sec-fetch-dest': 'document',
    };
    expect((await ask('/', { headers: link })).status).toBe(200);
    expect((await ask('/', { headers: { ...link, 'sec-fetch-dest': 'iframe' } })).status).toBe(403);
    expect((await ask('/photos/one/view', { headers: link })).status).toBe(403);
  });

  it('never answers with a CORS header', async () => {
    const replies = [
      await ask('/', { headers: { origin: `http://127.0.0.1:${host.port}` } }),
      await call('settings.get', '{}', { origin: 'http://evil.example' }),
      await ask('/api/call/settings.get', {
        method: 'OPTIONS',
        headers: { origin: 'http://evil.example', 'access-control-request-method': 'POST' },
      }),
    ];
    for (const reply of replies) {
      expect(Object.keys(reply.headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
    }
    expect(replies[2]?.status).toBe(403);
  });
});

describe('the page', () => {
  it('carries a strict policy with a nonce that is different each time and stands in the page', async () => {
    const nonces = new Set<string>();
    for (let round = 0; round < 3; round++) {
      const reply = await ask('/');
      const policy = String(reply.headers['content-security-policy']);
      const nonce = /script-src 'self' 'nonce-([^']+)'/.exec(policy)?.[1] ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain(`style-src 'self' 'nonce-${nonce}'`);
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toContain('unsafe');
      expect(reply.body.match(new RegExp(nonce.replaceAll('+', '\\+'), 'g'))).toHaveLength(2);
      expect(reply.body).not.toContain('__CSP_NONCE__');
      expect(reply.headers['cache-control']).toBe('no-store');
      nonces.add(nonce);
    }
    expect(nonces.size).toBe(3);
  });

  it('protects every answer, refusals included', async () => {
    const replies = [
      await ask('/'),
      await ask('/nothing'),
      await ask('/', { anonymous: true }),
      await ask('/photos/one/view'),
    ];
    for (const { headers } of replies) {
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['referrer-policy']).toBe('no-referrer');
      expect(headers['cross-origin-opener-policy']).toBe('same-origin');
      expect(headers['cross-origin-resource-policy']).toBe('same-origin');
      expect(headers['content-security-policy']).toContain("default-src 'none'");
    }
  });

  it('lets browsers keep hashed assets for good and nothing of the api', async () => {
    const asset = await ask('/assets/index-abc123.js');
    expect(asset.headers['cache-control']).toContain('immutable');
    expect(asset.headers['content-type']).toContain('javascript');
    expect((await call('settings.get', '{}')).headers['cache-control']).toBe('no-store');
  });

  it('never serves the page with its nonce unfilled', async () => {
    for (const urlPath of [
      '/index.html',
      '/./index.html',
      '/assets/../index.html',
      '/index%2ehtml',
      '//index.html',
    ]) {
      expect((await ask(urlPath)).body, urlPath).not.toContain('__CSP_NONCE__');
    }
  });
});

it('gives what is measured to who has the token', async () => {
  const reply = await ask('/metrics');
  expect(reply.status).toBe(200);
  expect(reply.headers['content-type']).toBe(oneMetric.contentType);
  expect(reply.body).toBe(await oneMetric.text());
});

describe('files', () => {
  it('shows pictures in a sandbox and nothing that is not a picture', async () => {
    const picture = await ask('/photos/one/view');
    expect(picture).toMatchObject({ status: 200, body: 'picture' });
    expect(picture.headers).toMatchObject({ 'content-type': 'image/jpeg', 'content-length': '7' });
    expect(picture.headers['content-security-policy']).toContain('sandbox');
    expect((await ask('/photos/page/view')).status).toBe(403);
    expect((await ask('/photos/two/view')).status).toBe(404);
  });

  it('shows what was rendered, thumbnails of templates and designs alike', async () => {
    for (const urlPath of ['/renders/one', '/templates/own%3A1/thumbnail?at=2026', '/designs/one']) {
      const { status, headers } = await ask(urlPath);
      expect(status, urlPath).toBe(200);
      expect(headers).toMatchObject({ 'content-type': 'image/webp', 'x-content-type-options': 'nosniff' });
      expect(headers['content-security-policy']).toBe("default-src 'none'; sandbox");
    }
  });

  it('shows a preview to its own page only, where it can run, load and send nothing', async () => {
    const reply = await ask('/previews/one');
    expect(reply).toMatchObject({ status: 200, body: '<!doctype html><b>Hello</b>' });
    expect(reply.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(reply.headers['x-frame-options']).toBe('SAMEORIGIN');
    expect(String(reply.headers['content-security-policy']).split('; ')).toEqual([
      "default-src 'none'",
      "style-src 'unsafe-inline'",
      'img-src data:',
      "form-action 'none'",
      "base-uri 'none'",
      "frame-ancestors 'self'",
      'sandbox',
    ]);
    expect((await ask('/previews/one', { anonymous: true })).status).toBe(401);
    expect((await ask('/previews/two')).status).toBe(404);
  });

  it('sends exports as attachments under their own name', async () => {
    const reply = await ask('/exports/one');
    expect(reply.headers['content-disposition']).toBe(
      `attachment; filename="m_gs _1_.csv"; filename*=UTF-8''m%C3%BCgs%20%221%22.csv`,
    );
  });

  it('gives nothing outside its folders, however the path is spelled', async () => {
    const climbs = [
      '/..%2fsecret.txt',
      '/../secret.txt',
      '/%2e%2e/secret.txt',
      '/assets/..%2f..%2fsecret.txt',
      '/assets/....//secret.txt',
      '/..%5csecret.txt',
      '/%00',
      '/%',
      '/photos/..%2f..%2fsecret.txt',
      '/assets/%2e%2e%2f%2e%2e%2fsecret.txt',
    ];
    for (const urlPath of climbs) {
      const reply = await ask(urlPath);
      expect([400, 403, 404], urlPath).toContain(reply.status);
      expect(reply.body).not.toContain('nobody');
      expect(reply.body).not.toContain(folder);
    }
  });
});

describe('calls', () => {
  it('passes JSON on, and bytes with their fields from the header', async () => {
    const json = await call('settings.set', JSON.stringify({ a: 1 }));
    expect(JSON.parse(json.body)).toEqual({
      ok: true,
      value: { name: 'settings.set', fields: { a: 1 }, byteLength: null },
    });
    const bytes = await call('photos.add', Buffer.alloc(1_500_000), {
      'content-type': 'application/octet-stream',
      'x-call-input': encodeURIComponent(JSON.stringify({ name: 'Tässe ☕.jpg' })),
    });
    expect(JSON.parse(bytes.body).value).toEqual({
      name: 'photos.add',
      fields: { name: 'Tässe ☕.jpg' },
      byteLength: 1_500_000,
    });
  });

  it('refuses a body that is too large, whether its length is announced or not', async () => {
    expect(errorOf(await call('settings.set', `"${'x'.repeat(1_000_000)}"`)).code).toBe('host.tooLarge');
    const octets = { 'content-type': 'application/octet-stream' };
    const announced = await call('photos.add', Buffer.alloc(2_000_001), octets);
    expect(announced.status).toBe(413);
    expect(errorOf(announced).code).toBe('photo.tooLarge');
    const chunked = await call('photos.add', Buffer.alloc(9_000_000), {
      ...octets,
      'transfer-encoding': 'chunked',
    });
    expect(chunked.status).toBe(413);
  });

  it('takes designs as large as printers want them, and no larger', async () => {
    const octets = { 'content-type': 'application/octet-stream' };
    const large = await call('designs.add', Buffer.alloc(20_000_000), octets);
    expect(JSON.parse(large.body).value.byteLength).toBe(20_000_000);
    const larger = await call('designs.add', Buffer.alloc(20_000_001), octets);
    expect(larger.status).toBe(413);
    expect(errorOf(larger).code).toBe('design.tooLarge');
  });

  it('takes 100,000 ids in one call', async () => {
    const ids = Array.from({ length: 100_000 }, () => 'a'.repeat(64));
    const reply = await call('photos.analyzeBatch', JSON.stringify({ photoIds: ids }));
    expect(JSON.parse(reply.body).value.fields.photoIds).toHaveLength(100_000);
  });

  it('refuses bodies that are neither, and forms that a foreign page could send', async () => {
    expect((await call('settings.set', '{')).status).toBe(400);
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
    ]) {
      const reply = await call('settings.set', '{}', { 'content-type': type });
      expect(reply.status).toBe(400);
      expect(errorOf(reply).code).toBe('call.invalid');
    }
  });

  it('tells nothing of an error inside', async () => {
    const reply = await call('models.add', '{}');
    expect(reply.status).toBe(500);
    expect(errorOf(reply).code).toBe('internal');
    expect(reply.body).not.toMatch(/secret|operator|stack|\.ts/);
  });

  it('knows no other address', async () => {
    const reply = await ask('/api/nothing');
    expect(reply.status).toBe(404);
    expect(errorOf(reply).code).toBe('notFound');
    expect((await ask('/api/call/settings.get')).status).toBe(404);
  });
});

describe('events', () => {
  it('stream to whoever has the token, and end when the host closes', async () => {
    const own = await startWeb({ app: core, rendererDir: folder, port: 0, token, log: silent });
    const response = await fetch(`http://127.0.0.1:${own.port}/api/events`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    expect(openPages).toBe(1);
    core.events.emit('models.changed', { activeId: 'two\nlines' });
    await own.close();
    expect(await response.text()).toBe(
      'retry: 1000\n\nevent: models.changed\ndata: {"activeId":"two\\nlines"}\n\n',
    );
    expect(openPages).toBe(0);
  });
});

describe('the host', () => {
  it('says how it is to anybody on this machine, and nothing else', async () => {
    const healthy = await ask('/health', { anonymous: true });
    expect(healthy.status).toBe(200);
    expect(JSON.parse(healthy.body)).toEqual({ status: 'ok', inference: 'ready' });
    const states = [
      ['starting', 'starting'],
      ['restarting', 'starting'],
      ['failed', 'degraded'],
    ] as const;
    for (const [state, status] of states) {
      inference = state;
      const reply = await ask('/health', { anonymous: true });
      expect(reply.status).toBe(503);
      expect(JSON.parse(reply.body)).toEqual({ status, inference: state });
    }
    inference = 'ready';
  });

  it('says alive as long as it answers, ready once photos can be analysed', async () => {
    expect(JSON.parse((await ask('/health/live', { anonymous: true })).body)).toEqual({ status: 'ok' });
    expect((await ask('/health/ready', { anonymous: true })).status).toBe(200);
    inference = 'starting';
    const starting = await ask('/health/ready', { anonymous: true });
    expect([starting.status, JSON.parse(starting.body)]).toEqual([503, { status: 'starting' }]);
    expect((await ask('/health/live', { anonymous: true })).status).toBe(200);
    inference = 'ready';
  });

  it('tells who shows the token how every part does, and nobody else', async () => {
    const anonymous = await ask('/health', { anonymous: true });
    expect(anonymous.body).not.toContain('ops.example');
    const known = JSON.parse((await ask('/health')).body);
    expect(known).toMatchObject({
      status: 'ok',
      health: 'degraded',
      parts: [{ id: 'channel.ops', state: 'down', target: 'ops.example' }],
    });
    channelIsCritical = true;
    const down = await ask('/health', { anonymous: true });
    expect([down.status, JSON.parse(down.body)]).toEqual([503, { status: 'degraded', inference: 'ready' }]);
    channelIsCritical = false;
  });

  it('names the port that is taken and how to choose another', async () => {
    const second = startWeb({ app: core, rendererDir: folder, port: host.port, token, log: silent });
    await expect(second).rejects.toMatchObject({
      code: 'host.portTaken',
      message: expect.stringMatching(new RegExp(`${host.port}.*--port`)),
    });
  });

  it('makes a new token of 256 bits at each start', async () => {
    const hosts = await Promise.all(
      [1, 2].map(() => startWeb({ app: core, rendererDir: folder, port: 0, log: silent })),
    );
    const tokens = hosts.map((started) => started.token);
    expect(new Set(tokens).size).toBe(2);
    for (const made of tokens) expect(Buffer.from(made, 'base64url')).toHaveLength(32);
    await Promise.all(hosts.map((started) => started.close()));
  });
});
