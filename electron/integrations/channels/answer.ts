import type { DeliveryReason } from '../../../shared/delivery.ts';
import { DeliveryError, type LearnedLimit, type Receipt } from '../../delivery/sender.ts';
import { excerptOf, waitOf } from '../../http/answer.ts';
import type { HttpAnswer } from '../../http.ts';

export { fieldOf, jsonOf } from '../../http/answer.ts';

/** Why an answer is no receipt. */
export interface Refusal {
  reason: DeliveryReason;
  retryable: boolean;
  /** What happened, why, and the way out. The start of the answer follows it unless `quiet`. */
  sentence: string;
  /** The answer repeats a secret, or the sentence says it all. */
  quiet?: boolean;
  /** The target is gone for good: the channel is to be disabled. */
  disable?: boolean;
}

/** In what a channel deviates from the uniform rules, and when the answer came. */
export interface AnswerRules {
  /** As the subject of a sentence: "Slack", "n8n". "The server" when left out. */
  who?: string;
  /** For HTTP dates of a server that tells no date of its own. */
  now: Date;
  /** Judges before the uniform rules do, of any status; undefined leaves it to them. */
  judge?: (answer: HttpAnswer) => Refusal | undefined;
  /** What the other side calls the message it took. */
  receipt?: (answer: HttpAnswer) => string | null;
}

/** The receipt in an answer; throws DeliveryError when it is none. */
export function receiptOf(answer: HttpAnswer, rules: AnswerRules): Receipt {
  const limit = limitOf(answer, rules.now);
  const refusal = rules.judge?.(answer) ?? usualRefusal(answer.status, rules.who ?? 'The server', limit);
  const said = excerptOf(answer);
  if (!refusal) {
    const receipt = rules.receipt?.(answer) ?? null;
    return { status: answer.status, receipt, detail: said, ...(limit && { limit }) };
  }
  const detail =
    said === null || refusal.quiet ? refusal.sentence : `${refusal.sentence} It answered: ${said}`;
  throw new DeliveryError(refusal.reason, detail, {
    retryable: refusal.retryable,
    status: answer.status,
    limit,
    disable: refusal.disable ?? false,
  });
}

const refusals: Readonly<Record<number, (who: string) => Refusal>> = {
  400: (who) => permanent('refused', `${who} does not understand the message (400).`),
  401: (who) => permanent('unauthorized', `${who} refused the signature or login (401). ${credentials}`),
  403: (who) => permanent('unauthorized', `${who} does not allow this (403). ${credentials}`),
  404: (who) => permanent('notFound', `${who} knows nothing at this address (404). ${address}`),
  405: (who) => permanent('refused', `${who} takes no such request at this address (405). ${address}`),
  408: (who) => transient('timeout', `${who} waited too long for the request (408).`),
  410: (who) => ({
    ...permanent('gone', `${who} says that this address is gone for good (410). Give the channel a new one.`),
    disable: true,
  }),
  413: (who) => permanent('tooLarge', `${who} finds the message too large (413).`),
  422: (who) => permanent('refused', `${who} refused what the message says (422).`),
  425: (who) => transient('serverError', `${who} wants the request later (425).`),
  429: (who) => transient('rateLimited', `${who} has had too many requests (429).`),
};
const credentials = 'Check the credentials of this channel.';
const address = 'Check the address of this channel.';

function usualRefusal(status: number, who: string, limit: LearnedLimit | undefined): Refusal | undefined {
  // GitHub's way: https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api
  if (status === 403 && limit !== undefined)
    return transient('rateLimited', `${who} has had too many requests (403).`);
  const known = refusals[status]?.(who);
  if (known) return known;
  if (status >= 200 && status < 300) return undefined;
  if (status >= 300 && status < 400)
    return permanent('redirected', `${who} points elsewhere (${status}). Give the final address.`);
  if (status >= 400 && status < 500) return permanent('refused', `${who} refused the message (${status}).`);
  if (status >= 500) return transient('serverError', `${who} failed (${status}).`);
  return transient('badAnswer', `${who} gave no understandable answer (${status}).`);
}

function permanent(reason: DeliveryReason, sentence: string): Refusal {
  return { reason, retryable: false, sentence };
}

function transient(reason: DeliveryReason, sentence: string): Refusal {
  return { reason, retryable: true, sentence };
}

function limitOf(answer: HttpAnswer, now: Date): LearnedLimit | undefined {
  const wait = waitOf(answer, now);
  return wait && { waitMs: wait.waitMs, scope: wait.global ? 'service' : 'target' };
}
