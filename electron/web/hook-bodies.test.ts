import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import { join } from 'node:path';
import Fastify from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LocalServer, startLocalServer } from '../../e2e/servers/local-server.ts';
import type { Analysis } from '../../shared/analysis.ts';
import { AppError } from '../../shared/errors.ts';
import { defaultSettings } from '../../shared/settings.ts';
import { settled } from '../delivery/fake-clock.ts';
import type { Lookup } from '../http/address-guard.ts';
import { findResources } from '../paths.ts';
import { serveHooks } from './hooks.ts';
import { openTestHooks, type Reply, replyTo } from './test-hooks.ts';

const photo = readFileSync(join(findResources().samplesDir, 'pair.jpg'));
const asJson = { 'content-type': 'application/json' };
/** As a name server says that somebody else controls. */
const addresses: Record<string, string> = {
  'inside.example.com': '10.0.0.7',
  'cloud.example.com': '169.254.169.254',
};
const lookup: Lookup = (hostname, _options, callback) => {
  const address = addresses[hostname] ?? '127.0.0.1';
  callback(null, [{ address, family: 4 }]);
};

let hooks: Awaited<ReturnType<typeof openTestHooks>>;
let photos: LocalServer;
let reported: unknown[];
let analyze: (photoId: string, signal: AbortSignal) => Promise<Analysis>;
const twoMugs = (id: string) =>
  ({
    ...{ id: `of-${id.slice(0, 8)}`, photo: { id } },
    ...{ placements: [{ score: 1 }, { score: 1 }], detections: [] },
  }) as never;

function open(dataDir?: string) {
  return openTestHooks({
    ...(dataDir !== undefined && { dataDir }),
    lookup,
    analyze: (id, signal) => analyze(id, signal),
    settings: { network: { ...defaultSettings.network, privateHosts: ['127.0.0.1'] } },
    parts: {
      async reportRender(report) {
        reported.push(report);
        if (report.externalId !== 'rnd_1') throw new AppError('notFound', 'This picture is not known.');
        return 'rnd_1';
      },
    },
  });
}

beforeEach(async () => {
  reported = [];
  analyze = async (id) => twoMugs(id);
  photos = await startLocalServer(({ path }) => {
    if (path === '/moved') return { status: 302, headers: { location: '/shelf.jpg' } };
    if (path === '/text')
      return { headers: { 'content-type': 'image/jpeg' }, body: 'no photo, whatever it says' };
    if (path === '/large') return { body: Buffer.concat([photo, Buffer.alloc(2_000_001)]) };
    return path.startsWith('/shelf') ? { body: photo } : { status: 404, body: 'a secret of that server' };
  });
  hooks = await open();
});
afterEach(async () => {
  await hooks.close();
  await photos.close();
});

const refusal = ({ status, json }: Reply) => `${status} ${json.error?.code}`;
const withToken = (secret: string, type: string) => ({ 'content-type': type, 'x-hook-token': secret });
const fetched = (url: string) => ({ type: 'photo.analyze', data: { url } });

