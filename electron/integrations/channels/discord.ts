import { z } from 'zod';
import { secretMask } from '../../../shared/channel.ts';
import type { Notice } from '../../../shared/notice.ts';
import { severityLook } from '../../../shared/severity.ts';
import type { HttpAnswer } from '../../http.ts';
import { fieldOf, jsonOf, type Refusal, receiptOf } from './answer.ts';
import { defineChannel, type PictureOf, pictureOf, type SendContext } from './channel.ts';
import { andMore, cut, cutList } from './cut.ts';
import { discordPreview } from './discord-preview.ts';
import { appName, forPeople, manyLines, oneLine } from './wording.ts';

const configSchema = z.object({
  webhookUrl: z
    .url({ protocol: /^https?$/, error: 'Paste the whole address, beginning with https://.' })
    .meta({
      title: 'Webhook URL',
      description: 'In Discord: Edit Channel, Integrations, Webhooks, Copy Webhook URL.',
      placeholder: 'https://discord.com/api/webhooks/…/…',
      secret: true,
      destination: true,
    }),
  threadId: z.string().trim().regex(/^\d*$/, 'The id of a thread is a number.').max(20).default('').meta({
    title: 'Thread',
    description: 'The id of a thread to post into; empty for the channel itself.',
    advanced: true,
  }),
  picture: z.boolean().default(true).meta({
    title: 'Attach the picture',
    description: 'The photo with its overlay, where a notice has one.',
  }),
});
type Config = z.output<typeof configSchema>;

/**
 * https://docs.discord.com/developers/resources/message#embed-object-embed-limits in UTF-16 code units, the
 * strictest reading of "characters".
 */
export const discordLimits = {
  embeds: 10,
  title: 256,
  description: 4_096,
  fields: 25,
  fieldName: 256,
  fieldValue: 1_024,
  /** Titles, descriptions, field names and values and footers of all embeds of a message. */
  together: 6_000,
  /** 10 MiB a message; some of it for the rest of the request. */
  pictureBytes: 9 * 1024 * 1024,
};

export interface Embed {
  title: string;
  description?: string;
  color: number;
  fields?: { name: string; value: string; inline: boolean }[];
  footer: { text: string };
  timestamp: string;
  image?: { url: string };
}

export interface DiscordMessage {
  body: { embeds: Embed[]; allowed_mentions: { parse: [] } };
  /** Pictures to fetch and attach when it is sent: which embed shows which. */
  pictures: { embed: number; of: PictureOf }[];
}

export const discord = defineChannel<Config, DiscordMessage>({
  kind: 'discord',
  label: 'Discord',
  description: 'Posts to a Discord channel through a webhook.',
  docsUrl: 'https://docs.discord.com/developers/resources/webhook#execute-webhook',
  config: configSchema,
  environment: { webhookUrl: 'DISCORD_WEBHOOK_URL' },
  initial: forPeople('info'),
  // Nothing is promised; 5 in 2 s and 30 in 60 s are seen (discord/discord-api-docs#367). Headers tell the rest.
  limits: { concurrency: 1, rate: { perSecond: 0.4, burst: 5 }, maxBatch: discordLimits.embeds },
  target: ({ webhookUrl }) => new URL(webhookUrl).host,
  // Threads share the limit of their webhook.
  limitKey: ({ webhookUrl }) => new URL(webhookUrl).origin + new URL(webhookUrl).pathname,
  check: ({ webhookUrl }) => ({ kind: 'connection', url: webhookUrl }),
  format: (items, config) =>
    messageOf(
      items.map(({ notice }) => notice),
      config,
    ),
  preview: discordPreview,
  request: (message, config) => requestOf(message, config),
  async send(message, config, context) {
    const { body, remark } = await bodyOf(message, context);
    const answer = await context.http({
      method: 'POST',
      url: addressOf(config).href,
      ...body,
      signal: context.signal,
      timeoutMs: context.timeoutMs,
    });
    const receipt = receiptOf(answer, { who: 'Discord', now: context.now, judge, receipt: messageIdOf });
    return { ...receipt, detail: remark };
  },
});

function messageOf(notices: readonly Notice[], config: Config): DiscordMessage {
  const { shown, rest } = cutList(notices, discordLimits.embeds);
  const room = Math.floor((discordLimits.together - 100) / shown.length);
  const pictures = shown.flatMap((notice, embed) => {
    const of = pictureOf(notice);
    return of === null ? [] : [{ embed, of }];
  });
  const embeds = shown.map((notice, index) =>
    embedOf(notice, room, index === shown.length - 1 ? rest : null),
  );
  return {
    body: { embeds, allowed_mentions: { parse: [] } },
    pictures: config.picture ? pictures : [],
  };
}

/** A notice in so many characters: the title first, then the text as far as the facts leave room, then the facts. */
function embedOf(notice: Notice, room: number, rest: string | null): Embed {
  const { word, emoji, light } = severityLook[notice.severity];
  const mark = `${emoji} `;
  const titleRoom = Math.min(discordLimits.title, Math.floor(room / 3)) - mark.length;
  const title = mark + markdown(oneLine(notice.title), titleRoom);
  const footer = [word, appName, rest].filter((part) => part !== null).join(' · ');
  const facts = factsOf(notice);
  const left = room - title.length - footer.length;
  const wanted = facts.reduce((length, { name, value }) => length + name.length + value.length, 0);
  const description = markdown(
    manyLines(notice.text),
    Math.min(discordLimits.description, Math.max(left - wanted, Math.floor(left / 2))),
  );
  const fields = fittingOf(facts, left - description.length);
  return {
    title,
    ...(description !== '' && { description }),
    color: Number.parseInt(light.slice(1), 16),
    ...(fields.length > 0 && { fields }),
    footer: { text: footer },
    timestamp: notice.occurredAt,
  };
}

