import {
  jsonAnswer,
  type LocalAnswer,
  type LocalServer,
  type RecordedRequest,
  startLocalServer,
} from './local-server.ts';

export interface DiscordServer extends LocalServer {
  /** A webhook's address; the last part of it is a secret. Each number is a webhook of its own. */
  webhookUrl(number?: number): string;
  /** Messages that were posted, with the names of the files that came along. */
  messages: readonly DiscordPost[];
  /** Takes a webhook away, as its owner can. */
  remove(number: number): void;
}

export interface DiscordPost {
  webhookId: string;
  threadId: string | null;
  body: Body;
  files: string[];
}

interface Body {
  content?: string;
  embeds?: Embed[];
  allowed_mentions?: { parse?: string[] };
}
interface Embed {
  title?: string;
  description?: string;
  fields?: { name?: string; value?: string }[];
  footer?: { text?: string };
  author?: { name?: string };
  image?: { url?: string };
}

/** So many requests in a window of so many milliseconds. */
interface Window {
  limit: number;
  windowMs: number;
}

export interface DiscordServerOptions {
  port?: number;
  /** Milliseconds; the computer's when left out. */
  now?: () => number;
  /** Per webhook and announced by headers; 5 in 2 s. */
  bucket?: Window;
  /** Per webhook and told by a 429 only; 30 in 60 s. */
  hidden?: Window;
  /** Over all webhooks; 50 in 1 s. */
  global?: Window;
}

const token = 'T0kenThatNobodyMayEverSee_0123456789';
const firstId = 1_000_000_000_000_000_000n;

/** Stands in for Discord's webhooks: embed limits with the vendor's error bodies, buckets with its headers. */
export async function startDiscordServer(options: DiscordServerOptions = {}): Promise<DiscordServer> {
  const messages: DiscordPost[] = [];
  const removed = new Set<string>();
  const { now = Date.now } = options;
  const limits = createLimits(options);

  const server = await startLocalServer(
    (request) => {
      const target = targetOf(request);
      if (target === null) return jsonAnswer(404, { message: '404: Not Found', code: 0 });
      const { webhookId, query } = target;
      if (removed.has(webhookId)) return jsonAnswer(404, { message: 'Unknown Webhook', code: 10_015 });
      if (target.token !== token) {
        return jsonAnswer(401, { message: 'Invalid Webhook Token', code: 50_027 });
      }
      const limit = limits.take(webhookId, now());
      if (limit.refusal) return limit.refusal;
      const post = postOf(request, webhookId, query.get('thread_id'));
      if (post === undefined) {
        return jsonAnswer(
          400,
          { message: 'The request body contains invalid JSON.', code: 50_109 },
          limit.headers,
        );
      }
      const errors = errorsIn(post.body);
      if (errors !== null) {
        return jsonAnswer(400, { message: 'Invalid Form Body', code: 50_035, errors }, limit.headers);
      }
      messages.push(post);
      if (query.get('wait') !== 'true') return { status: 204, headers: limit.headers };
      const id = String(firstId + BigInt(messages.length));
      return jsonAnswer(200, { id, type: 0, webhook_id: webhookId, ...post.body }, limit.headers);
    },
    options.port === undefined ? {} : { port: options.port },
  );

  return {
    ...server,
    webhookUrl: (number = 1) => `${server.url}/api/webhooks/${idOf(number)}/${token}`,
    messages,
    remove: (number) => void removed.add(idOf(number)),
  };
}

function idOf(number: number): string {
  return String(firstId + BigInt(number));
}

function targetOf({ method, path }: RecordedRequest) {
  const url = new URL(path, 'http://discord.local');
  const match = /^\/api(?:\/v\d+)?\/webhooks\/(\d+)\/([^/]+)$/.exec(url.pathname);
  if (match === null || method !== 'POST') return null;
  return { webhookId: match[1] ?? '', token: match[2], query: url.searchParams };
}