describe('a photo', () => {
  it('is fetched, uploaded in a form or as it is: the same photo each time, analysed once it was answered', async () => {
    const secret = await hooks.add();
    const byUrl = await hooks.post(secret, fetched(`${photos.url}/shelf%204.jpg?key=1`));
    expect(byUrl.status).toBe(202);
    const token = await hooks.add({ name: 'upload', auth: 'token' });
    const asItIs = await hooks.send('/hooks/upload', photo, withToken(token, 'image/jpeg'));
    const form = new FormData();
    form.set('note', 'left shelf');
    form.set('photo', new File([photo], '../../shelf.jpg', { type: 'text/html' }));
    const encoded = new Response(form);
    const type = encoded.headers.get('content-type') ?? '';
    const body = new Uint8Array(await encoded.arrayBuffer());
    const inForm = await hooks.send('/hooks/upload', body, withToken(token, type));
    const photoId = byUrl.json.value?.photoId ?? '';
    expect([asItIs, inForm].map(({ json }) => json.value?.photoId)).toEqual([photoId, photoId]);
    await settled();
    expect(hooks.analyzed).toEqual([photoId, photoId, photoId]);
    const [call] = await hooks.callsOf();
    expect(call).toMatchObject({
      state: 'done',
      outcome: '2 mugs found.',
      photoId,
      analysisId: expect.any(String),
    });
    expect(hooks.heard.filter(({ id }) => id === call?.id).map(({ state }) => state)).toEqual([
      'working',
      'done',
    ]);
    expect(hooks.photos.get(photoId).name).toBe('shelf.jpg');
  });

  it('that comes without a name is called after its hook and the time', async () => {
    const token = await hooks.add({ auth: 'token' });
    const reply = await hooks.send('/hooks/line-4', photo, withToken(token, 'image/jpeg'));
    const { name } = hooks.photos.get(reply.json.value?.photoId ?? '');
    expect(name).toMatch(/^line-4 2026-1\d-\d\d \d\d\.00\.00$/);
  });

  it('is judged by its bytes, wherever it comes from', async () => {
    const secret = await hooks.add({ auth: 'token' });
    const page = await hooks.send('/hooks/line-4', '<html>', withToken(secret, 'image/jpeg'));
    expect(refusal(page)).toBe('422 photo.notAnImage');
    expect(refusal(await hooks.send('/hooks/line-4', '', withToken(secret, 'image/png')))).toBe(
      '422 photo.empty',
    );
    const body = JSON.stringify(fetched(`${photos.url}/text`));
    expect(refusal(await hooks.send('/hooks/line-4', body, withToken(secret, 'application/json')))).toBe(
      '422 photo.notAnImage',
    );
    const form = await hooks.send(
      '/hooks/line-4',
      'no form',
      withToken(secret, 'multipart/form-data; boundary=x'),
    );
    expect(refusal(form)).toBe('400 call.invalid');
  });

  it('is not fetched from a private network, a cloud, this computer, over a redirect, or any other way', async () => {
    const secret = await hooks.add({ perMinute: 6_000 });
    const refusals: Record<string, string> = {};
    for (const url of [
      'https://169.254.169.254/latest/meta-data/',
      'http://169.254.169.254/latest/meta-data/',
      'https://10.0.0.7/a.jpg',
      'https://[::ffff:10.0.0.7]/a.jpg',
      'https://inside.example.com/a.jpg',
      'https://cloud.example.com/a.jpg',
      'http://localhost:9/a.jpg',
      'http://[::1]:9/a.jpg',
      'http://photos.example.com/a.jpg',
      'file:///etc/passwd',
      'https://me:pass@photos.example.com/a.jpg',
      `${photos.url}/moved`,
      `${photos.url}/nothing`,
      'nonsense',
    ])
      refusals[url.replace(photos.url, '')] = refusal(await hooks.post(secret, fetched(url)));
    expect(refusals).toMatchInlineSnapshot(`
      {
        "/moved": "422 photo.notFound",
        "/nothing": "422 photo.notFound",
        "file:///etc/passwd": "422 network.misconfigured",
        "http://169.254.169.254/latest/meta-data/": "422 network.blocked",
        "http://[::1]:9/a.jpg": "422 network.blocked",
        "http://localhost:9/a.jpg": "422 network.blocked",
        "http://photos.example.com/a.jpg": "422 network.insecure",
        "https://10.0.0.7/a.jpg": "422 network.blocked",
        "https://169.254.169.254/latest/meta-data/": "422 network.blocked",
        "https://[::ffff:10.0.0.7]/a.jpg": "422 network.blocked",
        "https://cloud.example.com/a.jpg": "422 network.blocked",
        "https://inside.example.com/a.jpg": "422 network.blocked",
        "https://me:pass@photos.example.com/a.jpg": "422 network.misconfigured",
        "nonsense": "422 network.misconfigured",
      }
    `);
    expect(photos.requests.map(({ path }) => path)).toEqual(['/moved', '/nothing']);
    const large = await hooks.post(secret, fetched(`${photos.url}/large`));
    expect(refusal(large)).toBe('413 photo.tooLarge');
    expect((await hooks.callsOf()).every(({ type }) => type === 'photo.analyze')).toBe(true);
    expect(hooks.logged.join()).not.toMatch(/meta-data|passwd|a secret/);
  });

  it('that was let in is analysed after a restart, when the program ended before', async () => {
    const secret = await hooks.add({ auth: 'token' });
    analyze = (_id, signal) =>
      new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('stopped'))));
    const reply = await hooks.send('/hooks/line-4', photo, withToken(secret, 'image/jpeg'));
    await hooks.close();
    analyze = async (id) => twoMugs(id);
    hooks = await open(hooks.dataDir);
    expect(await hooks.callsOf()).toMatchObject([{ id: reply.json.value?.id, state: 'working' }]);
    hooks.resume();
    await settled();
    expect(await hooks.callsOf()).toMatchObject([{ id: reply.json.value?.id, state: 'done' }]);
  });

  it('whose analysis fails says so, and does not hold up the next', async () => {
    const secret = await hooks.add({ auth: 'token' });
    let count = 0;
    analyze = async (id) => {
      count += 1;
      if (count === 1) throw new AppError('photo.damaged', 'The photo is damaged.');
      return twoMugs(id);
    };
    for (const _ of [1, 2]) await hooks.send('/hooks/line-4', photo, withToken(secret, 'image/jpeg'));
    await settled();
    expect((await hooks.callsOf()).map(({ state, outcome }) => [state, outcome])).toEqual([
      ['done', '2 mugs found.'],
      ['failed', 'The photo is damaged.'],
    ]);
  });
});

