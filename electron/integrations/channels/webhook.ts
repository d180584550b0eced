import { z } from 'zod';
import { eventTypes, priorityOf } from '../../../shared/event.ts';
import { noticeOf } from '../../../shared/notice.ts';
import { DeliveryError } from '../../delivery/sender.ts';
import { receiptOf } from './answer.ts';
import { type ChannelItem, defineChannel } from './channel.ts';
import { headerNameSchema, headerValueSchema } from './header-fields.ts';
import { requestPage, requestText } from './request-page.ts';
import { sampleEvent } from './sample-events.ts';
import { signingSecretSchema, webhookHeaders } from './standard-webhooks.ts';
import { fillTemplate, languageOf } from './template.ts';
import { checkFieldSchema, webhookCheck } from './webhook-check.ts';
import { webhookUrlSchema } from './webhook-url.ts';
import { wellFormedJson } from './well-formed-json.ts';

const configSchema = z
  .object({
    url: webhookUrlSchema.meta({
      title: 'URL',
      placeholder: 'https://example.com/hooks/h200',
      secret: true,
      destination: true,
    }),
    method: z.enum(['POST', 'PUT', 'PATCH']).default('POST').meta({ title: 'Method' }),
    signingSecret: signingSecretSchema.meta({
      title: 'Signing secret',
      description: 'Signs every request as Standard Webhooks says (whsec_…).',
      secret: true,
    }),
    previousSigningSecret: signingSecretSchema.meta({
      title: 'Previous signing secret',
      description: 'Signs as well, until the receiver knows the new one.',
      secret: true,
      advanced: true,
    }),
    headers: z
      .record(headerNameSchema, headerValueSchema.meta({ title: 'Value', secret: true }))
      .default({})
      .meta({ title: 'Headers', description: 'Sent with every request, such as a login.', advanced: true }),
    contentType: z
      .string()
      .regex(
        /^[\w.+-]+\/[\w.+-]+( *; *[\w-]+=[\w.-]+)*$/,
        'This is not a media type such as application/json.',
      )
      .default('application/json')
      .meta({ title: 'Content type', advanced: true }),
    template: z.string().max(20_000).default('').meta({
      title: 'Body template',
      description:
        'Mustache. Empty: the usual JSON. Values are escaped; in JSON one outside of quotes becomes a whole value.',
      placeholder: '{"text": "{{title}}", "facts": {{facts}}}',
      multiline: true,
      advanced: true,
    }),
    check: checkFieldSchema,
  })
  .superRefine((config, check) => {
    const wrong = wrongTemplate(config);
    if (wrong !== null) check.addIssue({ code: 'custom', path: ['template'], message: wrong });
  });
type Config = z.output<typeof configSchema>;

interface Message {
  body: string;
  contentType: string;
}

/** Any receiver of HTTP requests, signed per Standard Webhooks 1.0.0. */
export const webhook = defineChannel<Config, Message>({
  kind: 'webhook',
  label: 'Webhook',
  description:
    'Sends every event as an HTTP request, signed per Standard Webhooks, with a body of your choice.',
  docsUrl: 'https://www.standardwebhooks.com/',
  config: configSchema,
  environment: { url: 'WEBHOOK_URL' },
  forWorkflows: 'also',
  initial: { minSeverity: 'info', eventTypes: [...eventTypes], ordered: false },
  // The specification knows no rate; its receivers slow us down by 429 and Retry-After.
  limits: { concurrency: 16, rate: { perSecond: 5_000, burst: 5_000 }, maxBatch: 1 },
  target: ({ url }) => `${new URL(url).host}/…`,
  limitKey: ({ url }) => url,
  check: ({ url, check }) => webhookCheck(url, check),
  format: ([item], config) => {
    if (!item) throw new Error('A message has at least one event.');
    try {
      return { body: bodyOf(item, config), contentType: config.contentType };
    } catch (cause) {
      const detail = `The body template of this channel cannot be filled. ${wordsOf(cause)}`;
      throw new DeliveryError('misconfigured', detail, { retryable: false, cause });
    }
  },
  preview: ({ body, contentType }) =>
    requestPage(languageOf(contentType) === 'json' ? JSON.stringify(JSON.parse(body), null, 2) : body, null),
  request: (message, config) => {
    const signed = config.signingSecret === '' ? {} : { 'webhook-signature': 'v1,…' };
    const own = Object.fromEntries(Object.keys(config.headers).map((name) => [name, '…']));
    const headers = { 'content-type': message.contentType, ...own, 'webhook-id': 'dlv_…', ...signed };
    return requestText(`${config.method} ${config.url}`, headers, message.body);
  },
  async send({ body, contentType }, config, context) {
    const { messageId: id, now } = context;
    const answer = await context.http({
      method: config.method,
      url: config.url,
      headers: {
        ...config.headers,
        'content-type': contentType,
        ...webhookHeaders({ id, now, body }, [config.signingSecret, config.previousSigningSecret]),
      },
      body,
      signal: context.signal,
      timeoutMs: context.timeoutMs,
    });
    return receiptOf(answer, { now });
  },
});

function bodyOf({ event, notice }: ChannelItem, config: Pick<Config, 'template' | 'contentType'>): string {
  const { id, type, severity, occurredAt: timestamp, data } = event;
  const { title, text: message, facts } = notice;
  if (config.template === '') {
    return wellFormedJson({ type, timestamp, id, severity, title, message, data });
  }
  const values = {
    id,
    type,
    severity,
    priority: priorityOf(severity),
    timestamp,
    title,
    message,
    facts,
    data,
  };
  return fillTemplate(config.template, values, languageOf(config.contentType));
}

/** One of every type, and one of which there is little to say. */
const sampleItems = [
  ...eventTypes.map((type) => sampleEvent(type)),
  sampleEvent('system_alert', { message: '', details: {} }),
].map((event) => ({ event, notice: noticeOf(event) }));

/** Why a template will not do, found out by filling it with samples; null when it will. */
function wrongTemplate(config: Pick<Config, 'template' | 'contentType'>): string | null {
  try {
    for (const item of sampleItems) bodyOf(item, config);
    return null;
  } catch (error) {
    return wordsOf(error);
  }
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
