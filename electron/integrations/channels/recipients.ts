import type { RefusedRecipient } from './smtp-answer.ts';

/** How far one mail has come: some servers put off a few recipients (grey lists, too many at once). */
interface Progress {
  /** Got it, or never will. */
  done: ReadonlySet<string>;
  refused: readonly RefusedRecipient[];
}

const mostMails = 1_000;

/**
 * Who still has to get a mail, so that another try bothers nobody who got it. In memory: after a restart all are
 * sent it again, under the same Message-ID.
 */
export function createRecipients() {
  const mails = new Map<string, Progress>();

  return {
    /** All of them again when nobody is left, as after the channel was edited. */
    left(messageId: string, to: readonly string[]): string[] {
      const done = mails.get(messageId)?.done;
      const left = to.filter((address) => done?.has(address) !== true);
      return left.length > 0 ? left : [...to];
    },
    /** Takes note of a try to `to`; gives everybody who was refused for good so far, and who was put off. */
    tried(messageId: string, to: readonly string[], rejected: readonly RefusedRecipient[]) {
      const before = mails.get(messageId);
      const putOff = rejected.filter(({ responseCode = 0 }) => responseCode < 500);
      const refused = [
        ...(before?.refused ?? []),
        ...rejected.filter((recipient) => !putOff.includes(recipient)),
      ];
      const waiting = putOff.map(({ recipient }) => recipient);
      const done = [...(before?.done ?? []), ...to.filter((address) => !waiting.includes(address))];
      mails.delete(messageId);
      const [oldest] = mails.keys();
      if (mails.size >= mostMails && oldest !== undefined) mails.delete(oldest);
      if (putOff.length > 0) mails.set(messageId, { done: new Set(done), refused });
      return { refused, putOff };
    },
  };
}
