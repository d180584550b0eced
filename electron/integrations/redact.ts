import { Buffer } from 'node:buffer';
import { secretMask } from '../../shared/channel.ts';

/** Shorter ones would blank out words that have nothing to do with them. */
const shortestPart = 6;
/** Longer texts of a config are no names of users. */
const longestUser = 256;

/** A JWT, which is made of a secret and worth as much for a while: three parts, the first beginning with `{"`. */
const jwt = /\beyJ[\w-]+\.[\w-]+\.[\w-]+/g;

/**
 * Masks secrets in any text: whole, as they stand in a URL or in JSON, with their spaces run together, in base64
 * (also as the password of a login with one of `names`), and of a secret URL its path and query, in whole and by
 * their parts.
 */
export function redactorOf(
  secrets: readonly string[],
  names: readonly string[] = [],
): (text: string) => string {
  const forms = new Set(secrets.flatMap((secret) => [...writingsOf(secret), ...loginsOf(secret, names)]));
  forms.delete('');
  const longestFirst = [...forms].sort((a, b) => b.length - a.length);
  const pattern = longestFirst.length === 0 ? null : new RegExp(longestFirst.map(patternOf).join('|'), 'gi');
  return (text) => {
    const known = pattern === null ? text : text.replace(pattern, secretMask);
    return known.replace(jwt, secretMask);
  };
}

/** The beginning of a text, with a mark where it was cut; counted in code points. */
export function cutTo(text: string, maxCodePoints: number): string {
  if (text.length <= maxCodePoints) return text;
  // A code point takes two units at most: no need to take apart all of a long text.
  const points = Array.from(text.slice(0, 2 * maxCodePoints + 2));
  return points.length <= maxCodePoints ? text : `${points.slice(0, maxCodePoints - 1).join('')}…`;
}

function writingsOf(secret: string): string[] {
  // Pasted with space around it, it is sent without.
  const texts = [secret, secret.trim(), ...partsOfUrl(secret.trim())];
  return texts.flatMap((text) => [
    text,
    text.replace(/\s+/g, ' ').trim(),
    encodeURIComponent(text),
    encodeURI(text),
    JSON.stringify(text).slice(1, -1),
    ...base64Of(text),
  ]);
}

function loginsOf(secret: string, names: readonly string[]): string[] {
  const users = names.filter((name) => name.length <= longestUser);
  // The second is what AUTH PLAIN of SMTP sends.
  return ['', ...users].flatMap((name) => [
    ...base64Of(`${name}:${secret}`),
    ...base64Of(`\0${name}\0${secret}`),
  ]);
}

function base64Of(text: string): string[] {
  const bytes = Buffer.from(text);
  return [bytes.toString('base64'), bytes.toString('base64').replace(/=+$/, ''), bytes.toString('base64url')];
}

function partsOfUrl(text: string): string[] {
  const url = /^https?:/i.test(text) ? URL.parse(text) : null;
  if (url === null) return [];
  const parts = [
    url.pathname + url.search,
    url.pathname,
    url.pathname.slice(1),
    decoded(url.pathname),
    ...url.pathname.split('/').filter((part) => part.length >= 16),
    ...url.searchParams.values(),
  ];
  return parts.filter((part) => part.length >= shortestPart);
}

/** A path as servers repeat it. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** A very short secret is masked only where it stands by itself. */
function patternOf(text: string): string {
  const escaped = text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  return text.length < 4 ? `(?<![\\w])${escaped}(?![\\w])` : escaped;
}
