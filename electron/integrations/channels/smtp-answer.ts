import type { DeliveryReason } from '../../../shared/delivery.ts';
import { DeliveryError, type Receipt } from '../../delivery/sender.ts';
import { NetworkError, toNetworkError } from '../../http/network-error.ts';
import { cut } from './cut.ts';
import { oneLine } from './wording.ts';

/** What nodemailer says of a mail that was taken for one recipient at least. */
export interface SentMail {
  response: string;
  messageId: string;
  rejectedErrors?: readonly RefusedRecipient[] | undefined;
}

/** One whom the server did not take a mail for; 4xx: not now. */
export type RefusedRecipient = Error & {
  recipient?: string | undefined;
  response?: string | undefined;
  responseCode?: number | undefined;
};

/** The receipt: the server's number of the mail, and who does not get it. */
export function receiptOfMail(sent: SentMail): Receipt {
  const refused = (sent.rejectedErrors ?? []).map(refusedRecipient);
  const detail =
    refused.length === 0
      ? excerptOf(sent.response)
      : `Sent, but not to ${refused.join(', nor to ')}. Correct these addresses.`;
  return {
    status: codeOf(sent.response),
    receipt: /queued as ([\w-]+)/i.exec(sent.response)?.[1] ?? sent.messageId,
    detail,
  };
}

/** The others got it; for these it is tried again. */
export function putOffFor(recipients: readonly RefusedRecipient[], host: string): DeliveryError {
  const sentence = `${host} took the mail, but not yet for ${recipients.map(refusedRecipient).join(', nor for ')}.`;
  const status = recipients[0]?.responseCode ?? null;
  return new DeliveryError('serverError', sentence, { retryable: true, status });
}

/** SMTP leaves it open how long to wait when it says "too many". */
const usualWaitMs = 60_000;
/** Of a day's quota nobody tells the end. */
const quotaWaitMs = 3_600_000;
/** Refused with it as if for good by Gmail (550 5.4.5, https://support.google.com/a/answer/3726730) and Exchange Online. */
const dayQuota = /\b5\.4\.5\b|\b5\.1\.90\b|\bdaily\b.*\b(limit|quota)|submissionquota/i;

interface SmtpError extends Error {
  code?: string;
  originalCode?: string;
  responseCode?: number;
  response?: string;
  rejectedErrors?: readonly Error[];
}

/** Anything thrown while sending, as the NetworkError or DeliveryError it stands for. */
export function smtpError(
  thrown: unknown,
  host: string,
  request: { timeoutMs: number; signal: AbortSignal },
): NetworkError | DeliveryError {
  if (thrown instanceof DeliveryError) return thrown;
  if (!(thrown instanceof Error) || thrown instanceof NetworkError || request.signal.aborted) {
    return toNetworkError(thrown, host, request);
  }
  const error: SmtpError = thrown;
  if (error.responseCode) return refusal(error, error.responseCode, host);
  switch (error.code) {
    case 'ETIMEDOUT':
      return toNetworkError(withCode(error, 'ETIMEDOUT'), host, request);
    case 'EDNS':
      return toNetworkError(withCode(error, 'ENOTFOUND'), host, request);
    case 'ETLS':
    case 'EREQUIRETLS':
      return withoutTls(error, host);
    case 'EAUTH':
    case 'ENOAUTH':
      return permanent('misconfigured', `${host} asks for another kind of login than it was given.`, error);
    case 'EENVELOPE':
    case 'EMESSAGE':
      return permanent('misconfigured', `The mail could not be made: ${excerptOf(error.message)}.`, error);
    case 'EPROTOCOL':
      return transient(
        'badAnswer',
        `${host} does not answer like a mail server. Check host and port.`,
        error,
      );
    default:
      return toNetworkError(withCode(error, error.originalCode ?? error.code ?? ''), host, request);
  }
}

