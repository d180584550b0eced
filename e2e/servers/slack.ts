import {
  type LocalAnswer,
  type LocalServer,
  type RecordedRequest,
  startLocalServer,
} from './local-server.ts';

export interface SlackServer extends LocalServer {
  /** The webhook's address; the last part of it is a secret. */
  webhookUrl: string;
  /** Messages that were posted, as they came. */
  messages: readonly SlackPost[];
  /** What Slack answers from now on, as when a channel was archived; null: it works. */
  refuse(text: keyof typeof refusals | null): void;
}

export interface SlackPost {
  text?: string;
  blocks?: unknown[];
  attachments?: { color?: string; fallback?: string; blocks?: unknown[] }[];
}

export interface SlackServerOptions {
  port?: number;
  /** Milliseconds; the computer's when left out. */
  now?: () => number;
  /** Messages a second on average, and at once. */
  perSecond?: number;
  burst?: number;
}

/** Texts that Slack answers with, and their statuses. */
const refusals = {
  invalid_payload: 400,
  invalid_blocks: 400,
  msg_blocks_too_long: 400,
  no_text: 400,
  too_many_attachments: 400,
  user_not_found: 400,
  action_prohibited: 403,
  invalid_token: 403,
  posting_to_general_channel_denied: 403,
  channel_not_found: 404,
  no_service: 404,
  no_team: 404,
  channel_is_archived: 410,
  rollup_error: 500,
} as const;

const path = '/services/T0000TEAM/B0000HOOK/s3cretTokenOfThisWebhook';

/** Stands in for Slack's incoming webhooks: its limits, its answers in plain text, its 429 with Retry-After. */
export async function startSlackServer(options: SlackServerOptions = {}): Promise<SlackServer> {
  const messages: SlackPost[] = [];
  const bucket = bucketOf(options);
  let refusal: keyof typeof refusals | null = null;

  const server = await startLocalServer(
    (request) => {
      const no = refusal ?? addressRefusal(request);
      if (no !== null) return words(refusals[no], no);
      const waitMs = bucket();
      if (waitMs > 0) {
        return {
          ...words(429, 'rate_limited'),
          headers: { 'retry-after': String(Math.ceil(waitMs / 1_000)) },
        };
      }
      const message = parse(request.body);
      const wrong = message === undefined ? 'invalid_payload' : wrongIn(message);
      if (message === undefined || wrong !== null) return words(400, wrong ?? 'invalid_payload');
      messages.push(message);
      return words(200, 'ok');
    },
    options.port === undefined ? {} : { port: options.port },
  );
  return {
    ...server,
    webhookUrl: server.url + path,
    messages,
    refuse: (text) => {
      refusal = text;
    },
  };
}

function words(status: number, body: string): LocalAnswer {
  return { status, headers: { 'content-type': 'text/plain' }, body };
}

/** Milliseconds to wait, 0 when there is room, of which one is taken then. */
function bucketOf({ now = Date.now, perSecond = 1, burst = 5 }: SlackServerOptions): () => number {
  const perMs = 1_000 / perSecond;
  let full = 0;
  return () => {
    const at = now();
    const next = Math.max(full, at) + perMs;
    const waitMs = next - at - burst * perMs;
    if (waitMs > 0) return waitMs;
    full = next;
    return 0;
  };
}

function addressRefusal({ method, path: asked }: RecordedRequest): keyof typeof refusals | null {
  if (asked === path && method === 'POST') return null;
  const [, services, team, hook] = asked.split('/');
  if (services !== 'services' || method !== 'POST') return 'invalid_payload';
  if (team !== 'T0000TEAM') return 'no_team';
  return hook === 'B0000HOOK' ? 'invalid_token' : 'no_service';
}

function parse(body: string): SlackPost | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return value !== null && typeof value === 'object' ? value : undefined;
  } catch {
    return undefined;
  }
}

function wrongIn({ text, blocks = [], attachments = [] }: SlackPost): keyof typeof refusals | null {
  if (!text && blocks.length === 0 && attachments.length === 0) return 'no_text';
  if ((text?.length ?? 0) > 40_000) return 'invalid_payload';
  if (attachments.length > 100) return 'too_many_attachments';
  const all = [...blocks, ...attachments.flatMap((attachment) => attachment.blocks ?? [])];
  if (all.length > 50 || !all.every(isBlock)) return 'invalid_blocks';
  return JSON.stringify(all).length > 13_100 ? 'msg_blocks_too_long' : null;
}

/** https://docs.slack.dev/reference/block-kit/blocks, as far as notices need it. */
function isBlock(block: unknown): boolean {
  switch (fieldOf(block, 'type')) {
    case 'divider':
      return true;
    case 'header':
      return isText(fieldOf(block, 'text'), 150, ['plain_text']);
    case 'section': {
      const text = fieldOf(block, 'text');
      const fields = fieldOf(block, 'fields');
      if (text === undefined && fields === undefined) return false;
      return (text === undefined || isText(text, 3_000)) && (fields === undefined || areTexts(fields, 2_000));
    }
    case 'context':
      return areTexts(fieldOf(block, 'elements'), 3_000);
    default:
      return false;
  }
}

function areTexts(value: unknown, max: number): boolean {
  return (
    Array.isArray(value) && value.length > 0 && value.length <= 10 && value.every((text) => isText(text, max))
  );
}

function isText(value: unknown, max: number, types = ['plain_text', 'mrkdwn']): boolean {
  const [type, text] = [fieldOf(value, 'type'), fieldOf(value, 'text')];
  return types.includes(String(type)) && typeof text === 'string' && text.length > 0 && text.length <= max;
}

function fieldOf(value: unknown, name: string): unknown {
  return value !== null && typeof value === 'object' ? Reflect.get(value, name) : undefined;
}
