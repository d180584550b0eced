import { expect, it } from 'vitest';
import { startDiscordServer } from './discord.ts';
import { startSlackServer } from './slack.ts';

const post = async (url: string, body: unknown) => {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
};
const plain = (text: string) => ({ type: 'plain_text', text });

it.each<[string, unknown, number, string]>([
  ['a text', { text: 'x' }, 200, 'ok'],
  ['a full message', { blocks: [{ type: 'header', text: plain('x'.repeat(150)) }] }, 200, 'ok'],
  ['no JSON', '{', 400, 'invalid_payload'],
  ['nothing', {}, 400, 'no_text'],
  ['a long header', { blocks: [{ type: 'header', text: plain('x'.repeat(151)) }] }, 400, 'invalid_blocks'],
  ['a long text', { blocks: [{ type: 'section', text: plain('x'.repeat(3_001)) }] }, 400, 'invalid_blocks'],
  ['an empty text', { blocks: [{ type: 'section', text: plain('') }] }, 400, 'invalid_blocks'],
  [
    'eleven fields',
    { blocks: [{ type: 'section', fields: Array(11).fill(plain('x')) }] },
    400,
    'invalid_blocks',
  ],
  ['51 blocks', { blocks: Array(51).fill({ type: 'divider' }) }, 400, 'invalid_blocks'],
  [
    'blocks too long together',
    { blocks: Array(5).fill({ type: 'section', text: plain('x'.repeat(3_000)) }) },
    400,
    'msg_blocks_too_long',
  ],
])('answers %s as Slack does', async (_name, body, status, text) => {
  const server = await startSlackServer();
  expect(await post(server.webhookUrl, body)).toMatchObject({ status, text });
  expect(server.messages).toHaveLength(status === 200 ? 1 : 0);
  await server.close();
});

it('knows its Slack webhook, and no more of them than it can bear', async () => {
  let time = 0;
  const server = await startSlackServer({ now: () => time, burst: 2 });
  expect(await post(server.webhookUrl.slice(0, -1), { text: 'x' })).toMatchObject({ text: 'invalid_token' });
  expect(await post(`${server.url}/services/T0000TEAM/B1/x`, { text: 'x' })).toMatchObject({
    text: 'no_service',
  });
  for (const status of [200, 200, 429])
    expect((await post(server.webhookUrl, { text: 'x' })).status).toBe(status);
  time = 1_000;
  expect((await post(server.webhookUrl, { text: 'x' })).status).toBe(200);
  await server.close();
});

const embed = (patch: object) => ({ embeds: [{ title: 'x', ...patch }] });
const field = (value: string) => ({ name: 'n', value });

it.each<[string, unknown, string | null]>([
  ['an embed', embed({}), null],
  [
    '6000 characters',
    { embeds: [{ description: 'x'.repeat(3_000) }, { description: 'x'.repeat(3_000) }] },
    null,
  ],
  [
    '6001 characters',
    { embeds: [{ description: 'x'.repeat(3_000) }, { description: 'x'.repeat(3_001) }] },
    'MAX_EMBED_SIZE_EXCEEDED',
  ],
  ['a long title', embed({ title: 'x'.repeat(257) }), 'Must be 256 or fewer in length.'],
  ['a long description', embed({ description: 'x'.repeat(4_097) }), 'Must be 4096 or fewer in length.'],
  ['26 fields', embed({ fields: Array(26).fill(field('v')) }), 'Must be 25 or fewer in length.'],
  ['a long value', embed({ fields: [field('x'.repeat(1_025))] }), 'Must be 1024 or fewer in length.'],
  ['an empty value', embed({ fields: [field(' ')] }), 'BASE_TYPE_REQUIRED'],
  ['11 embeds', { embeds: Array(11).fill({ title: 'x' }) }, 'Must be 10 or fewer in length.'],
  ['nothing', {}, 'Cannot send an empty message'],
])('answers %s as Discord does', async (_name, body, error) => {
  const server = await startDiscordServer();
  const answer = await post(`${server.webhookUrl()}?wait=true`, body);
  expect(answer.status).toBe(error === null ? 200 : 400);
  expect(answer.text).toContain(error ?? '"id":"');
  if (error !== null)
    expect(JSON.parse(answer.text)).toMatchObject({ code: 50_035, message: 'Invalid Form Body' });
  await server.close();
});

it('counts per Discord webhook in windows, announces the short one and hides the long one', async () => {
  let time = 0;
  const server = await startDiscordServer({ now: () => time, hidden: { limit: 6, windowMs: 60_000 } });
  const remaining = [];
  for (let count = 0; count < 5; count += 1) {
    remaining.push((await post(server.webhookUrl(), embed({}))).headers.get('x-ratelimit-remaining'));
  }
  expect(remaining).toEqual(['4', '3', '2', '1', '0']);
  const refused = await post(server.webhookUrl(), embed({}));
  expect(refused.status).toBe(429);
  expect(JSON.parse(refused.text)).toMatchObject({ retry_after: 2, global: false });
  expect((await post(server.webhookUrl(2), embed({}))).status).toBe(204);
  time = 2_000;
  expect((await post(server.webhookUrl(), embed({}))).status).toBe(204);
  const hidden = await post(server.webhookUrl(), embed({}));
  expect(hidden.headers.get('x-ratelimit-remaining')).toBe('4');
  expect(JSON.parse(hidden.text)).toMatchObject({ retry_after: 58 });
  await server.close();
});
