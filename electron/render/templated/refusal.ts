import { secretMask } from '../../../shared/channel.ts';
import { excerptOf, fieldOf, jsonOf, waitOf } from '../../http/answer.ts';
import type { HttpAnswer } from '../../http.ts';
import { TemplatedError } from './templated-error.ts';

/** How long nothing is asked for once the credits are used up: they come back once a month or when a plan grows. */
export const quotaPauseMs = 3_600_000;
const maxWords = 300;
/** Nobody's key is shorter, and masking one would blank out other words. */
const shortestKey = 6;

/** Why an answer is no success, https://templated.io/docs/: the quota comes as 403. `key` is masked in their words. */
export function refusalOf(
  answer: HttpAnswer,
  options: { key: string; now: Date; notFound?: TemplatedError },
): TemplatedError {
  const { status } = answer;
  const words = wordsOf(answer, options.key);
  const said = words === null ? '' : ` It answered: ${words}`;
  if (status === 401 || (status === 403 && !isQuota(words))) {
    const message = `Templated does not take the key (${status}). Check it in the settings, and the account at Templated.${said}`;
    return new TemplatedError('templated.unauthorized', message, {
      reason: 'unauthorized',
      retryable: false,
      status,
    });
  }
  if (status === 403) {
    const message = `The credits of the Templated account are used up. Wait until they come back, or change the plan there.${said}`;
    const limit = { waitMs: quotaPauseMs, scope: 'target' as const };
    return new TemplatedError('templated.quota', message, {
      reason: 'rateLimited',
      retryable: true,
      status,
      limit,
    });
  }
  if (status === 404)
    return (
      options.notFound ??
      refused(
        'notFound',
        `Templated knows nothing there (404). Check its address in the settings.${said}`,
        status,
      )
    );
  if (status === 408) return away('timeout', `Templated waited too long for the request (408).`, status);
  if (status === 429) {
    const wait = waitOf(answer, options.now);
    const limit = wait && { waitMs: wait.waitMs, scope: 'target' as const };
    return new TemplatedError(
      'network.unreachable',
      'Templated has had too many requests (429). It goes on by itself.',
      {
        reason: 'rateLimited',
        retryable: true,
        status,
        limit,
      },
    );
  }
  if (status >= 500) return away('serverError', `Templated failed (${status}).${said}`, status);
  if (status >= 300 && status < 400)
    return refused(
      'redirected',
      `Templated points elsewhere (${status}). Give its final address in the settings.`,
      status,
    );
  return refused(
    'refused',
    `Templated refused the request (${status}).${said || ' It did not say why.'}`,
    status,
  );
}

function refused(
  reason: 'refused' | 'notFound' | 'redirected',
  message: string,
  status: number,
): TemplatedError {
  return new TemplatedError('templated.refused', message, { reason, retryable: false, status });
}

function away(reason: 'timeout' | 'serverError', message: string, status: number): TemplatedError {
  return new TemplatedError('network.unreachable', message, { reason, retryable: true, status });
}

function isQuota(words: string | null): boolean {
  return words !== null && /quota|credits/i.test(words);
}

/** Of `{"error":"…"}` the sentence, else the start of the answer. */
function wordsOf(answer: HttpAnswer, key: string): string | null {
  const json = jsonOf(answer);
  const named = [
    fieldOf(json, 'error'),
    fieldOf(json, 'message'),
    fieldOf(fieldOf(json, 'error'), 'message'),
  ];
  const body = named.find((text) => typeof text === 'string') ?? answer.body;
  const excerpt = excerptOf({ ...answer, body: String(body) });
  return excerpt === null ? null : withoutKey(excerpt, key).slice(0, maxWords);
}

/** Text of the other side, with the key masked should it repeat it, also as it stands in a URL. */
export function withoutKey(text: string, key: string): string {
  if (key.length < shortestKey) return text;
  return text.replaceAll(key, secretMask).replaceAll(encodeURIComponent(key), secretMask);
}
