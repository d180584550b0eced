import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Hook } from '../../../shared/hook.ts';

/** Headers of a request, names in lower case. */
export type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** What a sender shows to be let in: a signature over the body, or a secret. */
export type Credentials =
  | { kind: 'signature'; messageId: string; timestamp: string; signature: string }
  | { kind: 'token'; messageId: string | null; token: string };

/** How far a signature's time may be from ours, either way (Standard Webhooks asks for a tolerance). */
const toleranceMs = 5 * 60 * 1_000;
/** A sender that changes its secret signs with both. */
const mostSignatures = 10;

/**
 * What the headers show, before anything of the body is read. `none`: it lets nobody in, whatever the secret, because
 * nothing is shown, or the signature is too old or from the future.
 */
export function credentialsIn(headers: Headers, now: number): Credentials | { kind: 'none'; why: string } {
  const messageId = idIn(headers);
  const signature = textOf(headers['webhook-signature']);
  if (signature !== null) {
    const timestamp = textOf(headers['webhook-timestamp']) ?? '';
    if (messageId === null || !/^\d{1,12}$/.test(timestamp))
      return { kind: 'none', why: 'webhook-id or webhook-timestamp was missing or not well formed.' };
    if (Math.abs(Number(timestamp) * 1_000 - now) > toleranceMs)
      return {
        kind: 'none',
        why: 'Its time was more than 5 minutes from ours: an old message, or a wrong clock.',
      };
    return { kind: 'signature', messageId, timestamp, signature };
  }
  const bearer = /^Bearer +(\S+)$/i.exec(textOf(headers.authorization) ?? '')?.[1];
  const token = textOf(headers['x-hook-token']) ?? bearer ?? null;
  if (token === null) return { kind: 'none', why: 'It showed neither a signature nor a token.' };
  return { kind: 'token', messageId, token };
}

/** Whether they prove the knowledge of one of the secrets. Takes as long for a wrong one as for the right one. */
export function prove(
  credentials: Credentials,
  body: Uint8Array,
  { auth, secrets }: { auth: Hook['auth']; secrets: readonly string[] },
): boolean {
  const proofs = secrets.map((secret) =>
    credentials.kind === 'token' ? sameText(credentials.token, secret) : isSigned(credentials, body, secret),
  );
  return credentials.kind === auth && proofs.includes(true);
}

/**
 * https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md, over the bytes as they
 * came: the official package takes only text, which a photo is not.
 */
function isSigned(
  { messageId, timestamp, signature }: Extract<Credentials, { kind: 'signature' }>,
  body: Uint8Array,
  secret: string,
): boolean {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const hmac = createHmac('sha256', key).update(`${messageId}.${timestamp}.`).update(body).digest('base64');
  const offered = signature.split(' ').slice(0, mostSignatures);
  return offered.map((one) => sameText(one, `v1,${hmac}`)).includes(true);
}

/** Digests have one length, whatever was offered: the time tells nothing. */
function sameText(offered: string, wanted: string): boolean {
  return timingSafeEqual(digest(offered), digest(wanted));
}

const digest = (text: string) => createHash('sha256').update(text).digest();

/** A full stop would move the borders within what is signed. */
function idIn(headers: Headers): string | null {
  const id = textOf(headers['webhook-id']) ?? '';
  return /^[\w:+/=@-]{1,200}$/.test(id) ? id : null;
}

const textOf = (header: string | string[] | undefined) =>
  typeof header === 'string' && header !== '' ? header : null;
