import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { expect, it } from 'vitest';
import { signingSecretSchema, webhookHeaders } from './standard-webhooks.ts';

const secretOf = (bytes: Uint8Array) => `whsec_${Buffer.from(bytes).toString('base64')}`;

it('signs so that the official package verifies any body by any of the secrets', () => {
  const bytes = fc.uint8Array({ minLength: 24, maxLength: 64 });
  fc.assert(
    fc.property(bytes, bytes, fc.string({ unit: 'grapheme' }), (one, other, body) => {
      const secrets = [secretOf(one), secretOf(other)];
      const headers = webhookHeaders({ id: 'dlv_1', now: new Date(), body }, secrets);
      for (const secret of secrets) {
        expect(signingSecretSchema.parse(secret)).toBe(secret);
        expect(() => new Webhook(secret).verify(body, headers, { jsonParse: false })).not.toThrow();
        expect(() => new Webhook(secret).verify(`${body}.`, headers, { jsonParse: false })).toThrow();
      }
    }),
    { numRuns: 25 },
  );
});

it('counts the time in whole seconds', () => {
  const headers = webhookHeaders({ id: 'dlv_1', now: new Date(1_999), body: '' }, ['', '']);
  expect(headers).toEqual({ 'webhook-id': 'dlv_1', 'webhook-timestamp': '1' });
});

it.each([
  ['', true],
  [secretOf(new Uint8Array(24)), true],
  [secretOf(new Uint8Array(64)), true],
  [secretOf(new Uint8Array(23)), false],
  [secretOf(new Uint8Array(65)), false],
  [Buffer.alloc(32).toString('base64'), false],
  ['whsec_not base64 at all, though it is long', false],
])('takes %s for a secret: %s', (secret, taken) => {
  expect(signingSecretSchema.safeParse(secret).success).toBe(taken);
});
