import { expect, it } from 'vitest';
import { startSlackServer } from '../../../e2e/servers/slack.ts';
import { defaultSettings } from '../../../shared/settings.ts';
import { createHttp } from '../../http.ts';
import { channelContract, hostileText } from './channel-contract.ts';
import { itemOf, refusalOf, sendContext } from './channel-contract-http.ts';
import { sampleEvent } from './sample-events.ts';
import { type SlackMessage, slack } from './slack.ts';

const config = slack.config.parse({ webhookUrl: 'https://hooks.slack.com/services/T1/B1/s3cretToken' });
const messageOf = (...events: ReturnType<typeof sampleEvent>[]) =>
  slack.format(events.map(itemOf), config) as SlackMessage;
const alert = (title: string, message = '', details = {}) =>
  sampleEvent('system_alert', { title, message, details });

channelContract({
  kind: slack,
  config: (baseUrl) => ({
    webhookUrl: `${baseUrl}/services/T0000TEAM/B0000HOOK/s3cretTokenOfThisWebhook`,
  }),
  secrets: ['s3cretTokenOfThisWebhook'],
  cuts: [
    {
      name: 'the header',
      limit: 150,
      unit: 'utf16',
      event: (text) => alert(text),
      read: (message) => textAt(message, 'header'),
    },
    {
      name: 'the text',
      limit: 3_000,
      unit: 'utf16',
      event: (text) => alert('Title', text),
      read: (message) => textAt(message, 'section'),
    },
  ],
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not get through
  forbidden: [/[\0-\x08\x0b-\x1f\u202e]/],
  http: { start: startSlackServer, wrongAnswer: ['badAnswer', true] },
});

it('writes a message that Slack shows well', () => {
  expect(messageOf(sampleEvent('rule_triggered'))).toEqual({
    text: '⚠️ Rule "Centred": failed\nMove the mug 80 px to the right.',
    blocks: [{ type: 'header', text: plain('⚠️ Rule "Centred": failed') }],
    attachments: [
      {
        color: '#8f5400',
        fallback: 'Rule "Centred": failed',
        blocks: [
          { type: 'section', text: plain('Move the mug 80 px to the right.') },
          {
            type: 'section',
            fields: [plain('Photo: desk.jpg'), plain('offset_x: -80'), plain('zone: middle-left')],
          },
          {
            type: 'context',
            elements: [
              plain('Warning'),
              {
                type: 'mrkdwn',
                text: expect.stringMatching(
                  /^<!date\^1795163400\^\{date_short_pretty\} \{time_secs\}\|20 Nov 2026, [^>|]+>$/,
                ),
              },
              plain('H200 Mug Positioning'),
            ],
          },
        ],
      },
    ],
  });
});

it('puts several notices under one head, each with its colour', () => {
  const { blocks, attachments } = messageOf(
    sampleEvent('system_alert', { title: 'Disk full' }, { severity: 'critical' }),
    sampleEvent('batch_completed', {}, { severity: 'success' }),
  );
  expect(blocks).toEqual([{ type: 'header', text: plain('🛑 2 notices: 1 critical, 1 success') }]);
  expect(attachments.map(({ color }) => color)).toEqual(['#a00f2b', '#1c7a3c']);
});

it('counts what does not fit and stays within what Slack takes in all', async () => {
  const server = await startSlackServer();
  const http = createHttp({ version: '1', settings: () => defaultSettings.network, env: {} });
  const facts = Object.fromEntries(
    Array.from({ length: 14 }, (_, index) => [`Fact ${index}`, '"é🙂\n'.repeat(2_000)]),
  );
  const large = alert('T'.repeat(300), '漢"\\'.repeat(6_000), facts);
  const messages = [messageOf(large), messageOf(...Array.from({ length: 15 }, () => large))];
  for (const message of messages) {
    await slack.send(message, { webhookUrl: server.webhookUrl }, sendContext(http));
  }
  expect(JSON.stringify(messages[0])).toContain('… and 4 more');
  expect(server.messages).toEqual(messages);
  expect(messageOf(...Array.from({ length: 18 }, () => large)).blocks).toHaveLength(2);
  await Promise.all([server.close(), http.close()]);
});

it('lets no text call anybody or become markup', () => {
  const message = messageOf(alert(hostileText, hostileText));
  expect(message.text).not.toMatch(/<[!@]|@everyone|@U1/);
  const blocks = [...message.blocks, ...message.attachments.flatMap((attachment) => attachment.blocks)];
  const markup = JSON.stringify(blocks).match(/"type":"mrkdwn","text":"[^"]*"/g);
  expect(markup).toHaveLength(1);
  expect(markup?.[0]).toMatch(/<!date\^\d+\^/);
});

it.each<[Parameters<Awaited<ReturnType<typeof startSlackServer>>['refuse']>[0], object]>([
  ['invalid_payload', { reason: 'refused', retryable: false, disable: false }],
  ['channel_not_found', { reason: 'notFound', retryable: false, disable: false }],
  ['channel_is_archived', { reason: 'gone', retryable: false, disable: true }],
  ['no_service', { reason: 'gone', retryable: false, disable: true }],
  ['invalid_token', { reason: 'unauthorized', retryable: false, disable: false }],
  ['action_prohibited', { reason: 'refused', retryable: false, disable: false }],
  ['rollup_error', { reason: 'serverError', retryable: true, disable: false }],
])('says what Slack means by %s', async (text, expected) => {
  const server = await startSlackServer();
  const http = createHttp({ version: '1', settings: () => defaultSettings.network, env: {} });
  server.refuse(text);
  const sending = slack.send(messageOf(alert('x')), { webhookUrl: server.webhookUrl }, sendContext(http));
  const error = await refusalOf(sending);
  expect(error).toMatchObject(expected);
  expect(error.message).toContain(text);
  expect(error.message).toMatch(/\.$/);
  await Promise.all([server.close(), http.close()]);
});

it('hears from Slack how long to wait', async () => {
  let time = 0;
  const server = await startSlackServer({ now: () => time, burst: 1 });
  const http = createHttp({ version: '1', settings: () => defaultSettings.network, env: {} });
  const send = () => slack.send(messageOf(alert('x')), { webhookUrl: server.webhookUrl }, sendContext(http));
  await send();
  expect(await refusalOf(send())).toMatchObject({ reason: 'rateLimited', limit: { waitMs: 1_000 } });
  time = 1_000;
  await expect(send()).resolves.toMatchObject({ status: 200, detail: 'Slack took it.' });
  await Promise.all([server.close(), http.close()]);
});

function plain(text: string) {
  return { type: 'plain_text', text, emoji: false };
}

function textAt(message: unknown, type: 'header' | 'section'): string {
  const { blocks, attachments } = message as SlackMessage;
  const all = [...blocks, ...attachments.flatMap((attachment) => attachment.blocks)];
  const block = all.find((candidate) => candidate.type === type);
  return block && 'text' in block ? block.text.text : '';
}
