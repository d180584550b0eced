import { AppError } from '../../shared/errors.ts';
import type { EventRecord } from '../../shared/event.ts';
import { inboxEventTypes, type Notice, noticeOf } from '../../shared/notice.ts';
import type { Database } from '../store/database.ts';
import { readSequenceCursor } from './delivery-query.ts';
import { readEvent } from './delivery-rows.ts';

export interface InboxPage {
  notices: (Notice & { read: boolean })[];
  unread: number;
  nextCursor: string | null;
}

/** What people were told in this program. */
export interface Inbox {
  /** Newest first. Throws AppError call.invalid for a cursor that is not one of ours. */
  inbox(page: { limit: number; cursor?: string | undefined }): InboxPage;
  unread(): number;
  /** Everything up to and with this event is read; returns how many are not. Throws AppError notFound. */
  markRead(upTo: string): Promise<number>;
}

/** People read it here, unless it is only a test of a channel: whoever sends one is looking already. */
export function isForInbox({ type }: EventRecord, recipients: readonly { test?: boolean }[]): boolean {
  const isTest = recipients.length > 0 && recipients.every(({ test }) => test === true);
  return inboxEventTypes.includes(type) && !isTest;
}

/** The inbox of a data folder. */
export function createInbox(database: Database): Inbox {
  const { statement, read, write } = database;
  const marker = () => statement('SELECT read_up_to, unread FROM inbox').get();
  const unread = () => Number(read(marker)?.unread);

  return {
    inbox({ limit, cursor }) {
      const before = cursor === undefined ? Number.MAX_SAFE_INTEGER : readSequenceCursor(cursor);
      const rows = read(() => statement(selectPage).all(before, limit + 1));
      const shown = rows.slice(0, limit);
      const readUpTo = Number(read(marker)?.read_up_to);
      return {
        notices: shown.map((row) => ({
          ...noticeOf(readEvent(row)),
          read: Number(row.sequence) <= readUpTo,
        })),
        unread: unread(),
        nextCursor: rows.length > limit ? String(shown.at(-1)?.sequence) : null,
      };
    },
    unread,
    async markRead(upTo) {
      await write(() => {
        const event = statement('SELECT sequence FROM events WHERE id = ?').get(upTo);
        if (event === undefined) throw new AppError('notFound', 'This notice is not kept any more.');
        statement(moveMarker).run(Number(event.sequence));
        statement(recount).run();
      });
      return unread();
    },
  };
}

const selectPage = `
  SELECT sequence, body FROM events WHERE inbox = 1 AND sequence < ? ORDER BY sequence DESC LIMIT ?`;

const moveMarker = 'UPDATE inbox SET read_up_to = max(read_up_to, ?)';

const recount = `
  UPDATE inbox SET unread = (SELECT count(*) FROM events WHERE inbox = 1 AND sequence > inbox.read_up_to)`;