function refusal(error: SmtpError, code: number, host: string): NetworkError | DeliveryError {
  const said = `It answered: ${excerptOf(error.response ?? '')}`;
  const lasting = code >= 500 && code !== 503;
  if (error.code === 'EAUTH' || code === 530 || code === 534 || code === 535) {
    return lasting
      ? permanent(
          'unauthorized',
          `${host} refused the login (${code}). Check user name and password. ${said}`,
          error,
        )
      : transient('serverError', `${host} cannot check the login at the moment (${code}). ${said}`, error);
  }
  if (error.code === 'ETLS') return withoutTls(error, host);
  const recipients = error.rejectedErrors ?? [];
  if ([error, ...recipients].some(({ response }: SmtpError) => dayQuota.test(response ?? '')))
    return tooMany(error, code, host, quotaWaitMs);
  if (recipients.length > 0) {
    const sentence = `${host} does not take the mail for ${recipients.map(refusedRecipient).join(', nor for ')}.`;
    return recipients.every((recipient: SmtpError) => (recipient.responseCode ?? 0) >= 500)
      ? permanent('refused', `${sentence} Correct these addresses.`, error)
      : transient('serverError', sentence, error);
  }
  if (code === 552 || code === 523 || /\b5\.3\.4\b/.test(error.response ?? '')) {
    return permanent('tooLarge', `${host} finds the mail too large (${code}). ${said}`, error);
  }
  if (lasting) return permanent('refused', `${host} refused the mail (${code}). ${said}`, error);
  if (/\b(rate|too many|throttl|limit)/i.test(error.response ?? '')) {
    return tooMany(error, code, host, usualWaitMs);
  }
  return transient('serverError', `${host} does not take mails at the moment (${code}). ${said}`, error);
}

function tooMany(error: SmtpError, code: number, host: string, waitMs: number): DeliveryError {
  const sentence = `${host} has had too many mails or connections (${code}). It answered: ${excerptOf(error.response ?? '')}`;
  const limit = { waitMs, scope: 'target' } as const;
  return new DeliveryError('rateLimited', sentence, { retryable: true, status: code, limit, cause: error });
}

/** Certificates are the transport's to judge; a server without encryption is the operator's to change. */
function withoutTls(error: SmtpError, host: string): NetworkError | DeliveryError {
  const code = /self-signed|unable to (verify|get)/i.test(error.message)
    ? 'SELF_SIGNED_'
    : /expired/i.test(error.message)
      ? 'CERT_HAS_EXPIRED'
      : /altnames?/i.test(error.message)
        ? 'ERR_TLS_CERT_ALTNAME_INVALID'
        : null;
  if (code !== null) return toNetworkError(withCode(error, code), host, { timeoutMs: 0 });
  const sentence = `${host} offers no encryption that works here. Choose the other kind of encryption, or another port.`;
  return transient('tls', sentence, error);
}

function refusedRecipient(error: RefusedRecipient): string {
  return `${error.recipient ?? 'a recipient'} (${excerptOf(error.response ?? error.message).replace(/\.$/, '')})`;
}

function permanent(reason: DeliveryReason, sentence: string, cause: SmtpError): DeliveryError {
  return new DeliveryError(reason, sentence, { retryable: false, status: cause.responseCode ?? null, cause });
}

function transient(reason: DeliveryReason, sentence: string, cause: SmtpError): DeliveryError {
  return new DeliveryError(reason, sentence, { retryable: true, status: cause.responseCode ?? null, cause });
}

/** The same error under a code of the system, which the transport has words for. */
function withCode(cause: Error, code: string): Error {
  return Object.assign(new Error(cause.message, { cause }), { code });
}

function codeOf(response: string): number | null {
  const code = Number.parseInt(response, 10);
  return Number.isNaN(code) ? null : code;
}

/** Secrets are masked and the text is cut for good further on: half of one at this end stays out of what is kept. */
function excerptOf(response: string): string {
  return cut(oneLine(response), 10_000);
}
