import { expect, it } from 'vitest';
import { startDiscordServer } from '../../../e2e/servers/discord.ts';
import { defaultSettings } from '../../../shared/settings.ts';
import { createHttp } from '../../http.ts';
import { channelContract, hostileText } from './channel-contract.ts';
import { itemOf, refusalOf, sendContext } from './channel-contract-http.ts';
import { type DiscordMessage, discord } from './discord.ts';
import { sampleEvent } from './sample-events.ts';

const token = 'T0kenThatNobodyMayEverSee_0123456789';
const config = configOf('https://discord.com/api/webhooks/1/abcdefgh');
const messageOf = (...events: ReturnType<typeof sampleEvent>[]) =>
  discord.format(events.map(itemOf), config) as DiscordMessage;
const alert = (title: string, message = '', details = {}) =>
  sampleEvent('system_alert', { title, message, details });

channelContract({
  kind: discord,
  config: (baseUrl) => ({ webhookUrl: `${baseUrl}/api/webhooks/1000000000000000001/${token}` }),
  secrets: [token],
  cuts: [
    {
      name: 'the title',
      limit: 256,
      unit: 'utf16',
      event: (text) => alert(text),
      read: (message) => firstEmbed(message)?.title ?? '',
    },
    {
      name: 'the description',
      limit: 4_096,
      unit: 'utf16',
      event: (text) => alert('Title', text),
      read: (message) => firstEmbed(message)?.description ?? '',
    },
    {
      name: 'the value of a fact',
      limit: 1_024,
      unit: 'utf16',
      event: (text) => alert('Title', '', { Fact: text }),
      read: (message) => firstEmbed(message)?.fields?.[0]?.value ?? '',
    },
  ],
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not get through
  forbidden: [/[\0-\x08\x0b-\x1f\u202e]/, /(?<!\\)(?:[@<*`~|[\]]|\b_|_\b)/],
  http: { start: startDiscordServer, wrongAnswer: ['badAnswer', true] },
});

it('writes a message that Discord shows well', () => {
  expect(messageOf(sampleEvent('rule_triggered'))).toEqual({
    body: {
      embeds: [
        {
          title: '⚠️ Rule "Centred"\\: failed',
          description: 'Move the mug 80 px to the right.',
          color: 0x8f5400,
          fields: [
            { name: 'Photo', value: 'desk.jpg', inline: true },
            { name: 'offset\\_x', value: '\\-80', inline: true },
            { name: 'zone', value: 'middle\\-left', inline: true },
          ],
          footer: { text: 'Warning · H200 Mug Positioning' },
          timestamp: '2026-11-20T08:30:00.000Z',
        },
      ],
      allowed_mentions: { parse: [] },
    },
    pictures: [{ embed: 0, of: { analysisId: 'ana_1', renderId: null } }],
  });
});

it('keeps to 6000 characters in all, also with ten embeds full of signs to escape', async () => {
  const { server, http, close } = await open();
  const facts = Object.fromEntries(
    Array.from({ length: 40 }, (_, index) => [
      `_Fact_ ${index} ${hostileText}`.slice(0, 90),
      '*'.repeat(900),
    ]),
  );
  const large = alert('#'.repeat(300), '_🙂'.repeat(6_000), facts);
  const messages = [messageOf(large), messageOf(...Array.from({ length: 13 }, () => large))];
  for (const message of messages) {
    await discord.send(message, configOf(server.webhookUrl()), sendContext(http));
  }
  expect(server.messages.map(({ body }) => body)).toEqual(messages.map(({ body }) => body));
  expect(messages[0]?.body.embeds[0]?.fields?.at(-1)?.value).toMatch(/^… and \d+ more$/);
  expect(messages[1]?.body.embeds).toHaveLength(10);
  expect(messages[1]?.body.embeds.at(-1)?.footer.text).toContain('… and 3 more');
  await close();
});

it('shows 25 facts, or 24 and how many are left out', () => {
  const fields = (count: number) =>
    messageOf(
      alert('x', '', Object.fromEntries(Array.from({ length: count }, (_, index) => [`F${index}`, 'v']))),
    ).body.embeds[0]?.fields;
  expect(fields(25)).toHaveLength(25);
  expect(fields(25)?.at(-1)).toMatchObject({ name: 'F24' });
  expect(fields(26)).toHaveLength(25);
  expect(fields(26)?.at(-1)).toMatchObject({ value: '… and 2 more' });
});

it('posts with version 10 of the API, waits for the message and keeps the thread', async () => {
  const { server, http, close } = await open();
  const message = messageOf(alert('x'));
  const receipt = await discord.send(
    message,
    configOf(`${server.webhookUrl()}?thread_id=42`),
    sendContext(http),
  );
  await discord.send(message, { ...configOf(server.webhookUrl()), threadId: '77' }, sendContext(http));
  expect(receipt).toMatchObject({ status: 200, receipt: '1000000000000000001' });
  expect(server.requests[0]?.path).toMatch(/^\/api\/v10\/webhooks\/\d+\/[^/]+\?thread_id=42&wait=true$/);
  expect(server.messages.map(({ threadId }) => threadId)).toEqual(['42', '77']);
  await close();
});

it('attaches the picture where there is one and shows it in its embed', async () => {
  const { server, http, close } = await open();
  const picture = async () => ({
    bytes: Buffer.from('a picture'),
    mediaType: 'image/jpeg',
    name: 'desk.jpg',
  });
  const context = sendContext(http, { picture });
  const withPicture = configOf(server.webhookUrl());
  await discord.send(messageOf(sampleEvent('rule_triggered')), withPicture, context);
  const without = { ...withPicture, picture: false };
  await discord.send(discord.format([itemOf(sampleEvent('rule_triggered'))], without), without, context);
  expect(server.messages.map(({ files }) => files)).toEqual([['overlay-0.jpeg'], []]);
  expect(server.messages[0]?.body.embeds?.[0]?.image?.url).toBe('attachment://overlay-0.jpeg');
  expect(server.requests[0]?.body).toContain('a picture');
  await close();
});

it('leaves out a picture that Discord does not take, and says so', async () => {
  const { server, http, close } = await open();
  const picture = async () => ({
    bytes: new Uint8Array(11_000_000),
    mediaType: 'image/png',
    name: 'desk.png',
  });
  const message = messageOf(sampleEvent('rule_triggered'));
  const receipt = await discord.send(message, configOf(server.webhookUrl()), sendContext(http, { picture }));
  expect(receipt.detail).toBe('Discord took it without the picture: too large for Discord.');
  expect(server.messages[0]?.files).toEqual([]);
  await close();
});

it('hears of limits ahead of the refusal, of refusals in fractions of seconds, and of global ones', async () => {
  let time = 0;
  const { server, http, close } = await open({
    now: () => time,
    bucket: { limit: 2, windowMs: 2_500 },
    global: { limit: 3, windowMs: 1_000 },
  });
  const send = (number: number) =>
    discord.send(messageOf(alert('x')), configOf(server.webhookUrl(number)), sendContext(http));
  expect((await send(1)).limit).toBeUndefined();
  time = 100;
  expect((await send(1)).limit).toEqual({ waitMs: 2_400, scope: 'target' });
  expect(await refusalOf(send(1))).toMatchObject({
    reason: 'rateLimited',
    retryable: true,
    limit: { waitMs: 3_000, scope: 'target' },
  });
  await send(2);
  expect(await refusalOf(send(3))).toMatchObject({ limit: { scope: 'service' } });
  await close();
});

it('disables itself once the webhook is removed, and tells a wrong token from it', async () => {
  const { server, http, close } = await open();
  server.remove(2);
  const send = (url: string) =>
    refusalOf(discord.send(messageOf(alert('x')), configOf(url), sendContext(http)));
  expect(await send(server.webhookUrl(2))).toMatchObject({ reason: 'gone', retryable: false, disable: true });
  expect(await send(`${server.webhookUrl()}x`)).toMatchObject({ reason: 'unauthorized', disable: false });
  await close();
});

function configOf(webhookUrl: string) {
  return discord.config.parse({ webhookUrl }) as { webhookUrl: string; threadId: string; picture: boolean };
}

async function open(options: Parameters<typeof startDiscordServer>[0] = {}) {
  const server = await startDiscordServer(options);
  const http = createHttp({ version: '1', settings: () => defaultSettings.network, env: {} });
  return { server, http, close: () => Promise.all([server.close(), http.close()]) };
}

function firstEmbed(message: unknown) {
  return (message as DiscordMessage).body.embeds[0];
}
