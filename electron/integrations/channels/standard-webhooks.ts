import { Webhook } from 'standardwebhooks';
import { z } from 'zod';

/**
 * A symmetric signing secret of Standard Webhooks: `whsec_` and base64 of 24 to 64 bytes; empty for none.
 * https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export const signingSecretSchema = z
  .string()
  .refine((secret) => secret === '' || isSigningSecret(secret), {
    error: 'A signing secret is whsec_ followed by 24 to 64 random bytes in base64.',
  })
  .default('');

function isSigningSecret(secret: string): boolean {
  const coded = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(secret)?.[1];
  if (coded === undefined || coded.length % 4 !== 0) return false;
  const bytes = Buffer.from(coded, 'base64').length;
  return bytes >= 24 && bytes <= 64;
}

/**
 * The headers by which a receiver knows a message and who sent it. Of several secrets every one signs, so that
 * receivers change theirs when they want; without any the message goes unsigned.
 */
export function webhookHeaders(
  message: { id: string; now: Date; body: string },
  secrets: readonly string[],
): Record<string, string> {
  const signatures = secrets
    .filter((secret) => secret !== '')
    .map((secret) => new Webhook(secret).sign(message.id, message.now, message.body));
  return {
    'webhook-id': message.id,
    'webhook-timestamp': String(Math.floor(message.now.getTime() / 1_000)),
    ...(signatures.length > 0 && { 'webhook-signature': signatures.join(' ') }),
  };
}
