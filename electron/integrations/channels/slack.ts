import { z } from 'zod';
import type { Notice } from '../../../shared/notice.ts';
import { severityLook } from '../../../shared/severity.ts';
import type { HttpAnswer } from '../../http.ts';
import { type Refusal, receiptOf } from './answer.ts';
import { defineChannel } from './channel.ts';
import { cut, cutList } from './cut.ts';
import { slackPreview } from './slack-preview.ts';
import {
  appName,
  factLineOf,
  forPeople,
  manyLines,
  oneLine,
  severityOf,
  timeOf,
  titleOf,
} from './wording.ts';

const configSchema = z.object({
  webhookUrl: z
    .url({ protocol: /^https?$/, error: 'Paste the whole address, beginning with https://.' })
    .meta({
      title: 'Webhook URL',
      description: 'In Slack: Apps, Incoming Webhooks, Add to a channel.',
      placeholder: 'https://hooks.slack.com/services/T…/B…/…',
      secret: true,
      destination: true,
    }),
});
type Config = z.output<typeof configSchema>;

/** https://docs.slack.dev/reference/block-kit/blocks in UTF-16 code units, the strictest reading of "characters". */
export const slackLimits = {
  header: 150,
  section: 3_000,
  field: 2_000,
  fields: 10,
  /** Undocumented: all blocks as JSON, refused from about 13,000 on (slackapi/bolt-js#2509). */
  together: 12_000,
};
/** Two blocks each, below the 50 of a message, and enough room for the words of each. */
const maxBatch = 15;

export interface PlainText {
  type: 'plain_text';
  text: string;
  /** False: `:fire:` stays what was written. */
  emoji: false;
}
/** Only ever words of our own: nothing of it is escaped by Slack. */
interface Markup {
  type: 'mrkdwn';
  text: string;
}
export type SlackBlock =
  | { type: 'header'; text: PlainText }
  | { type: 'section'; text: PlainText }
  | { type: 'section'; fields: PlainText[] }
  | { type: 'context'; elements: (PlainText | Markup)[] };

export interface SlackMessage {
  /** For notifications of the system, and for servers that know no blocks. */
  text: string;
  blocks: SlackBlock[];
  /** The only place where Slack draws a coloured edge. */
  attachments: { color: string; fallback: string; blocks: SlackBlock[] }[];
}

export const slack = defineChannel<Config, SlackMessage>({
  kind: 'slack',
  label: 'Slack',
  description: 'Posts to a Slack channel through an incoming webhook.',
  docsUrl: 'https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks',
  config: configSchema,
  environment: { webhookUrl: 'SLACK_WEBHOOK_URL' },
  initial: forPeople('info'),
  // One a second, short bursts: https://docs.slack.dev/apis/web-api/rate-limits
  limits: { concurrency: 1, rate: { perSecond: 1, burst: 3 }, maxBatch },
  target: ({ webhookUrl }) => new URL(webhookUrl).host,
  limitKey: ({ webhookUrl }) => webhookUrl,
  check: ({ webhookUrl }) => ({ kind: 'connection', url: webhookUrl }),
  format: (items) => messageOf(items.map(({ notice }) => notice)),
  preview: slackPreview,
  request: (message, { webhookUrl }) =>
    `POST ${webhookUrl}\ncontent-type: application/json\n\n${JSON.stringify(message, null, 2)}`,
  async send(message, { webhookUrl }, { http, signal, timeoutMs, now }) {
    const answer = await http({
      method: 'POST',
      url: webhookUrl,
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify(message),
      signal,
      timeoutMs,
    });
    return { ...receiptOf(answer, { who: 'Slack', now, judge }), detail: 'Slack took it.' };
  },
});

/** The message with as much room as Slack lets it have: signs that JSON escapes take more of it than others. */
function messageOf(notices: readonly Notice[]): SlackMessage {
  let room = slackLimits.together;
  let message = messageWithin(room, notices);
  while (lengthOf(message) > slackLimits.together) {
    room = Math.floor(room * 0.8);
    message = messageWithin(room, notices);
  }
  return message;
}

function lengthOf({ blocks, attachments }: SlackMessage): number {
  return JSON.stringify([blocks, ...attachments.map((attachment) => attachment.blocks)]).length;
}

function messageWithin(room: number, notices: readonly Notice[]): SlackMessage {
  const { shown, rest } = cutList(notices, maxBatch);
  const title = `${severityLook[severityOf(notices)].emoji} ${titleOf(notices)}`;
  const [only] = notices.length === 1 ? notices : [];
  return {
    text: fallback(only ? `${title}\n${manyLines(only.text)}`.trim() : title, slackLimits.section),
    blocks: [
      { type: 'header', text: plain(title, slackLimits.header) },
      ...(rest === null ? [] : [contextOf(plain(rest, 100))]),
    ],
    attachments: shown.map((notice) => ({
      color: severityLook[notice.severity].light,
      fallback: fallback(oneLine(notice.title), slackLimits.header),
      blocks: only ? bodyOf(only, room) : [entryOf(notice, room / shown.length), contextOf(timeIn(notice))],
    })),
  };
}

