import { expect, it } from 'vitest';
import { DeliveryError } from '../../delivery/sender.ts';
import type { HttpAnswer } from '../../http.ts';
import { type AnswerRules, receiptOf } from './answer.ts';

const now = new Date('2026-11-20T08:30:00.000Z');

function answerOf(status: number, headers: Record<string, string> = {}, body = ''): HttpAnswer {
  return { status, headers, body };
}

function refusalOf(answer: HttpAnswer, rules: Partial<AnswerRules> = {}): DeliveryError {
  try {
    receiptOf(answer, { now, ...rules });
  } catch (error) {
    if (error instanceof DeliveryError) return error;
    throw error;
  }
  throw new Error('It gave a receipt.');
}

it.each([
  [100, 'badAnswer', true],
  [301, 'redirected', false],
  [304, 'redirected', false],
  [307, 'redirected', false],
  [400, 'refused', false],
  [401, 'unauthorized', false],
  [402, 'refused', false],
  [403, 'unauthorized', false],
  [404, 'notFound', false],
  [405, 'refused', false],
  [408, 'timeout', true],
  [409, 'refused', false],
  [410, 'gone', false],
  [413, 'tooLarge', false],
  [422, 'refused', false],
  [425, 'serverError', true],
  [429, 'rateLimited', true],
  [451, 'refused', false],
  [500, 'serverError', true],
  [503, 'serverError', true],
  [599, 'serverError', true],
] as const)('%i is %s, retryable: %s', (status, reason, retryable) => {
  expect(refusalOf(answerOf(status))).toMatchObject({ reason, retryable, status, disable: status === 410 });
});

it.each([200, 201, 202, 204, 299])('%i is a receipt', (status) => {
  expect(receiptOf(answerOf(status, {}, 'ok\n'), { now })).toEqual({ status, receipt: null, detail: 'ok' });
});

it('says what happened, what to do, and how the answer begins', () => {
  expect(refusalOf(answerOf(401, {}, '{"error":\n"bad key"}')).message).toBe(
    'The server refused the signature or login (401). Check the credentials of this channel. It answered: {"error": "bad key"}',
  );
  expect(refusalOf(answerOf(503), { who: 'Slack' }).message).toBe('Slack failed (503).');
});

it.each([
  ['a long answer', 'x'.repeat(50_000), `${'x'.repeat(10_000)}…`],
  ['emoji at the end', '🙂'.repeat(10_001), `${'🙂'.repeat(10_000)}…`],
  ['a page', '<!DOCTYPE html><html><title>502 Bad Gateway</title><script>1</script>', '502 Bad Gateway'],
  ['a page without a title', '<html><body>no</body>', null],
  ['control characters', 'a\u0000b\u001b[31m\r\nc\u2028d', 'a b [31m c d'],
  ['signs that turn the text', 'a\u202egnp.exe\u2066b', 'a gnp.exe b'],
  ['half an emoji', 'a\ud83d', 'a\ufffd'],
  ['nothing', ' \n', null],
])('tells of %s only what fits on a line', (_name, body, detail) => {
  expect(receiptOf(answerOf(200, {}, body), { now }).detail).toBe(detail);
});

