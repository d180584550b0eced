import { readFileSync, writeFileSync } from 'node:fs';
import type http from 'node:http';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startLocalServer } from '../../e2e/servers/local-server.ts';
import { defaultSettings } from '../../shared/settings.ts';
import { findResources } from '../paths.ts';
import { openTestHooks, type Reply } from './test-hooks.ts';

const minutes = 60_000;
const photo = readFileSync(join(findResources().samplesDir, 'pair.jpg'));
const wanted = { type: 'photo.analyze', data: { url: 'https://photos.example.com/a.jpg' } };

let hooks: Awaited<ReturnType<typeof openTestHooks>>;
beforeEach(async () => {
  hooks = await openTestHooks();
});
afterEach(async () => {
  await hooks.close();
});

async function reopen(options: Parameters<typeof openTestHooks>[0]): Promise<void> {
  await hooks.close();
  hooks = await openTestHooks(options);
}

function sendPhoto(secret: string, also: http.OutgoingHttpHeaders = {}): Promise<Reply> {
  return hooks.send('/hooks/line-4', photo, {
    'content-type': 'image/jpeg',
    'x-hook-token': secret,
    ...also,
  });
}
const refusal = ({ status, json }: Reply) => `${status} ${json.error?.code}`;

describe('who is let in', () => {
  it('lets a signed message in, once, and answers the same when it comes again', async () => {
    const secret = await hooks.add({ auth: 'signature' });
    const photos = await startLocalServer(() => ({ body: photo }));
    hooks.change({ network: { ...defaultSettings.network, privateHosts: ['127.0.0.1'] } });
    const message = { type: 'photo.analyze', data: { url: `${photos.url}/shelf%204.jpg` } };
    const first = await hooks.post(secret, message, { id: 'msg_1' });
    expect(first.status).toBe(202);
    expect(first.json.value).toMatchObject({
      type: 'photo.analyze',
      photoId: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    const again = await hooks.post(secret, message, { id: 'msg_1', at: hooks.clock.now() + 1 * minutes });
    expect(again.body).toBe(first.body);
    expect(photos.requests).toHaveLength(1);
    const other = await hooks.post(
      secret,
      { ...message, data: { url: `${photos.url}/b.jpg` } },
      { id: 'msg_1' },
    );
    expect(refusal(other)).toBe('409 hook.conflict');
    await photos.close();
  });

  it('answers the same after a restart, and for the whole time that senders go on trying', async () => {
    const secret = await hooks.add({ auth: 'token' });
    const first = await sendPhoto(secret, { 'webhook-id': 'msg_1' });
    expect(first.status).toBe(202);
    await reopen({ dataDir: hooks.dataDir });
    await hooks.clock.advance(28 * 60 * minutes);
    const again = await sendPhoto(secret, { 'webhook-id': 'msg_1' });
    expect(again.body).toBe(first.body);
  });

  it('works once on a message that comes twice at the same time', async () => {
    const secret = await hooks.add({ auth: 'token' });
    const replies = await Promise.all([1, 2, 3].map(() => sendPhoto(secret, { 'webhook-id': 'msg_1' })));
    expect(new Set(replies.map(({ body }) => body)).size).toBe(1);
    expect(await hooks.callsOf()).toHaveLength(1);
  });

  it('refuses a wrong signature, an old or future time, another body, and a missing header, all in one voice', async () => {
    const secret = await hooks.add({ auth: 'signature' });
    await hooks.add({ name: 'off', enabled: false });
    await hooks.add({ name: 'token', auth: 'token' });
    const other = await hooks.add({ name: 'other' });
    const body = JSON.stringify(wanted);
    const signed = hooks.sign(secret, body);
    const now = hooks.clock.now();
    const replies = [
      await hooks.post(other, wanted),
      await hooks.post(secret, wanted, { at: now - 5 * minutes - 1_000 }),
      await hooks.post(secret, wanted, { at: now + 5 * minutes + 1_000 }),
      await hooks.send('/hooks/line-4', `${body} `, signed),
      await hooks.send('/hooks/line-4', body, { ...signed, 'webhook-id': 'msg_2' }),
      await hooks.send('/hooks/line-4', body, { ...signed, 'webhook-id': 'msg.2' }),
      await hooks.send('/hooks/line-4', body, { ...signed, 'webhook-timestamp': 'soon' }),
      await hooks.send('/hooks/line-4', body, { 'content-type': 'application/json' }),
      await hooks.send('/hooks/line-4', body, { 'content-type': 'application/json', 'x-hook-token': secret }),
      await hooks.post(secret, wanted, { hook: 'nobody' }),
      await hooks.post(secret, wanted, { hook: 'off' }),
      await hooks.post(secret, wanted, { hook: 'token' }),
      await hooks.send(`/hooks/${encodeURIComponent('../line-4')}`, body, signed),
      await hooks.send('/hooks/__proto__', body, signed),
    ];
    expect(replies.map(refusal)).toEqual(replies.map(() => '401 host.unauthorized'));
    expect(new Set(replies.map(({ body: text }) => text)).size).toBe(1);
    expect(hooks.analyzed).toEqual([]);
  });

  it.each([-5 * minutes + 1_000, 5 * minutes - 1_000])('takes a time that is %i ms off', async (off) => {
    const secret = await hooks.add({ allows: ['render.report'] });
    const reply = await hooks.post(secret, wanted, { at: hooks.clock.now() + off });
    expect(refusal(reply)).toBe('403 host.forbidden');
  });

  it('takes one good signature among several, as a sender sends that changes its secret', async () => {
    const secret = await hooks.add({ allows: ['render.report'] });
    const body = JSON.stringify(wanted);
    const signed = hooks.sign(secret, body);
    const several = { ...signed, 'webhook-signature': `v1,AAAA v1a,BBBB ${signed['webhook-signature']}` };
    expect(refusal(await hooks.send('/hooks/line-4', body, several))).toBe('403 host.forbidden');
  });

  it('takes the old secret for a day beside the new one, or not once more', async () => {
    const old = await hooks.add({ auth: 'token' });
    const rotate = async (secret: 'replace' | 'replaceNow') => {
      const hook = {
        name: 'line-4',
        enabled: true,
        auth: 'token' as const,
        allows: ['photo.analyze' as const],
      };
      return (
        (await hooks.handlers['hooks.save']({ ...hook, perMinute: 60, create: false, secret })).secret ?? ''
      );
    };
    const next = await rotate('replace');
    expect((await sendPhoto(old)).status).toBe(202);
    expect((await sendPhoto(next)).status).toBe(202);
    await hooks.clock.advance(24 * 60 * minutes);
    expect((await sendPhoto(old)).status).toBe(401);
    expect((await sendPhoto(next)).status).toBe(202);
    const last = await rotate('replaceNow');
    expect((await sendPhoto(next)).status).toBe(401);
    expect((await sendPhoto(last)).status).toBe(202);
  });

  it('takes the token as Bearer too', async () => {
    const secret = await hooks.add({ auth: 'token' });
    const headers = { 'content-type': 'image/jpeg', authorization: `Bearer ${secret}` };
    expect((await hooks.send('/hooks/line-4', photo, headers)).status).toBe(202);
  });

  it('is not there until it is switched on', async () => {
    const secret = await hooks.add({ auth: 'token' });
    hooks.change({ hooks: { enabled: false, port: 4_290 } });
    expect(refusal(await sendPhoto(secret))).toBe('404 notFound');
    hooks.change({ hooks: { enabled: true, port: 4_290 } });
    expect((await sendPhoto(secret)).status).toBe(202);
  });

  it('refuses another Host, pages of other sites, and every other method', async () => {
    const secret = await hooks.add({ auth: 'token' });
    expect((await sendPhoto(secret, { host: 'evil.example.com' })).status).toBe(421);
    const own = `127.0.0.1:${hooks.host.port}`;
    for (const headers of [
      { origin: 'https://evil.example.com' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site', origin: 'http://127.0.0.1:1' },
      { origin: 'null' },
    ])
      expect(refusal(await sendPhoto(secret, { host: own, ...headers }))).toBe('403 host.forbidden');
    expect(hooks.logged).toHaveLength(5);
    for (const method of ['GET', 'PUT', 'DELETE'])
      expect((await hooks.send('/hooks/line-4', '', { 'x-hook-token': secret }, method)).status).not.toBe(
        202,
      );
    expect(hooks.analyzed).toEqual([]);
  });
});

it('is refused like anybody when its secret cannot be opened, and the list of calls says why', async () => {
  const secret = await hooks.add({ auth: 'token' });
  writeFileSync(join(hooks.dataDir, 'secret.key'), `${Buffer.alloc(32).toString('base64')}\n`);
  await reopen({ dataDir: hooks.dataDir });
  expect(refusal(await sendPhoto(secret))).toBe('401 host.unauthorized');
  expect(await hooks.callsOf()).toMatchObject([{ outcome: expect.stringContaining('cannot be opened') }]);
});