/** All of one notice. What the text leaves of the room is shared among the facts. */
function bodyOf(notice: Notice, room: number): SlackBlock[] {
  const text = cut(manyLines(notice.text), Math.min(slackLimits.section, room));
  const { shown, rest } = cutList(notice.facts, slackLimits.fields);
  const share = Math.floor((room - text.length) / Math.max(1, shown.length));
  const perFact = Math.min(slackLimits.field, Math.max(50, share));
  const fields = shown.map(({ label, value }) =>
    plain(`${oneLine(label)}: ${manyLines(value) || '–'}`, perFact),
  );
  const { word } = severityLook[notice.severity];
  return [
    ...(text === '' ? [] : [{ type: 'section' as const, text: plain(text, slackLimits.section) }]),
    ...(fields.length === 0 ? [] : [{ type: 'section' as const, fields }]),
    ...(rest === null ? [] : [contextOf(plain(rest, 100))]),
    contextOf(plain(word, 100), timeIn(notice), plain(appName, 100)),
  ];
}

/** One of several: title, text and facts in one block. */
function entryOf(notice: Notice, room: number): SlackBlock {
  const title = `${severityLook[notice.severity].emoji} ${oneLine(notice.title)}`;
  const lines = [title, manyLines(notice.text), factLineOf(notice)].filter((line) => line !== '');
  return { type: 'section', text: plain(lines.join('\n'), Math.min(slackLimits.section, Math.floor(room))) };
}

function contextOf(...elements: (PlainText | Markup)[]): SlackBlock {
  return { type: 'context', elements };
}

/** When it happened, in the zone of the reader. */
function timeIn({ occurredAt }: Notice): Markup {
  const seconds = Math.floor(Date.parse(occurredAt) / 1_000);
  return {
    type: 'mrkdwn',
    text: `<!date^${seconds}^{date_short_pretty} {time_secs}|${timeOf(occurredAt)}>`,
  };
}

/** Text that Slack shows as it is, whatever stands in it. */
function plain(text: string, max: number): PlainText {
  return { type: 'plain_text', text: cut(text, max), emoji: false };
}

function fallback(text: string, max: number): string {
  return escapeText(cut(text, max, { sentAs: escapeText }));
}

/** `text` is read for markup. Behind an @, a space of no width keeps Slack's look-alikes from calling everybody. */
function escapeText(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/@/g, '@\u200b');
}

const newAddress = 'Make a new incoming webhook in Slack and paste its address.';

/** Slack's words in place of codes: https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks#handling_errors */
const refusals: Readonly<Record<string, Refusal>> = {
  invalid_payload: refused('Slack does not understand the message (invalid_payload).'),
  invalid_blocks: refused('Slack does not take the blocks of the message (invalid_blocks).'),
  msg_blocks_too_long: {
    ...refused('The message is too long for Slack (msg_blocks_too_long).'),
    reason: 'tooLarge',
  },
  too_many_attachments: refused('The message has too many parts for Slack (too_many_attachments).'),
  no_text: refused('Slack found no text in the message (no_text).'),
  user_not_found: notFound('The person this webhook writes to is gone from Slack (user_not_found).'),
  channel_not_found: notFound('The Slack channel of this webhook is gone (channel_not_found).'),
  channel_is_archived: gone(
    'The Slack channel of this webhook is archived (channel_is_archived). Take it out of the archive',
  ),
  no_service: gone('This webhook was switched off or removed in Slack (no_service). Switch it on there'),
  no_service_id: notFound('The address of this webhook is not complete (no_service_id).'),
  no_team: gone('The Slack workspace of this webhook is gone (no_team). Bring it back'),
  team_disabled: gone('The Slack workspace of this webhook is switched off (team_disabled). Bring it back'),
  invalid_token: {
    reason: 'unauthorized',
    retryable: false,
    quiet: true,
    sentence: `Slack does not know the last part of the webhook's address (invalid_token). ${newAddress}`,
  },
  action_prohibited: refused(
    'An administrator of the Slack workspace does not let webhooks post there (action_prohibited).',
  ),
  posting_to_general_channel_denied: refused(
    'Only some people may post to this Slack channel (posting_to_general_channel_denied). Choose another.',
  ),
  rollup_error: {
    reason: 'serverError',
    retryable: true,
    quiet: true,
    sentence: 'Slack could not post the message at the moment (rollup_error).',
  },
};

function judge({ status, body }: HttpAnswer): Refusal | undefined {
  const said = body.trim();
  if (status === 200 && said === 'ok') return undefined;
  const known = Object.hasOwn(refusals, said) ? refusals[said] : undefined;
  if (known) return known;
  if (status < 200 || status >= 300) return undefined;
  const sentence = `This is not how Slack says that it took a message ("ok"). Check that the address is a webhook's.`;
  return { reason: 'badAnswer', retryable: true, sentence };
}

function refused(sentence: string): Refusal {
  return { reason: 'refused', retryable: false, quiet: true, sentence };
}

function notFound(sentence: string): Refusal {
  return { reason: 'notFound', retryable: false, quiet: true, sentence: `${sentence} ${newAddress}` };
}

function gone(sentence: string): Refusal {
  const wayOut = 'or make a new incoming webhook and paste its address.';
  return { reason: 'gone', retryable: false, quiet: true, disable: true, sentence: `${sentence}, ${wayOut}` };
}
