import { create } from 'zustand';
import type { CallOutput, EventPayload } from '../../../shared/contract.ts';
import { toAppError } from '../../../shared/errors.ts';
import { core } from '../../core.ts';
import { useNavigation } from '../../navigation.ts';
import { isOurs } from '../alert/alert.ts';
import { raise } from './toasts.tsx';

const pageSize = 50;

type Listed = CallOutput<'notices.list'>['notices'][number];

interface Inbox {
  /** Newest first. */
  notices: readonly Listed[];
  unread: number;
  nextCursor: string | null;
  state: 'loading' | 'ready' | 'failed';
  /** Why it could not be fetched. */
  reason: string | null;
  opened: boolean;
}

/** What people were told, as the bell shows it. */
export const useInbox = create<Inbox>(() => ({
  notices: [],
  unread: 0,
  nextCursor: null,
  state: 'loading',
  reason: null,
  opened: false,
}));

/** Keeps the inbox in step with the core; returns what stops that. */
export function followInbox(): () => void {
  void load();
  return core.listen('notice.published', hear);
}

/** Only the answer to the latest question counts. */
let question = 0;

/** Fetches the newest notices. */
export async function load(): Promise<void> {
  const mine = ++question;
  try {
    const page = await core.call('notices.list', { limit: pageSize });
    if (mine === question) useInbox.setState({ ...page, state: 'ready', reason: null });
  } catch (error) {
    if (mine === question) useInbox.setState({ state: 'failed', reason: toAppError(error).message });
  }
}

/** Fetches older ones, once. */
export async function loadOlder(): Promise<void> {
  const { nextCursor, state } = useInbox.getState();
  if (nextCursor === null || state !== 'ready') return;
  const mine = ++question;
  useInbox.setState({ state: 'loading' });
  try {
    const page = await core.call('notices.list', { limit: pageSize, cursor: nextCursor });
    if (mine !== question) return;
    useInbox.setState(({ notices }) => ({
      notices: [...notices, ...page.notices],
      nextCursor: page.nextCursor,
      state: 'ready',
    }));
  } catch (error) {
    if (mine === question) useInbox.setState({ state: 'failed', reason: toAppError(error).message });
  }
}

function hear({ notice, unread }: EventPayload<'notice.published'>): void {
  useInbox.setState(({ notices }) => ({
    // A digest tells the same event again, grown.
    notices: [{ ...notice, read: false }, ...notices.filter(({ id }) => id !== notice.id)],
    unread,
  }));
  if (useInbox.getState().opened) void markRead();
  else if (!isOurs(notice) && !isShownLive(notice)) raise(notice, openInbox);
}

/** Who looks at the alerts sees it there already; nobody presses anything on the wall. */
function isShownLive({ alertIds }: Pick<Listed, 'alertIds'>): boolean {
  const { screen } = useNavigation.getState();
  return screen === 'wall' || (alertIds.length > 0 && screen === 'alerts');
}

/** Tells the core that everything there is has been seen; the marks stay until the inbox is closed. */
async function markRead(): Promise<void> {
  const [newest] = useInbox.getState().notices;
  if (newest === undefined || useInbox.getState().unread === 0) return;
  try {
    useInbox.setState(await core.call('notices.markRead', { upTo: newest.id }));
  } catch {
    // Not marked is only not marked: the next look does it.
  }
}

/** Opens the inbox; what stands in it counts as read. */
export function openInbox(): void {
  useInbox.setState({ opened: true });
  void markRead();
}

/** Closes the inbox. */
export const closeInbox = () =>
  useInbox.setState(({ notices }) => ({
    opened: false,
    notices: notices.map((notice) => (notice.read ? notice : { ...notice, read: true })),
  }));
