import { afterEach, expect, it } from 'vitest';
import { startTemplatedServer, type TemplatedServer, type TemplatedServerOptions } from './templated.ts';

let server: TemplatedServer;
const start = async (options: TemplatedServerOptions = {}) => {
  server = await startTemplatedServer(options);
};
afterEach(() => server.close());

const template = '306c724a-d138-486a-a601-0b2a9ced52be';
async function ask(method: string, path: string, body?: unknown, key = server.key) {
  const answer = await fetch(`${server.baseUrl}${path}`, {
    method,
    headers: { authorization: `Bearer ${key}` },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await answer.text();
  return {
    status: answer.status,
    headers: answer.headers,
    json: /^[[{]/.test(text) ? JSON.parse(text) : text,
  };
}

it('knows its key, and says so of others', async () => {
  await start();
  expect(await ask('GET', '/account')).toMatchObject({ status: 200, json: { apiUsage: 0, apiQuota: 50 } });
  expect(await ask('GET', '/account', undefined, 'wrong')).toMatchObject({
    status: 401,
    json: { error: 'API key not valid: wrong' },
  });
  const without = await fetch(`${server.baseUrl}/account`);
  expect([without.status, await without.json()]).toEqual([401, { error: 'Not authorized' }]);
});

it('answers a render as the documentation of today has it', async () => {
  await start();
  expect(await ask('POST', '/render', { template, format: 'png', external_id: 'mine' })).toMatchObject({
    status: 200,
    json: {
      width: 800,
      height: 800,
      status: 'COMPLETED',
      format: 'png',
      templateId: template,
      templateName: 'Mug card',
      externalId: 'mine',
      url: expect.stringContaining('/files/'),
    },
  });
});

it('answers a render as older versions do', async () => {
  await start({ dialect: 'old' });
  const { status, json } = await ask('POST', '/render', { template });
  expect([status, json]).toEqual([
    202,
    expect.objectContaining({
      status: 'completed',
      template,
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/),
    }),
  ]);
  expect(json).not.toHaveProperty('url');
  expect((await ask('GET', `/render/${json.id}`)).status).toBe(404);
  expect(await ask('GET', `/renders/${json.id}`)).toMatchObject({
    status: 200,
    json: { render_url: json.render_url },
  });
});

it('renders in the background: processing, PENDING, COMPLETED', async () => {
  await start({ polls: 2 });
  const { json } = await ask('POST', '/render', { template, async: true });
  expect(json).toEqual({ id: json.id, status: 'processing', message: expect.any(String) });
  const states = [];
  for (let poll = 0; poll < 3; poll += 1) states.push((await ask('GET', `/render/${json.id}`)).json.status);
  expect(states.slice(0, 2)).toEqual(['PENDING', 'PENDING']);
});

it('gives one render an object, several a list, and takes a credit for each', async () => {
  await start();
  const pages = {
    template: 'c3f0c2de-0000-4000-8000-000000000004',
    pages: [{ page: 'page-1' }, { page: 'page-2' }],
  };
  expect((await ask('POST', '/render', pages)).json).toHaveLength(2);
  expect((await ask('POST', '/render', { templates: [template] })).json).toHaveLength(1);
  expect(server.credits.spent).toBe(3);
});

it.each<[string, unknown, number, string]>([
  ['nothing', {}, 400, 'No template specified.'],
  ['half JSON', '{"template', 400, 'No template specified.'],
  ['an unknown template', { template: 'x' }, 404, 'Template not found'],
  ['an unknown format', { template, format: 'bmp' }, 422, 'Format bmp is not supported'],
])('refuses %s, without taking a credit', async (_name, body, status, error) => {
  await start();
  expect(await ask('POST', '/render', body)).toMatchObject({ status, json: { error } });
  expect(server.credits.spent).toBe(0);
});

it('counts credits, and ends with them', async () => {
  await start({ quota: 1 });
  expect((await ask('POST', '/render', { template })).status).toBe(200);
  expect(await ask('POST', '/render', { template })).toMatchObject({
    status: 403,
    json: { error: expect.stringContaining('API quota exceeded') },
  });
  server.credits.quota = 2;
  server.block(true);
  expect(await ask('POST', '/render', { template })).toMatchObject({
    status: 403,
    json: { error: 'Your account is blocked.' },
  });
  server.block(false);
  expect((await ask('POST', '/render', { template })).status).toBe(200);
  expect(await ask('GET', '/account')).toMatchObject({
    json: { apiUsage: 2, apiQuota: 2, usagePercentage: 100 },
  });
});

it.each([true, false])('has had too many requests, and says when to come again: %s', async (retryAfter) => {
  let time = 0;
  await start({ now: () => time, rate: { limit: 2, windowMs: 10_000, retryAfter } });
  const statuses = [];
  for (let count = 0; count < 3; count += 1) statuses.push((await ask('GET', '/account')).status);
  expect(statuses).toEqual([200, 200, 429]);
  expect((await ask('GET', '/account')).headers.get('retry-after')).toBe(retryAfter ? '10' : null);
  time = 10_000;
  expect((await ask('GET', '/account')).status).toBe(200);
});

it('takes pictures of 2 MB and no more', async () => {
  await start();
  const send = async (bytes: number, type = 'image/png') => {
    const form = new FormData();
    form.set('file', new Blob([new Uint8Array(bytes)], { type }), 'a.png');
    const headers = { authorization: `Bearer ${server.key}` };
    return (await fetch(`${server.baseUrl}/upload`, { method: 'POST', headers, body: form })).status;
  };
  expect(await send(2 * 1024 * 1024)).toBe(200);
  expect(await send(2 * 1024 * 1024 + 1)).toBe(400);
  expect(await send(10, 'image/gif')).toBe(400);
  expect(server.uploads).toHaveLength(1);
});

it('gives links that end', async () => {
  let time = 1_000;
  await start({ now: () => time, linkLifeMs: 500 });
  const { json } = await ask('POST', '/render', { template, format: 'webp' });
  const file = await fetch(json.url);
  expect([file.status, file.headers.get('content-type')]).toEqual([200, 'image/webp']);
  time = 2_000;
  expect((await fetch(json.url)).status).toBe(403);
});

it('merges layers of a template, or replaces them all', async () => {
  await start();
  const layers = [{ layer: 'title', type: 'text', text: 'New' }];
  await ask('PUT', `/template/${template}`, { layers });
  expect(server.templates[0]?.layers).toHaveLength(4);
  expect(server.templates[0]?.layers[2]).toMatchObject({ layer: 'title', text: 'New', width: 720 });
  await ask('PUT', `/template/${template}?replaceLayers=true`, { layers });
  expect(server.templates[0]?.layers).toEqual(layers);
  expect((await ask('POST', '/template', { name: 'x', width: 50, height: 500, layers: [] })).status).toBe(
    400,
  );
});

it('remembers what nobody there would understand', async () => {
  await start();
  await ask('POST', '/render', { template, layers: { title: { fontSize: 24, text: 'a' } } });
  expect([...server.unknownProperties]).toEqual(['fontSize']);
});
