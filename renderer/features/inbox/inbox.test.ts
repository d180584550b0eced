import { notificationsStore } from '@mantine/notifications';
import { beforeEach, expect, it, vi } from 'vitest';
import type { Answer } from '../../../shared/client.ts';
import type { Severity } from '../../../shared/event.ts';

/** The core as far as these tests need it. */
const calls: { name: string; input: unknown }[] = [];
let list: unknown = { notices: [], unread: 0, nextCursor: null };
const hearers = new Set<(name: string, payload: unknown) => void>();

vi.stubGlobal('window', {
  h200: {
    async call(name: string, input: unknown): Promise<Answer> {
      calls.push({ name, input });
      return { ok: true, value: name === 'notices.markRead' ? { unread: 0 } : list };
    },
    listen(hear: (name: string, payload: unknown) => void) {
      hearers.add(hear);
      return () => hearers.delete(hear);
    },
  },
  addEventListener: () => {},
});
vi.stubGlobal('location', { hash: '' });

const { closeInbox, followInbox, openInbox, useInbox } = await import('./inbox.ts');

const notice = (id: string, severity: Severity = 'error') => ({
  id: `evt_${id}`,
  type: 'system_alert',
  severity,
  title: `Alert ${id}`,
  text: '',
  facts: [],
  occurredAt: '2026-11-22T14:00:00.000Z',
  analysisId: null,
  alertIds: [],
  thread: 'alert',
});
const publish = (id: string, unread: number, severity?: Severity) => {
  for (const hear of hearers) hear('notice.published', { notice: notice(id, severity), unread });
};
const initial = useInbox.getState();
const toasts = () => notificationsStore.getState().notifications.map(({ title }) => title);

beforeEach(() => {
  calls.length = 0;
  hearers.clear();
  useInbox.setState(initial, true);
  list = { notices: [], unread: 0, nextCursor: null };
  followInbox();
});

it('what is published stands on top and counts as unread', async () => {
  await vi.waitFor(() => expect(useInbox.getState().state).toBe('ready'));
  publish('a', 1, 'info');
  publish('b', 2, 'info');
  const { notices, unread } = useInbox.getState();
  expect(notices.map(({ id, read }) => `${id} ${read}`)).toEqual(['evt_b false', 'evt_a false']);
  expect(unread).toBe(2);
  expect(toasts()).toEqual([]);
});

it('a digest that grows is one notice', () => {
  publish('a', 1, 'info');
  publish('a', 1, 'info');
  expect(useInbox.getState().notices).toHaveLength(1);
});

it('opening marks everything as read; the marks stay until it is closed', async () => {
  publish('a', 1, 'info');
  openInbox();
  await vi.waitFor(() => expect(useInbox.getState().unread).toBe(0));
  expect(calls.at(-1)).toEqual({ name: 'notices.markRead', input: { upTo: 'evt_a' } });
  expect(useInbox.getState().notices[0]?.read).toBe(false);
  closeInbox();
  expect(useInbox.getState().notices[0]?.read).toBe(true);
});

it('errors and critical ones are shown at once, three at most; the others are counted in one', () => {
  for (const id of ['a', 'b', 'c', 'd', 'e']) publish(id, 1, id === 'a' ? 'critical' : 'error');
  publish('f', 1, 'warning');
  expect(toasts()).toEqual(['Alert a', 'Alert b', 'Alert c', '2 more']);
});
