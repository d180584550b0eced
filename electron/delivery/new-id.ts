import { randomUUID } from 'node:crypto';

/**
 * A UUID of version 7 without its dashes (https://www.rfc-editor.org/rfc/rfc9562#section-5.7). Ids of one time stand
 * together in an index, so that writing many of them touches few pages; random ones would touch a page each.
 */
export function newId(now: number = Date.now()): string {
  const random = randomUUID();
  return `${timeOf(Math.trunc(now))}7${random.slice(15, 18)}${random.slice(19, 23)}${random.slice(24)}`;
}

/** The last one, kept: many ids are made in one millisecond. */
let last = { ms: -1, text: '' };

function timeOf(ms: number): string {
  if (ms !== last.ms) last = { ms, text: ms.toString(16).padStart(12, '0') };
  return last.text;
}
