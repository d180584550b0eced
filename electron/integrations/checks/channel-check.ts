import type { NetworkSettings } from '../../../shared/settings.ts';
import type { Http } from '../../http.ts';
import type { ChannelCheck } from '../channels/channel.ts';
import { type SmtpServer, verifyServer } from '../channels/smtp.ts';
import { smtpError } from '../channels/smtp-answer.ts';
import type { ConfiguredChannel } from '../configured-channel.ts';
import type { Finding } from '../integration.ts';
import { checkConnection } from './connect.ts';

export interface ChannelCheckParts {
  http: Http;
  network(): NetworkSettings;
  env: Readonly<Record<string, string | undefined>>;
  now(): number;
}

const timeoutMs = 10_000;

/** The look at a channel's target; undefined where there is nothing to look at. No secret is in what it finds. */
export function channelCheck(
  { kind, config, closed, redact }: ConfiguredChannel,
  parts: ChannelCheckParts,
): ((signal: AbortSignal) => Promise<Finding>) | undefined {
  const check = config === null || closed !== null ? undefined : kind?.check?.(config);
  if (check === undefined) return undefined;
  return async (signal) => {
    const { ok, detail, warning } = await run(check, parts, signal).catch((error: unknown) => ({
      ok: false,
      detail: error instanceof Error ? error.message : 'It cannot be reached.',
      warning: undefined,
    }));
    return { ok, detail: redact(detail), warning };
  };
}

async function run(check: ChannelCheck, parts: ChannelCheckParts, signal: AbortSignal): Promise<Finding> {
  const looking = { network: parts.network(), env: parts.env, signal, now: parts.now() };
  switch (check.kind) {
    case 'connection':
      return checkConnection(check.url, looking);
    case 'request':
      return mostOf(await checkConnection(check.url, looking), await request(check, parts, signal));
    case 'smtp':
      return verify(check.server, parts, signal);
  }
}

/** Both look at the same target: the connection knows of the certificate, the request of the service behind it. */
function mostOf({ warning }: Finding, { ok, detail }: Finding): Finding {
  return { ok, detail, warning };
}

/** Any answer but a failure of the server says that it lives: a webhook need not know these methods. */
async function request(
  { url, method }: { url: string; method: 'HEAD' | 'OPTIONS' },
  { http }: ChannelCheckParts,
  signal: AbortSignal,
): Promise<Finding> {
  const { status } = await http({ method, url, signal, timeoutMs, maxAnswerBytes: 1_024 });
  return { ok: status < 500, detail: `It answered ${method} with ${status}.` };
}

async function verify(
  server: SmtpServer,
  { network }: ChannelCheckParts,
  signal: AbortSignal,
): Promise<Finding> {
  try {
    await verifyServer(server, network, signal);
    const login = server.username === '' ? '' : ' and took the login';
    return { ok: true, detail: `${server.host} answered as a mail server${login}.` };
  } catch (error) {
    throw smtpError(error, server.host, { timeoutMs, signal });
  }
}