describe('a report of a render', () => {
  it.each([
    [
      'a whole render',
      { id: 't1', status: 'COMPLETED', url: 'https://evil.example.com', externalId: 'rnd_1' },
    ],
    [
      'older names',
      { id: 't1', status: 'completed', render_url: 'https://x.example.com', external_id: 'rnd_1' },
    ],
    ['our own shape', { type: 'render.report', data: { id: 't1', externalId: 'rnd_1' } }],
  ])('in the shape of %s only makes us look after it', async (_shape, body) => {
    const secret = await hooks.add({ allows: ['render.report'] });
    const reply = await hooks.post(secret, body);
    expect(reply.json.value).toMatchObject({ type: 'render.report', renderId: 'rnd_1' });
    expect(reported).toEqual([{ type: 'render.report', externalId: 'rnd_1', remoteId: 't1' }]);
  });

  it('in the shape of the help text names it by the id of Templated', async () => {
    const secret = await hooks.add({ allows: ['render.report'] });
    const reply = await hooks.post(secret, { success: true, render_id: 't1', status: 'COMPLETED', url: 'x' });
    expect(refusal(reply)).toBe('404 notFound');
    expect(reported).toEqual([{ type: 'render.report', externalId: null, remoteId: 't1' }]);
  });

  it('is nothing to a hook that may not', async () => {
    const secret = await hooks.add();
    expect(refusal(await hooks.post(secret, { id: 't1', status: 'COMPLETED' }))).toBe('400 call.invalid');
    const reply = await hooks.post(secret, { type: 'render.report', data: { id: 't1' } });
    expect(refusal(reply)).toBe('403 host.forbidden');
    expect(reported).toEqual([]);
  });
});

describe('a body', () => {
  it.each([
    ['', '400 call.invalid'],
    ['{', '400 call.invalid'],
    ['null', '400 call.invalid'],
    ['[]', '400 call.invalid'],
    ['{"type":"__proto__"}', '400 call.invalid'],
    ['{"__proto__":{"type":"photo.analyze","data":{"url":"https://x.example.com"}}}', '400 call.invalid'],
    ['{"type":"photo.analyze","data":{"__proto__":{"url":"https://x.example.com"}}}', '400 call.invalid'],
    ['{"type":"photo.analyze","data":{"url":7}}', '400 call.invalid'],
    ['{"constructor":{"prototype":{"polluted":1}},"type":"photo.analyze","data":{}}', '400 call.invalid'],
  ])('that reads %s is refused, and changes nothing of the program', async (body, wanted) => {
    const secret = await hooks.add({ auth: 'token' });
    const reply = await hooks.send('/hooks/line-4', body, withToken(secret, 'application/json'));
    expect(refusal(reply)).toBe(wanted);
    expect(({} as { polluted?: unknown; url?: unknown }).polluted).toBeUndefined();
  });

  it('that is too large is refused with an answer, for every name alike', async () => {
    const secret = await hooks.add({ auth: 'token' });
    const large = Buffer.alloc(1_000_001, 32);
    const known = await hooks.send('/hooks/line-4', large, withToken(secret, 'application/json'));
    const unknown = await hooks.send('/hooks/nobody', large, withToken(secret, 'application/json'));
    expect(refusal(known)).toBe('413 host.tooLarge');
    expect(unknown.body).toBe(known.body);
    const photoSized = await hooks.send(
      '/hooks/line-4',
      Buffer.alloc(2_000_001),
      withToken(secret, 'image/png'),
    );
    expect(refusal(photoSized)).toBe('413 host.tooLarge');
  });

  it('of somebody who is not let in is answered, however long it is', async () => {
    const long = Buffer.alloc(1_900_000);
    const replies = [];
    for (let count = 0; count < 10; count += 1)
      replies.push(await hooks.send('/hooks/line-4', long, { 'content-type': 'image/png' }));
    expect(new Set(replies.map(refusal))).toEqual(new Set(['401 host.unauthorized']));
  });

  it('of another kind is not read', async () => {
    const secret = await hooks.add({ auth: 'token' });
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', '']) {
      const reply = await hooks.send('/hooks/line-4', '{}', { ...withToken(secret, type) });
      expect(refusal(reply)).toBe('400 call.invalid');
    }
  });

  it('that does not come in time is given up', async () => {
    const server = Fastify();
    const door = { receive: async ({ read }: { read(most: number): Promise<Buffer> }) => read(100) as never };
    serveHooks(server, { door, log: { warn() {}, error() {} }, bodyTimeoutMs: 50 });
    await server.listen({ port: 0, host: '127.0.0.1' });
    const { port } = server.server.address() as { port: number };
    const request = http.request({
      port,
      host: '127.0.0.1',
      path: '/hooks/a',
      method: 'POST',
      headers: asJson,
    });
    request.on('error', () => undefined);
    request.write('{"a":');
    const reply = await replyTo(request);
    expect(refusal(reply)).toBe('408 host.tooSlow');
    await once(request, 'close');
    await server.close();
  });
});