const date = 'Fri, 20 Nov 2026 09:00:00 GMT';
it.each<[string, HttpAnswer, number | undefined]>([
  ['seconds', answerOf(429, { 'retry-after': '120' }), 120_000],
  ['seconds of a busy server', answerOf(503, { 'retry-after': '2' }), 2_000],
  ['parts of seconds', answerOf(429, { 'retry-after': '0.3' }), 300],
  [
    'a date against the server’s',
    answerOf(429, { 'retry-after': 'Fri, 20 Nov 2026 09:00:05 GMT', date }),
    5_000,
  ],
  ['a date against our clock', answerOf(429, { 'retry-after': 'Fri, 20 Nov 2026 08:30:09 GMT' }), 9_000],
  ['a date gone by', answerOf(429, { 'retry-after': 'Fri, 20 Nov 2026 08:59:00 GMT', date }), 0],
  [
    'a date beyond belief',
    answerOf(503, { 'retry-after': 'Fri, 20 Nov 2099 08:59:00 GMT', date }),
    86_400_000,
  ],
  ['Discord’s float', answerOf(429, { 'retry-after': '1' }, '{"retry_after":1.337,"global":false}'), 1_337],
  ['Telegram’s parameters', answerOf(429, {}, '{"ok":false,"parameters":{"retry_after":31}}'), 31_000],
  ['the bucket’s end', answerOf(429, { 'x-ratelimit-reset-after': '0.65' }), 650],
  [
    'GitHub’s reset',
    answerOf(403, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1795165260', date }),
    60_000,
  ],
  ['the draft’s reset', answerOf(429, { 'x-ratelimit-reset': '12' }), 12_000],
  [
    'a bucket that is not empty',
    answerOf(500, { 'x-ratelimit-remaining': '3', 'x-ratelimit-reset': '12' }),
    undefined,
  ],
  ['nonsense', answerOf(429, { 'retry-after': 'soon' }, '{"retry_after":"soon"}'), undefined],
  ['a negative number', answerOf(429, { 'retry-after': '-5' }, '{"retry_after":-5}'), undefined],
  ['nothing', answerOf(429, {}, 'slow down'), undefined],
])('hears %s as a wait', (_name, answer, waitMs) => {
  expect(refusalOf(answer).limit).toEqual(waitMs === undefined ? undefined : { waitMs, scope: 'target' });
});

it.each([
  ['GitHub’s reset', { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1795165260', date }],
  ['a time to come again', { 'retry-after': '60' }],
])('takes a 403 with %s for the rate limit that it is', (_name, headers) => {
  expect(refusalOf(answerOf(403, headers))).toMatchObject({
    reason: 'rateLimited',
    retryable: true,
    limit: { waitMs: 60_000 },
  });
});

it('tells a limit of the whole service from one of the target', () => {
  const body = '{"retry_after":2,"global":true}';
  expect(refusalOf(answerOf(429, {}, body)).limit).toEqual({ waitMs: 2_000, scope: 'service' });
  const headers = { 'retry-after': '3', 'x-ratelimit-global': 'true' };
  expect(refusalOf(answerOf(429, headers)).limit?.scope).toBe('service');
});

it('hears of an empty bucket before it is refused, and takes no number of a receipt for a wait', () => {
  const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset-after': '1.5', 'retry-after': '60' };
  const receipt = receiptOf(answerOf(200, headers, '{"retry_after":99}'), { now });
  expect(receipt.limit).toEqual({ waitMs: 1_500, scope: 'target' });
});

it('lets a channel judge first, of whatever status', () => {
  const judge: AnswerRules['judge'] = ({ status, body }) =>
    status === 200 && body !== 'ok'
      ? { reason: 'badAnswer', retryable: true, sentence: 'This is not Slack.' }
      : undefined;
  expect(receiptOf(answerOf(200, {}, 'ok'), { now, judge }).detail).toBe('ok');
  expect(refusalOf(answerOf(200, {}, 'hello'), { judge })).toMatchObject({
    reason: 'badAnswer',
    message: 'This is not Slack. It answered: hello',
  });
  expect(refusalOf(answerOf(400), { judge }).reason).toBe('refused');
});

it('keeps quiet about an answer that repeats a secret', () => {
  const judge = () =>
    ({ reason: 'notListening', retryable: true, sentence: 'Not there.', quiet: true }) as const;
  expect(refusalOf(answerOf(404, {}, 'secret'), { judge }).message).toBe('Not there.');
});

it('asks the channel for what the other side calls the message', () => {
  const receipt = receiptOf(answerOf(201, {}, '{"id":"m1"}'), {
    now,
    receipt: ({ body }) => JSON.parse(body).id,
  });
  expect(receipt.receipt).toBe('m1');
});
