import { createHash, createPublicKey, timingSafeEqual } from 'node:crypto';
import { jwtVerify } from 'jose';
import {
  jsonAnswer,
  type LocalAnswer,
  type LocalServer,
  type LocalServerOptions,
  type RecordedRequest,
  startLocalServer,
} from './local-server.ts';

/** What a Webhook node asks for; a null credential is the node whose credential was never chosen. */
export type N8nAuth =
  | { kind: 'none' }
  | { kind: 'header'; credential: { name: string; value: string } | null }
  | { kind: 'basic'; credential: { user: string; password: string } | null }
  | { kind: 'jwt'; credential: { algorithm: string; key: string } | null };

export interface N8nOptions extends LocalServerOptions {
  /** Path of the node, behind `/webhook/` and `/webhook-test/`. */
  path: string;
  auth?: N8nAuth;
  method?: string;
  /** False: the production URL does not listen. */
  active?: boolean;
  /** N8N_PAYLOAD_SIZE_MAX in bytes. */
  maxBytes?: number;
  /** What the node answers; n8n's own when left out. */
  answer?: LocalAnswer;
}

export interface N8nServer extends LocalServer {
  /** Of the production webhook. */
  webhookUrl: string;
  /** 'Listen for test event': the test URL takes one request. */
  listenForTest(): void;
  /** Switches the workflow on or off. */
  activate(active: boolean): void;
  /** How often each event id arrived and was taken; more than once is a duplicate. */
  taken: ReadonlyMap<string, number>;
}

const maxPayloadBytes = 16 * 1024 * 1024;

/**
 * Stands in for n8n's Webhook node, with its status codes and words as in packages/nodes-base/nodes/Webhook and
 * packages/cli/src/webhooks of github.com/n8n-io/n8n.
 */
export async function startN8n(options: N8nOptions): Promise<N8nServer> {
  const { path, auth = { kind: 'none' }, method = 'POST', maxBytes = maxPayloadBytes } = options;
  const taken = new Map<string, number>();
  let active = options.active ?? true;
  let listening = false;

  const server = await startLocalServer(async (request) => {
    const test = request.path.startsWith('/webhook-test/');
    const asked = request.path.replace(/^\/webhook(-test)?\//, '').split('?')[0];
    const registered = asked === path && (test ? listening : active);
    if (!registered || request.method !== method)
      return notRegistered(request.method, asked ?? '', registered ? method : null, test);
    if (Buffer.byteLength(request.body) > maxBytes)
      return jsonAnswer(413, { code: 413, message: 'request entity too large' });
    const refusal = await refusalOf(auth, request);
    if (refusal) return refusal;
    if (test) listening = false;
    for (const id of idsOf(request.body)) taken.set(id, (taken.get(id) ?? 0) + 1);
    return options.answer ?? jsonAnswer(200, { message: 'Workflow was started' });
  }, options);
  return Object.assign(server, {
    webhookUrl: `${server.url}/webhook/${path}`,
    listenForTest: () => {
      listening = true;
    },
    activate: (on: boolean) => {
      active = on;
    },
    taken,
  });
}

function notRegistered(method: string, path: string, right: string | null, test: boolean): LocalAnswer {
  if (right !== null) {
    const message = `This webhook is not registered for ${method} requests. Did you mean to make a ${right} request?`;
    return jsonAnswer(404, { code: 404, message });
  }
  const hint = test
    ? "Click the 'Execute workflow' button on the canvas, then try again. (In test mode, the webhook only works for one call after you click this button)"
    : 'The workflow must be active for a production URL to run successfully. You can activate the workflow using the toggle in the top-right of the editor. Note that unlike test URL calls, production URL calls aren’t shown on the canvas (only in the executions list)';
  return jsonAnswer(404, {
    code: 404,
    message: `The requested webhook "${method} ${path}" is not registered.`,
    hint,
  });
}

async function refusalOf(auth: N8nAuth, request: RecordedRequest): Promise<LocalAnswer | undefined> {
  if (auth.kind === 'none') return undefined;
  if (auth.credential === null) return refuse(500, 'No authentication data defined on node!');
  const given = request.headers.authorization;
  switch (auth.kind) {
    case 'header': {
      const { name, value } = auth.credential;
      return same(request.headers[name.toLowerCase()], value) ? undefined : refuse(403);
    }
    case 'basic': {
      if (!given?.startsWith('Basic ')) return refuse(401);
      const { user, password } = auth.credential;
      const login = Buffer.from(given.slice('Basic '.length), 'base64').toString();
      return same(login, `${user}:${password}`) ? undefined : refuse(403);
    }
    case 'jwt': {
      const token = given?.split(' ')[1];
      if (!token) return refuse(401, 'No token provided');
      const { algorithm, key } = auth.credential;
      const secret = algorithm.startsWith('HS') ? new TextEncoder().encode(key) : createPublicKey(key);
      return await jwtVerify(token, secret, { algorithms: [algorithm] }).then(
        () => undefined,
        (error: Error) => refuse(403, error.message),
      );
    }
  }
}

const usualWords: Readonly<Record<number, string>> = {
  401: 'Authorization is required!',
  403: 'Authorization data is wrong!',
};

function refuse(status: number, message = usualWords[status] ?? 'Authorization problem!'): LocalAnswer {
  return { status, headers: { 'www-authenticate': 'Basic realm="Webhook"' }, body: message };
}

function same(given: string | undefined, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return given !== undefined && timingSafeEqual(digest(given), digest(expected));
}

function idsOf(body: string): string[] {
  try {
    const json: { id?: string; events?: { id: string }[] } = JSON.parse(body);
    return json.events?.map(({ id }) => id) ?? (json.id === undefined ? [] : [json.id]);
  } catch {
    return [];
  }
}
