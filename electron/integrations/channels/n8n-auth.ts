import { createPrivateKey } from 'node:crypto';
import { SignJWT } from 'jose';
import { z } from 'zod';
import { headerNameSchema, headerValueSchema } from './header-fields.ts';

const issuer = 'h200-mug-positioning';
const jwtLifetimeSeconds = 300;

const secretText = z.string().min(1, 'Fill this in.').max(8_000);
/** What a Webhook node asks for, and what it is given. */
export const authSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }).meta({ title: 'None' }),
  z
    .object({
      kind: z.literal('header'),
      name: headerNameSchema.meta({ title: 'Header name', placeholder: 'X-API-Key' }),
      value: headerValueSchema.min(1, 'Fill this in.').meta({ title: 'Header value', secret: true }),
    })
    .meta({ title: 'Header' }),
  z
    .object({
      kind: z.literal('basic'),
      user: z
        .string()
        .min(1, 'Fill this in.')
        .regex(/^[^:]*$/, 'A user name holds no colon.')
        .meta({ title: 'User' }),
      password: secretText.meta({ title: 'Password', secret: true }),
    })
    .meta({ title: 'Basic' }),
  z
    .object({
      kind: z.literal('jwt'),
      algorithm: z.enum(['HS256', 'HS384', 'HS512']).default('HS256').meta({ title: 'Algorithm' }),
      passphrase: secretText.meta({ title: 'Passphrase', secret: true }),
    })
    .meta({ title: 'JWT, passphrase' }),
  z
    .object({
      kind: z.literal('jwtKey'),
      privateKey: secretText
        .refine(isRsaKey, 'This is not an RSA private key of 2048 bits or more in PEM form.')
        .meta({ title: 'Private key (PEM, RS256)', secret: true, multiline: true }),
    })
    .meta({ title: 'JWT, RSA key' }),
]);
export type N8nAuth = z.output<typeof authSchema>;

/** The headers that log in. Tokens end soon; their `jti` is the message's id. */
export async function authHeaders(auth: N8nAuth, id: string, now: Date): Promise<Record<string, string>> {
  switch (auth.kind) {
    case 'none':
      return {};
    case 'header':
      return { [auth.name]: auth.value };
    case 'basic':
      return { authorization: `Basic ${Buffer.from(`${auth.user}:${auth.password}`).toString('base64')}` };
    case 'jwt':
      return bearer(auth.algorithm, new TextEncoder().encode(auth.passphrase), id, now);
    case 'jwtKey':
      return bearer('RS256', createPrivateKey(auth.privateKey), id, now);
  }
}

async function bearer(
  algorithm: string,
  key: Parameters<SignJWT['sign']>[0],
  id: string,
  now: Date,
): Promise<Record<string, string>> {
  const issuedAt = Math.floor(now.getTime() / 1_000);
  const token = await new SignJWT()
    .setProtectedHeader({ alg: algorithm, typ: 'JWT' })
    .setIssuer(issuer)
    .setJti(id)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + jwtLifetimeSeconds)
    .sign(key);
  return { authorization: `Bearer ${token}` };
}

/** Credentials as people may see them: also what is derived from a secret tells it. */
export function shownAuth(auth: N8nAuth): Record<string, string> {
  if (auth.kind === 'none') return {};
  if (auth.kind === 'header') return { [auth.name]: '…' };
  return { authorization: auth.kind === 'basic' ? 'Basic …' : 'Bearer …' };
}

/** Which credential n8n refused with 401 or 403, and what to do. */
export function refusedLogin(auth: N8nAuth, status: number): string {
  switch (auth.kind) {
    case 'none':
      return `n8n asks for a login (${status}). Choose the authentication of its Webhook node here as well.`;
    case 'header':
      return `n8n refused the header ${auth.name} (${status}). Compare its name and value with the Header Auth credential of the Webhook node.`;
    case 'basic':
      return `n8n refused the user or the password (${status}). Compare both with the Basic Auth credential of the Webhook node.`;
    case 'jwt':
      return `n8n refused the token (${status}). Compare passphrase and algorithm (${auth.algorithm}) with the JWT Auth credential of the Webhook node, and the clocks of both computers.`;
    case 'jwtKey':
      return `n8n refused the token (${status}). The JWT Auth credential of the Webhook node needs the public key of this private key and RS256; compare the clocks of both computers.`;
  }
}

function isRsaKey(pem: string): boolean {
  try {
    const { asymmetricKeyType, asymmetricKeyDetails } = createPrivateKey(pem);
    // RFC 7518, 3.3: nobody signs with a shorter one.
    return asymmetricKeyType === 'rsa' && (asymmetricKeyDetails?.modulusLength ?? 0) >= 2_048;
  } catch {
    return false;
  }
}
