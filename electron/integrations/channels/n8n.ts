import { z } from 'zod';
import { eventTypes, priorityOf } from '../../../shared/event.ts';
import type { HttpAnswer } from '../../http.ts';
import { fieldOf, jsonOf, type Refusal, receiptOf } from './answer.ts';
import { type ChannelItem, defineChannel } from './channel.ts';
import { authHeaders, authSchema, refusedLogin, shownAuth } from './n8n-auth.ts';
import { requestPage, requestText } from './request-page.ts';
import { signingSecretSchema, webhookHeaders } from './standard-webhooks.ts';
import { checkFieldSchema, webhookCheck } from './webhook-check.ts';
import { webhookUrlSchema } from './webhook-url.ts';
import { wellFormedJson } from './well-formed-json.ts';

/** Stands in every envelope; the version is the one of the envelope's shape. docs/n8n/README.md describes both. */
const envelopeHead = { source: 'h200-mug-positioning', version: '1.0' } as const;

const configSchema = z.object({
  webhookUrl: webhookUrlSchema.meta({
    title: 'Webhook URL',
    description: 'The production URL of a Webhook node that listens to POST.',
    placeholder: 'https://n8n.example.com/webhook/h200',
    secret: true,
    destination: true,
  }),
  auth: authSchema.default({ kind: 'none' }).meta({
    title: 'Authentication',
    description: 'The same as in the Webhook node.',
  }),
  signingSecret: signingSecretSchema.meta({
    title: 'Signing secret',
    description: 'Signs every request as Standard Webhooks says (whsec_…).',
    secret: true,
    advanced: true,
  }),
  previousSigningSecret: signingSecretSchema.meta({
    title: 'Previous signing secret',
    description: 'Signs as well, until every workflow knows the new one.',
    secret: true,
    advanced: true,
  }),
  check: checkFieldSchema,
});
type Config = z.output<typeof configSchema>;

/** Envelopes in order. The batch id is the message's own and joins them when they are sent. */
interface Message {
  batch: boolean;
  /** JSON, one text for each. */
  events: string[];
}

/** n8n workflows: one event, or up to 100 in one request. */
export const n8n = defineChannel<Config, Message>({
  kind: 'n8n',
  label: 'n8n',
  description: 'Starts an n8n workflow with every event; a /webhook-test/ URL listens to one request only.',
  docsUrl: 'https://docs.n8n.io/integrations/builtin/core-nodes/n8n-nodes-base.webhook/',
  config: configSchema,
  environment: { webhookUrl: 'N8N_WEBHOOK_URL' },
  forWorkflows: 'only',
  initial: { minSeverity: 'info', eventTypes: [...eventTypes], ordered: false },
  // One instance starts up to 220 executions a second: https://docs.n8n.io/hosting/scaling/performance-benchmarking/
  limits: { concurrency: 8, rate: { perSecond: 200, burst: 200 }, maxBatch: 100 },
  target: ({ webhookUrl }) => {
    const { host, pathname } = new URL(webhookUrl);
    return `${host}${/\/webhook(-test)?(?=\/)/.exec(pathname)?.[0] ?? ''}/…`;
  },
  limitKey: ({ webhookUrl }) => webhookUrl,
  check: ({ webhookUrl, check }) => webhookCheck(webhookUrl, check),
  format: (items) => ({ batch: items.length > 1, events: items.map(envelopeOf) }),
  preview: (message, config) =>
    requestPage(
      JSON.stringify(JSON.parse(bodyOf(message, exampleId(message))), null, 2),
      isTestUrl(config.webhookUrl) ? testUrlRemark : null,
    ),
  request: (message, config) => {
    const body = bodyOf(message, exampleId(message));
    const signed = config.signingSecret === '' ? {} : { 'webhook-signature': 'v1,…' };
    const headers = {
      ...fixedHeaders,
      ...shownAuth(config.auth),
      'webhook-id': exampleId(message),
      ...signed,
    };
    return requestText(`POST ${config.webhookUrl}`, headers, body);
  },
  async send(message, config, context) {
    const { messageId: id, now } = context;
    const body = bodyOf(message, id);
    const answer = await context.http({
      method: 'POST',
      url: config.webhookUrl,
      headers: {
        ...fixedHeaders,
        ...(await authHeaders(config.auth, id, now)),
        ...webhookHeaders({ id, now, body }, [config.signingSecret, config.previousSigningSecret]),
      },
      body,
      signal: context.signal,
      timeoutMs: context.timeoutMs,
    });
    return receiptOf(answer, {
      who: 'n8n',
      now,
      judge: (given) => judge(given, config),
      receipt: executionOf,
    });
  },
});

const fixedHeaders = { 'content-type': 'application/json', accept: 'application/json' };
const testUrlRemark =
  "This is a test URL: n8n listens there to one request only, after 'Listen for test event' was pressed. Use the production URL (/webhook/).";

function envelopeOf({ event }: ChannelItem): string {
  return wellFormedJson({
    id: event.id,
    event_type: event.type,
    timestamp: event.occurredAt,
    ...envelopeHead,
    priority: priorityOf(event.severity),
    severity: event.severity,
    data: event.data,
  });
}

function bodyOf({ batch, events }: Message, id: string): string {
  if (!batch) return events.join('');
  const head = JSON.stringify({ batch_id: id, count: events.length, ...envelopeHead });
  return `${head.slice(0, -1)},"events":[${events.join(',')}]}`;
}

function exampleId({ batch }: Message): string {
  return batch ? 'bat_…' : 'dlv_…';
}

/** What n8n means: packages/nodes-base/nodes/Webhook in github.com/n8n-io/n8n. */
function judge(answer: HttpAnswer, config: Config): Refusal | undefined {
  const { status, body } = answer;
  if (status === 404 && /not registered/i.test(body)) {
    const sentence = isTestUrl(config.webhookUrl)
      ? `n8n is not listening (404). ${testUrlRemark}`
      : 'n8n is not listening (404). Activate the workflow, and set the method of its Webhook node to POST: a new node listens to GET.';
    // The answer repeats the path, which is often the only secret.
    return { reason: 'notListening', retryable: true, sentence, quiet: true };
  }
  if (status === 403 && /whitelist/i.test(body)) {
    const sentence =
      "n8n takes nothing from this computer (403). Add its address to the Webhook node's IP whitelist.";
    return { reason: 'unauthorized', retryable: false, sentence };
  }
  if (status === 401 && /signature/i.test(body)) {
    const sentence =
      'The workflow refused the signature (401). Compare the signing secret of this channel with the one in its Code node.';
    return { reason: 'unauthorized', retryable: false, sentence };
  }
  if (status === 401 || status === 403) {
    return { reason: 'unauthorized', retryable: false, sentence: refusedLogin(config.auth, status) };
  }
  if (status === 500 && /no authentication data/i.test(body)) {
    const sentence =
      'The Webhook node in n8n asks for a login but has no credential (500). Choose one there.';
    return { reason: 'serverError', retryable: true, sentence };
  }
  return undefined;
}

/** Workflows that answer by themselves may name their execution; n8n's own answer names nothing. */
function executionOf(answer: HttpAnswer): string | null {
  const json = jsonOf(answer);
  const id = fieldOf(json, 'executionId') ?? fieldOf(json, 'execution_id');
  return typeof id === 'string' || typeof id === 'number' ? String(id) : null;
}

function isTestUrl(url: string): boolean {
  return new URL(url).pathname.includes('/webhook-test/');
}
