import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** A fresh secret for one start of the program: 256 random bits, safe in a URL. */
export function makeToken(): string {
  return randomBytes(32).toString('base64url');
}

/** Compares in a time that tells nothing: digests have one length whatever was offered. */
export function sameToken(offered: string, token: string): boolean {
  return timingSafeEqual(digest(offered), digest(token));
}

/** Browsers keep one jar for all ports of a host, so the port is part of the name. */
function cookieName(port: number): string {
  return `h200-${port}`;
}

/** The cookie that stands for the token: no script reads it, no other site can make the browser send it. */
export function tokenCookie(port: number, token: string): string {
  return `${cookieName(port)}=${encodeURIComponent(token)}; Path=/; HttpOnly; SameSite=Strict`;
}

/** The token a request shows, as `Authorization: Bearer` or as this port's cookie; null without one. */
function offeredToken(
  headers: { authorization?: string | undefined; cookie?: string | undefined },
  port: number,
): string | null {
  const bearer = bearerOf(headers.authorization);
  if (bearer !== null) return bearer;
  const prefix = `${cookieName(port)}=`;
  const pair = (headers.cookie ?? '').split(/; */).find((text) => text.startsWith(prefix));
  return pair === undefined ? null : decode(pair.slice(prefix.length));
}

/** Whether a request shows the token of this start. */
export function showsToken(
  headers: Parameters<typeof offeredToken>[0],
  { token, port }: { token: string; port: () => number },
): boolean {
  const offered = offeredToken(headers, port());
  return offered !== null && sameToken(offered, token);
}

/** The token of `Authorization: Bearer`; null without one. */
export function bearerOf(authorization: string | undefined): string | null {
  return /^Bearer (.+)$/i.exec(authorization ?? '')?.[1] ?? null;
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
