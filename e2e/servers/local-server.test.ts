import { afterEach, beforeEach, expect, it } from 'vitest';
import { type LocalServer, startLocalServer } from './local-server.ts';

let server: LocalServer;
beforeEach(async () => {
  server = await startLocalServer(() => ({ status: 201, body: 'taken' }));
});
afterEach(() => server.close());

const post = (body = '') => fetch(`${server.url}/a?b=c`, { method: 'POST', body, headers: { 'X-Y': 'z' } });

it('records what comes, and answers', async () => {
  const answer = await post('hällo');
  expect([answer.status, await answer.text()]).toEqual([201, 'taken']);
  expect(server.requests).toEqual([
    expect.objectContaining({ method: 'POST', path: '/a?b=c', body: 'hällo', taken: true }),
  ]);
  expect(server.requests[0]?.headers['x-y']).toBe('z');
});

it('fails as it was told, once for each, and then as planned', async () => {
  server.fail({ status: 500 }, { status: 429, headers: { 'retry-after': '1' }, body: 'slow' });
  server.plan((request) => (request.body === 'bad' ? { status: 400 } : undefined));
  const answers = [await post(), await post(), await post('bad'), await post('good')];
  expect(answers.map(({ status }) => status)).toEqual([500, 429, 400, 201]);
  expect(answers[1]?.headers.get('retry-after')).toBe('1');
  expect(server.requests.map(({ taken }) => taken)).toEqual([false, false, false, true]);
  expect(server.requests.map(({ status }) => status)).toEqual([500, 429, 400, 201]);
  server.plan(null);
  expect((await post('bad')).status).toBe(201);
});

it('cuts the connection, after taking the message where it is told to', async () => {
  server.fail({ reset: true }, { reset: true, taken: true });
  await expect(post()).rejects.toThrow();
  await expect(post()).rejects.toThrow();
  expect((await server.received(2)).map(({ taken }) => taken)).toEqual([false, true]);
  expect(server.requests.map(({ status }) => status)).toEqual([null, null]);
});

it('keeps an answer to itself, or half of it, until the other side leaves', async () => {
  server.fail({ hang: true }, { hang: true, body: 'ha' }, { delayMs: 1, status: 202 });
  const leaving = new AbortController();
  const silent = fetch(server.url, { signal: leaving.signal });
  silent.catch(() => undefined);
  await server.received(1);
  const half = await fetch(server.url, { signal: leaving.signal });
  const text = half.text();
  text.catch(() => undefined);
  leaving.abort();
  await expect(silent).rejects.toThrow();
  await expect(text).rejects.toThrow();
  await server.abandoned(2);
  expect((await post()).status).toBe(202);
});

it('comes back on the same port', async () => {
  const { port, url } = server;
  await server.close();
  await expect(fetch(url)).rejects.toThrow();
  server = await startLocalServer(() => ({}), { port });
  expect((await fetch(url)).status).toBe(200);
});