describe('calls that come too fast', () => {
  it('are told when to come again; what is not let in does not use up the room of what is', async () => {
    const secret = await hooks.add({ auth: 'token', perMinute: 12 });
    const call = (token: string) => hooks.send('/hooks/line-4', photo, withToken(token, 'image/jpeg'));
    const wrong = await Promise.all(Array.from({ length: 25 }, () => call('wrong')));
    expect(wrong.filter(({ status }) => status === 401)).toHaveLength(20);
    expect(wrong.filter(({ status }) => status === 429)).toHaveLength(5);
    const right = [await call(secret), await call(secret), await call(secret)];
    expect(right.map(({ status }) => status)).toEqual([202, 202, 429]);
    expect(right[2]?.headers['retry-after']).toBe('5');
    await hooks.clock.advance(5_000);
    expect((await call(secret)).status).toBe(202);
    const statuses = (await hooks.callsOf()).map(({ status }) => status);
    expect(statuses.slice(0, 4)).toEqual([202, 429, 202, 202]);
    expect(statuses.filter((status) => status === 429)).toHaveLength(2);
  });

  it('are told so before they are let in too, whatever is wrong with them, under any name', async () => {
    await hooks.add({ auth: 'token' });
    for (const name of ['line-4', 'nobody']) {
      const replies: Reply[] = [];
      for (let count = 0; count < 21; count += 1)
        replies.push(await hooks.send(`/hooks/${name}`, 'text', withToken('wrong', 'text/plain')));
      expect(refusal(replies[0] as Reply)).toBe('400 call.invalid');
      expect(refusal(replies[20] as Reply)).toBe('429 host.tooMany');
      expect(replies[20]?.headers['retry-after']).toBe('2');
    }
  });
});

describe('no secret', () => {
  it('stands in an answer, the log, the list of calls, an event or a file', async () => {
    const secrets = [await hooks.add(), await hooks.add({ name: 'token', auth: 'token' })];
    const [signing = '', token = ''] = secrets;
    const canary = 'CANARYcanary0123456789';
    const replies = [
      await hooks.post(signing, fetched(`${photos.url}/${canary}?key=${canary}`)),
      await hooks.post(signing, fetched(`https://10.0.0.7/${canary}`)),
      await hooks.post(signing, { type: canary, data: canary }),
      await hooks.send(`/hooks/${canary}`, canary, withToken(token, 'application/json')),
      await hooks.send('/hooks/token', canary, withToken(canary, 'application/json')),
      await hooks.send('/hooks/token', `{"${canary}`, withToken(token, 'application/json')),
      await hooks.send('/hooks/token', canary, withToken(token, canary)),
    ];
    expect(replies.every(({ status }) => status >= 400)).toBe(true);
    const { hooks: listed } = await hooks.handlers['hooks.list']({});
    const calls = [...(await hooks.callsOf()), ...(await hooks.callsOf('token'))];
    const all =
      JSON.stringify([replies, hooks.logged, hooks.heard, listed, calls]) + hooks.read('secrets.json');
    const rows = hooks.database.read(() => [
      ...hooks.database.statement('SELECT * FROM hooks').all(),
      ...hooks.database.statement('SELECT * FROM hook_calls').all(),
    ]);
    expect(calls.length).toBeGreaterThan(4);
    for (const secret of [...secrets, signing.replace('whsec_', ''), canary]) {
      expect(all).not.toContain(secret);
      expect(JSON.stringify(rows)).not.toContain(secret);
    }
  });
});
