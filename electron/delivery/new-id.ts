import { randomUUID } from 'node:crypto';

/**
 * A UUID of version 7 without its dashes (https://www.rfc-editor.org/rfc/rfc9562#section-5.7). Ids of one time stand
 * together in an index, so that writing many of them touches few pages; random ones would touch a page each.
 */
export function newId(now: number = Date.now()): string {
  const random = randomUUID().replaceAll('-', '');
  return `${Math.trunc(now).toString(16).padStart(12, '0')}7${random.slice(13)}`;
}