/** Sliding windows: of each webhook two, of all together one. */
function createLimits({
  bucket = { limit: 5, windowMs: 2_000 },
  hidden = { limit: 30, windowMs: 60_000 },
  global = { limit: 50, windowMs: 1_000 },
}: DiscordServerOptions) {
  const taken = new Map<string, number[]>();
  /** Milliseconds until there is room; 0 when there is. */
  const waitOf = (key: string, { limit, windowMs }: Window, at: number): number => {
    const recent = (taken.get(key) ?? []).filter((time) => time > at - windowMs);
    return recent.length < limit ? 0 : (recent[recent.length - limit] ?? at) + windowMs - at;
  };
  const record = (key: string, at: number) => taken.set(key, [...(taken.get(key) ?? []).slice(-100), at]);

  return {
    take(webhookId: string, at: number): { refusal?: LocalAnswer; headers: Record<string, string> } {
      const globalMs = waitOf('global', global, at);
      if (globalMs > 0) return { refusal: tooMany(globalMs, true, {}), headers: {} };
      const bucketMs = waitOf(webhookId, bucket, at);
      const waitMs = Math.max(bucketMs, waitOf(webhookId, hidden, at));
      if (waitMs === 0) {
        record('global', at);
        record(webhookId, at);
      }
      const used = (taken.get(webhookId) ?? []).filter((time) => time > at - bucket.windowMs);
      const resetMs = (used[0] ?? at) + bucket.windowMs - at;
      const headers = {
        'x-ratelimit-limit': String(bucket.limit),
        'x-ratelimit-remaining': String(Math.max(0, bucket.limit - used.length)),
        'x-ratelimit-reset': ((at + resetMs) / 1_000).toFixed(3),
        'x-ratelimit-reset-after': (resetMs / 1_000).toFixed(3),
        'x-ratelimit-bucket': `bucket-${webhookId}`,
      };
      return waitMs > 0 ? { refusal: tooMany(waitMs, false, headers), headers } : { headers };
    },
  };
}

function tooMany(waitMs: number, global: boolean, headers: Record<string, string>): LocalAnswer {
  const scope = global ? { 'x-ratelimit-global': 'true' } : {};
  return jsonAnswer(
    429,
    { message: 'You are being rate limited.', retry_after: waitMs / 1_000, global },
    {
      ...headers,
      ...scope,
      'x-ratelimit-scope': global ? 'global' : 'user',
      'retry-after': String(Math.ceil(waitMs / 1_000)),
    },
  );
}

/** JSON, or multipart with `payload_json` and `files[n]`. */
function postOf(
  request: RecordedRequest,
  webhookId: string,
  threadId: string | null,
): DiscordPost | undefined {
  const type = request.headers['content-type'] ?? '';
  const boundary = /^multipart\/form-data;\s*boundary=(.+)$/.exec(type)?.[1];
  const parts = boundary === undefined ? [] : request.body.split(`--${boundary}`).slice(1, -1);
  const files = parts.flatMap((part) => /name="files\[\d+\]"; filename="([^"]+)"/.exec(part)?.[1] ?? []);
  const json =
    boundary === undefined
      ? request.body
      : parts.find((part) => part.includes('name="payload_json"'))?.split('\r\n\r\n')[1];
  try {
    const body: Body = JSON.parse(json ?? '');
    return { webhookId, threadId, body, files };
  } catch {
    return undefined;
  }
}

type FormErrors = { [key: string]: FormErrors | { code: string; message: string }[] };

/** https://docs.discord.com/developers/resources/message#embed-object-embed-limits; null: nothing is wrong. */
function errorsIn({ content = '', embeds = [] }: Body): FormErrors | null {
  if (content === '' && embeds.length === 0) {
    return errorAt([], 'MESSAGE_EMPTY', 'Cannot send an empty message');
  }
  if (content.length > 2_000) return tooLong(['content'], 2_000);
  if (embeds.length > 10) return tooLong(['embeds'], 10);
  let total = 0;
  for (const [index, embed] of embeds.entries()) {
    const at = ['embeds', String(index)];
    const { title = '', description = '', fields = [], footer, author } = embed;
    const texts: [string[], string, number][] = [
      [['title'], title, 256],
      [['description'], description, 4_096],
      [['footer', 'text'], footer?.text ?? '', 2_048],
      [['author', 'name'], author?.name ?? '', 256],
      ...fields.flatMap(({ name = '', value = '' }, number): [string[], string, number][] => [
        [['fields', String(number), 'name'], name, 256],
        [['fields', String(number), 'value'], value, 1_024],
      ]),
    ];
    if (fields.length > 25) return tooLong([...at, 'fields'], 25);
    for (const [place, text, max] of texts) {
      if (text.length > max) return tooLong([...at, ...place], max);
      if (place[0] === 'fields' && text.trim() === '') {
        return errorAt([...at, ...place], 'BASE_TYPE_REQUIRED', 'This field is required');
      }
      total += text.length;
    }
  }
  return total > 6_000
    ? errorAt(['embeds'], 'MAX_EMBED_SIZE_EXCEEDED', 'Embed size exceeds maximum size of 6000')
    : null;
}

function tooLong(place: string[], max: number): FormErrors {
  return errorAt(place, 'BASE_TYPE_MAX_LENGTH', `Must be ${max} or fewer in length.`);
}

function errorAt(place: string[], code: string, message: string): FormErrors {
  return place.reduceRight<FormErrors>((inner, name) => ({ [name]: inner }), {
    _errors: [{ code, message }],
  });
}