function factsOf(notice: Notice): { name: string; value: string; inline: boolean }[] {
  return notice.facts.map(({ label, value }) => ({
    name: markdown(oneLine(label), discordLimits.fieldName),
    value: markdown(manyLines(value) || '–', discordLimits.fieldValue),
    inline: value.length <= 24,
  }));
}

/** As many facts as fit; the last one counts those left out. */
function fittingOf<T extends { name: string; value: string }>(facts: readonly T[], room: number) {
  const more = { name: '…', value: andMore(facts.length), inline: false };
  const reserve = more.name.length + more.value.length;
  const kept: (T | typeof more)[] = [];
  let left = room;
  for (const [index, fact] of facts.entries()) {
    const last = index === facts.length - 1;
    const length = fact.name.length + fact.value.length;
    const full = !last && kept.length === discordLimits.fields - 1;
    if (full || length + (last ? 0 : reserve) > left) {
      if (reserve <= left) kept.push({ ...more, value: andMore(facts.length - index) });
      break;
    }
    kept.push(fact);
    left -= length;
  }
  return kept;
}

/** Text as Markdown of at most so many characters. */
function markdown(text: string, max: number): string {
  return escapeMarkdown(cut(text, max, { sentAs: escapeMarkdown }));
}

/** Discord shows any sign behind a backslash as it is; an escaped colon also keeps addresses from becoming links. */
function escapeMarkdown(text: string): string {
  return text.replace(/[\\*_~`|>#+\-[\]()<:@]/g, '\\$&');
}

/** Version 10 counts in seconds; `wait` because without it Discord tells of no message that it did not keep. */
function addressOf({ webhookUrl, threadId }: Config): URL {
  const url = new URL(webhookUrl);
  url.pathname = url.pathname.replace(/^\/api\/(v\d+\/)?webhooks\//, '/api/v10/webhooks/');
  url.searchParams.set('wait', 'true');
  if (threadId !== '') url.searchParams.set('thread_id', threadId);
  return url;
}

/** The token is in the path, which is not the one of the secret any more: it is masked here. */
function requestOf({ body, pictures }: DiscordMessage, config: Config): string {
  const { origin, search } = addressOf(config);
  const type = pictures.length === 0 ? 'application/json' : 'multipart/form-data, payload_json and files[n]';
  return `POST ${origin}/${secretMask}${search}\ncontent-type: ${type}\n\n${JSON.stringify(body, null, 2)}`;
}

/** The message as it travels: JSON, or with its pictures multipart. */
async function bodyOf({ body, pictures }: DiscordMessage, { picture }: SendContext) {
  const form = new FormData();
  const embeds = body.embeds.map((embed) => ({ ...embed }));
  let bytes = 0;
  let leftOut = 0;
  let attached = 0;
  for (const { embed, of } of pictures) {
    const found = await picture(of);
    const target = embeds[embed];
    if (found === null || target === undefined) continue;
    if (bytes + found.bytes.byteLength > discordLimits.pictureBytes) {
      leftOut += 1;
      continue;
    }
    bytes += found.bytes.byteLength;
    const name = `overlay-${attached}.${found.mediaType.split('/')[1] ?? 'png'}`;
    form.set(`files[${attached}]`, new Blob([new Uint8Array(found.bytes)], { type: found.mediaType }), name);
    target.image = { url: `attachment://${name}` };
    attached += 1;
  }
  const remark =
    leftOut === 0
      ? 'Discord took it.'
      : `Discord took it without ${leftOut === 1 ? 'the picture' : `${leftOut} pictures`}: too large for Discord.`;
  const json = JSON.stringify({ ...body, embeds });
  if (attached === 0) {
    return { body: { headers: { 'content-type': 'application/json; charset=utf-8' }, body: json }, remark };
  }
  form.set('payload_json', json);
  return { body: { body: form }, remark };
}

function messageIdOf(answer: HttpAnswer): string | null {
  const id = fieldOf(jsonOf(answer), 'id');
  return typeof id === 'string' ? id : null;
}

const newAddress = 'Make a new webhook in Discord and paste its address.';

/** https://docs.discord.com/developers/topics/opcodes-and-status-codes#json-json-error-codes */
const refusals: Readonly<Record<number, Refusal>> = {
  10003: {
    ...permanent('gone', `The Discord channel of this webhook is gone. ${newAddress}`),
    disable: true,
  },
  10015: { ...permanent('gone', `This webhook was removed in Discord. ${newAddress}`), disable: true },
  40005: permanent('tooLarge', 'The message and its picture are too large for Discord.'),
  50027: permanent(
    'unauthorized',
    `Discord does not know the last part of the webhook's address. ${newAddress}`,
  ),
  160005: permanent('refused', 'The Discord thread is locked. Unlock it or choose another.'),
  220001: permanent('refused', 'This webhook belongs to a Discord forum: give the id of a thread in it.'),
};

function judge(answer: HttpAnswer): Refusal | undefined {
  const { status } = answer;
  if (status >= 400) {
    const code = fieldOf(jsonOf(answer), 'code');
    return typeof code === 'number' ? refusals[code] : undefined;
  }
  if (status !== 200 || messageIdOf(answer) !== null) return undefined;
  const sentence = `This is not how Discord says that it took a message. Check that the address is a webhook's.`;
  return { reason: 'badAnswer', retryable: true, sentence };
}

function permanent(reason: Refusal['reason'], sentence: string): Refusal {
  return { reason, retryable: false, quiet: true, sentence };
}
