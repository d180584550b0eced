import type { Channel } from '../../../shared/channel.ts';
import { severities } from '../../../shared/event.ts';
import { inboxEventTypes, type Notice } from '../../../shared/notice.ts';
import { severityLook, worstOf } from '../../../shared/severity.ts';
import { cut, cutList } from './cut.ts';

/** Whom people see as the sender. */
export const appName = 'H200 Mug Positioning';

/** What a new channel for people starts with: what is worth reading, from a severity on. */
export function forPeople(minSeverity: Channel['minSeverity']) {
  return { minSeverity, eventTypes: [...inboxEventTypes], ordered: false };
}

// Besides control characters, the ones that turn the direction of what follows them.
const unprintable = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

/** Text on one line, without control characters; never empty, for services refuse empty texts. */
export function oneLine(text: string): string {
  return text.toWellFormed().replace(unprintable, ' ').replace(/\s+/g, ' ').trim() || '–';
}

/** Text with its lines, without control characters and outer space; may be empty. */
export function manyLines(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(unprintable, (character) => (character === '\n' ? '\n' : ' '))
    .trim();
}

/** The head of one notice, or of several at once: `3 notices: 1 critical, 2 info`. */
export function titleOf(notices: readonly Notice[]): string {
  const [only] = notices;
  if (only !== undefined && notices.length === 1) return oneLine(only.title);
  const counts = severities
    .map((severity) => ({
      severity,
      count: notices.filter((notice) => notice.severity === severity).length,
    }))
    .filter(({ count }) => count > 0)
    .reverse()
    .map(({ severity, count }) => `${count} ${severityLook[severity].word.toLowerCase()}`);
  return `${notices.length} notices: ${counts.join(', ')}`;
}

/** The facts on one line, for a notice that shares a message: `Photo: desk.jpg · Mugs: 2`. */
export function factLineOf({ facts }: Notice): string {
  const { shown, rest } = cutList(facts, 20);
  const words = shown.map(({ label, value }) => cut(`${oneLine(label)}: ${oneLine(value)}`, 300));
  return [...words, ...(rest === null ? [] : [rest])].join(' · ');
}

/** The worst severity among them. */
export function severityOf(notices: readonly Notice[]): Notice['severity'] {
  return worstOf(notices.map((notice) => notice.severity));
}

/** When it happened, in the time of this computer and with its zone: `22 Nov 2026, 18:13:52 UTC`. */
export function timeOf(iso: string): string {
  return new Date(iso).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'long' });
}
