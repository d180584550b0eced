import type { DeliveryReason } from '../../shared/delivery.ts';
import { AppError, type ErrorCode } from '../../shared/errors.ts';

/** An AppError network.* (or `cancelled`) that also says which kind of trouble it was. */
export class NetworkError extends AppError {
  readonly reason: DeliveryReason;

  constructor(code: ErrorCode, reason: DeliveryReason, message: string, cause?: unknown) {
    super(code, message, cause === undefined ? {} : { cause });
    this.name = 'NetworkError';
    this.reason = reason;
  }
}

/** The fault of this machine's network or of its settings, not of the target: it may be mended at any moment. */
export class LocalNetworkError extends NetworkError {}

/** What a request failed of, in the words of deliveries; null when it is no error of the network. */
export function reasonOf(error: unknown): DeliveryReason | null {
  return error instanceof NetworkError ? error.reason : null;
}

const offlineCodes = ['ENOTFOUND', 'EAI_AGAIN', 'EAI_NODATA', 'ENETUNREACH', 'ENETDOWN'];
const timeoutCodes = [
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'ETIMEDOUT',
];
const tlsCodes =
  /^(ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|EPROTO|UND_ERR_PRX_TLS)/;

/** Words for codes of the system and of undici; its own messages name addresses and are kept for the log. */
const connectionWords: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused; nothing listens there, or a firewall is in between',
  ECONNRESET: 'the connection was reset',
  EPIPE: 'the connection was closed',
  UND_ERR_SOCKET: 'the connection was closed before the answer',
  EHOSTUNREACH: 'there is no way to it in the network',
  UND_ERR_PRX_CONN: 'the proxy closed the connection',
};

/** Anything thrown on the way out, as a NetworkError that names the host and nothing else of the URL. */
export function toNetworkError(
  error: unknown,
  host: string,
  request: { timeoutMs: number; signal?: AbortSignal | undefined },
): NetworkError {
  if (error instanceof NetworkError) return error;
  if (request.signal?.aborted && !isTimeout(request.signal.reason)) {
    return new NetworkError('cancelled', 'interrupted', `The request to ${host} was given up.`, error);
  }
  if (isTimeout(error) || isTimeout(request.signal?.reason)) return timedOut(error, host, request.timeoutMs);
  const code = codeOf(error);
  if (timeoutCodes.includes(code))
    return timedOut(error, host, code === 'UND_ERR_CONNECT_TIMEOUT' ? null : request.timeoutMs);
  if (offlineCodes.includes(code)) {
    const message = `${host} could not be found. Check the name, and whether this computer is online.`;
    return new NetworkError('network.unreachable', 'offline', message, error);
  }
  if (tlsCodes.test(code)) return tls(error, host, code);
  if (error instanceof Error && error.name === 'HTTPParserError') {
    const message = `${host} answered something that is not HTTP. Check the port and whether it wants https://.`;
    return new NetworkError('network.unreachable', 'badAnswer', message, error);
  }
  if (code === 'UND_ERR_HEADERS_OVERFLOW') {
    const message = `The headers of the answer from ${host} are too large. Check that the address is right.`;
    return new NetworkError('network.tooLarge', 'badAnswer', message, error);
  }
  if (code === 'UND_ERR_INVALID_ARG' || code === 'ERR_INVALID_CHAR') return invalidRequest(error, host);
  if (code === 'UND_ERR_ABORTED') return proxyRefused(error, host);
  const words =
    connectionWords[code] ?? (code === '' ? 'the connection failed' : `the connection failed (${code})`);
  return new NetworkError(
    'network.unreachable',
    'connection',
    `${host} could not be reached: ${words}.`,
    error,
  );
}

function timedOut(error: unknown, host: string, timeoutMs: number | null): NetworkError {
  const message =
    timeoutMs === null
      ? `${host} could not be reached: no connection within 5 s.`
      : `${host} did not answer within ${timeoutMs / 1000} s.`;
  return new NetworkError('network.timedOut', 'timeout', message, error);
}

function tls(error: unknown, host: string, code: string): NetworkError {
  const message = `${host} could not be trusted: ${tlsWords(code)}. Correct its certificate, or name yours under certificates in the network settings.`;
  return new NetworkError('network.unreachable', 'tls', message, error);
}

function tlsWords(code: string): string {
  if (code === 'CERT_HAS_EXPIRED') return 'its certificate has expired';
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return 'its certificate is for another name';
  if (/SELF_SIGNED|UNABLE_TO/.test(code)) return 'its certificate comes from nobody known here';
  return `no encrypted connection came about (${code})`;
}

/** undici checks headers; it also says so when a proxy asks for a login. */
function invalidRequest(error: unknown, host: string): NetworkError {
  if (messageOf(error).includes('407')) return proxyLogin(error, host);
  const message = `A header for ${host} holds characters that cannot be sent. Correct it in the settings of the channel.`;
  return new NetworkError('network.misconfigured', 'misconfigured', message, error);
}

/** The only thing that aborts a request besides us: a proxy that opened no tunnel. */
function proxyRefused(error: unknown, host: string): NetworkError {
  const status = /Proxy response \((\d+)\)/.exec(messageOf(error))?.[1];
  if (status === '407') return proxyLogin(error, host);
  const words = status === undefined ? 'the connection failed' : `the proxy answered ${status}`;
  return new NetworkError(
    'network.unreachable',
    'connection',
    `${host} could not be reached: ${words}.`,
    error,
  );
}

function proxyLogin(error: unknown, host: string): NetworkError {
  const message = `${host} could not be reached: the proxy asks for a login. Put it into HTTPS_PROXY.`;
  return new LocalNetworkError('network.misconfigured', 'misconfigured', message, error);
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && error.name === 'TimeoutError';
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : '';
}
