import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { expect, it } from 'vitest';
import { credentialsIn, type Headers, prove } from './credentials.ts';
import { makeSecret } from './secrets.ts';

const now = Date.UTC(2026, 10, 1);
const secret = makeSecret('signature');
const text = fc.string({ unit: 'grapheme' });
const id = fc.stringMatching(/^[\w-]{1,64}$/);

function headersFor(messageId: string, body: string, key = secret): Headers {
  return {
    'webhook-id': messageId,
    'webhook-timestamp': String(now / 1_000),
    'webhook-signature': new Webhook(key).sign(messageId, new Date(now), body),
  };
}

function isProven(headers: Headers, body: string, secrets: string[]): boolean {
  const credentials = credentialsIn(headers, now);
  if (credentials.kind === 'none') return false;
  return prove(credentials, Buffer.from(body), { auth: 'signature', secrets });
}

it('proves what the official package signed, by any of the secrets, and nothing that differs from it', () => {
  fc.assert(
    fc.property(id, text, text, (messageId, body, otherBody) => {
      const headers = headersFor(messageId, body);
      const other = makeSecret('signature');
      expect(isProven(headers, body, [secret])).toBe(true);
      expect(isProven(headers, body, [other, secret])).toBe(true);
      expect(isProven(headers, body, [other])).toBe(false);
      expect(isProven(headers, body, [])).toBe(false);
      expect(isProven(headers, otherBody, [secret])).toBe(otherBody === body);
      expect(isProven({ ...headers, 'webhook-id': `${messageId}_` }, body, [secret])).toBe(false);
      expect(isProven({ ...headers, 'webhook-timestamp': `${now / 1_000 + 1}` }, body, [secret])).toBe(false);
    }),
    { numRuns: 50 },
  );
});

it('is let in by no header that somebody makes up', () => {
  const header = fc.oneof(text, fc.constant(undefined), fc.array(text, { maxLength: 2 }));
  const made = fc.record({
    'webhook-id': header,
    'webhook-timestamp': fc.oneof(header, fc.constant(String(now / 1_000))),
    'webhook-signature': fc.oneof(header, fc.constant('v1,'), fc.constant('v1, v1 v1a,x')),
    authorization: fc.oneof(header, fc.constant('Bearer x')),
    'x-hook-token': header,
  });
  fc.assert(
    fc.property(made, text, (headers, body) => {
      const credentials = credentialsIn(headers, now);
      if (credentials.kind === 'none') return;
      for (const auth of ['signature', 'token'] as const)
        expect(prove(credentials, Buffer.from(body), { auth, secrets: [secret] })).toBe(false);
    }),
    { numRuns: 200 },
  );
});

it('judges the bytes, also where they are no text', () => {
  const photo = Buffer.from([0xff, 0xd8, 0xff, 0x00, 0x80]);
  const at = String(now / 1_000);
  const hmac = createHmac('sha256', Buffer.from(secret.slice('whsec_'.length), 'base64'));
  const signature = `v1,${hmac.update(`msg_1.${at}.`).update(photo).digest('base64')}`;
  const headers = { 'webhook-id': 'msg_1', 'webhook-timestamp': at, 'webhook-signature': signature };
  const credentials = credentialsIn(headers, now);
  if (credentials.kind === 'none') throw new Error('Nothing was shown.');
  expect(prove(credentials, photo, { auth: 'signature', secrets: [secret] })).toBe(true);
  const asText = Buffer.from(photo.toString('utf8'));
  expect(prove(credentials, asText, { auth: 'signature', secrets: [secret] })).toBe(false);
});

it('takes a token where a token is asked for, and a signature where that is', () => {
  const token = makeSecret('token');
  const shown = credentialsIn({ 'x-hook-token': token }, now);
  const signed = credentialsIn(headersFor('msg_1', '{}'), now);
  if (shown.kind === 'none' || signed.kind === 'none') throw new Error('Nothing was shown.');
  const body = Buffer.from('{}');
  expect(prove(shown, body, { auth: 'token', secrets: [token] })).toBe(true);
  expect(prove(shown, body, { auth: 'signature', secrets: [token] })).toBe(false);
  expect(prove(signed, body, { auth: 'signature', secrets: [secret] })).toBe(true);
  expect(prove(signed, body, { auth: 'token', secrets: [secret] })).toBe(false);
});
