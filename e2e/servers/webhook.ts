import { Webhook } from 'standardwebhooks';
import {
  jsonAnswer,
  type LocalAnswer,
  type LocalServer,
  type LocalServerOptions,
  startLocalServer,
} from './local-server.ts';

export interface WebhookReceiverOptions extends LocalServerOptions {
  /** Signatures by any of these are taken; none: nothing is verified. */
  secrets?: readonly string[];
  method?: string;
  /** Headers that every request must bring, such as a login. */
  headers?: Readonly<Record<string, string>>;
  answer?: LocalAnswer;
}

export interface WebhookReceiver extends LocalServer {
  /** How often each `webhook-id` arrived and was taken; more than once is a duplicate. */
  taken: ReadonlyMap<string, number>;
}

/** A receiver as Standard Webhooks wants it: verifies with the official package, remembers ids. */
export async function startWebhookReceiver(options: WebhookReceiverOptions = {}): Promise<WebhookReceiver> {
  const { secrets = [], method, headers = {}, answer = jsonAnswer(200, { ok: true }) } = options;
  const verifiers = secrets.map((secret) => new Webhook(secret));
  const taken = new Map<string, number>();

  const server = await startLocalServer((request) => {
    if (method !== undefined && request.method !== method)
      return jsonAnswer(405, { error: 'method not allowed' }, { allow: method });
    const login = Object.entries(headers).every(([name, value]) => request.headers[name] === value);
    if (!login) return jsonAnswer(401, { error: 'login required' });
    const verified = verifiers.some((verifier) => {
      try {
        verifier.verify(request.body, request.headers, { jsonParse: false });
        return true;
      } catch {
        return false;
      }
    });
    if (verifiers.length > 0 && !verified) return jsonAnswer(401, { error: 'signature not verified' });
    const id = request.headers['webhook-id'] ?? '';
    taken.set(id, (taken.get(id) ?? 0) + 1);
    return answer;
  }, options);
  return Object.assign(server, { taken });
}
