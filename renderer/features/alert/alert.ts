import { create } from 'zustand';
import type { ManualNotice } from '../../../shared/contract.ts';
import type { Delivery } from '../../../shared/delivery.ts';
import { toAppError } from '../../../shared/errors.ts';
import type { Severity } from '../../../shared/event.ts';
import type { Notice } from '../../../shared/notice.ts';
import { core } from '../../core.ts';
import { tellFailure } from '../../ui/notices.tsx';
import type { FieldErrors } from '../../ui/schema-errors.ts';
import { listenForConditions } from '../deliveries/channel-conditions.ts';
import { type DataRow, dataOf, emptyRow, readJson, rowsOf } from './alert-data.ts';

/** An alert as it is being written. */
export interface Draft {
  title: string;
  message: string;
  severity: Severity;
  rows: readonly DataRow[];
  /** The data as JSON while it is written that way; null while it is written in lines. */
  json: string | null;
  /** Null: all channels that want it. */
  channelIds: readonly string[] | null;
}

/** An alert that was sent, with where each of its deliveries stands. */
export interface Sent {
  eventId: string;
  notice: ManualNotice;
  sentAt: string;
  deliveries: readonly Delivery[];
}

interface Alert {
  draft: Draft;
  /** Why it cannot be sent as it is, by field. */
  errors: FieldErrors;
  sending: boolean;
  /** The latest first. */
  sent: readonly Sent[];
}

const emptyDraft = (): Draft => ({
  title: '',
  message: '',
  severity: 'info',
  rows: [emptyRow()],
  json: null,
  channelIds: null,
});

/** Alerts that are watched on their way; older ones are found among the deliveries. */
const sentKept = 5;

/** The alert that is being written and those that were sent; both outlive a look at another screen. */
export const useAlert = create<Alert>(() => ({ draft: emptyDraft(), errors: {}, sending: false, sent: [] }));

/** Takes up what was typed; what was wrong before may do now. */
export const changeDraft = (change: Partial<Draft>) =>
  useAlert.setState(({ draft }) => ({ draft: { ...draft, ...change }, errors: {} }));

/** Writes the same again. */
export const writeAgain = ({ title, message = '', severity = 'info', data = {} }: ManualNotice) =>
  changeDraft({ ...emptyDraft(), title, message, severity, rows: [...rowsOf(data), emptyRow()] });

/** Shows the data as JSON or in lines; JSON that cannot be read stays as it is. */
export function writeDataAs(form: 'lines' | 'json'): void {
  const { draft } = useAlert.getState();
  if (form === 'json') {
    const data = dataOf(draft.rows);
    changeDraft({ json: Object.keys(data).length === 0 ? '{\n  \n}' : JSON.stringify(data, null, 2) });
    return;
  }
  const read = readJson(draft.json ?? '');
  if ('reason' in read) useAlert.setState({ errors: { data: read.reason } });
  else changeDraft({ json: null, rows: [...rowsOf(read.data), emptyRow()] });
}

/** The notice a draft stands for, or what is wrong with it. */
export function noticeOfDraft(draft: Draft): { notice: ManualNotice } | { errors: FieldErrors } {
  const read = draft.json === null ? { data: dataOf(draft.rows) } : readJson(draft.json);
  const errors: Record<string, string> = {};
  if (draft.title.trim() === '') errors.title = 'A title is needed.';
  if ('reason' in read) errors.data = read.reason;
  if (draft.channelIds?.length === 0) errors.channelIds = 'Pick at least one channel.';
  if ('reason' in read || Object.keys(errors).length > 0) return { errors };
  const { title, message, severity } = draft;
  return { notice: { title, message, severity, data: read.data } };
}

/** Sends the draft and begins a new one; what is wrong is said at its field. */
export async function sendAlert(): Promise<void> {
  const { draft, sending } = useAlert.getState();
  if (sending) return;
  const made = noticeOfDraft(draft);
  if ('errors' in made) return useAlert.setState({ errors: made.errors });
  useAlert.setState({ sending: true });
  try {
    const { channelIds } = draft;
    const answer = await core.call('notices.send', {
      ...made.notice,
      ...(channelIds !== null && { channelIds: [...channelIds] }),
    });
    const sent: Sent = { ...answer, notice: made.notice, sentAt: new Date().toISOString() };
    useAlert.setState((now) => ({
      draft: { ...emptyDraft(), channelIds: draft.channelIds },
      errors: {},
      sent: [sent, ...now.sent].slice(0, sentKept),
    }));
    // What happened between the answer and now was told before anybody listened for it.
    await refresh([answer.eventId]);
  } catch (error) {
    const { field, fields, message } = toAppError(error);
    if (fields !== undefined) useAlert.setState({ errors: fields });
    else if (field !== undefined) useAlert.setState({ errors: { [field]: message } });
    else tellFailure(error);
  } finally {
    useAlert.setState({ sending: false });
  }
}

/** Whether a notice was written here: nobody needs to be told of their own. */
export function isOurs({ id, title }: Pick<Notice, 'id' | 'title'>): boolean {
  const { sending, draft, sent } = useAlert.getState();
  // It may be told before the call is answered.
  return (sending && draft.title.trim() === title) || sent.some(({ eventId }) => eventId === id);
}

/** Follows what was sent until it ends; returns what stops that. */
export function followSent(): () => void {
  const eventIds = () => useAlert.getState().sent.map(({ eventId }) => eventId);
  void refresh(eventIds());
  const stops = [
    core.listen('delivery.changed', ({ deliveries, more }) => {
      if (more) void refresh(eventIds());
      else takeIn(deliveries);
    }),
    listenForConditions(() => void refresh(eventIds())),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

const mostChannels = 1_000;

async function refresh(eventIds: readonly string[]): Promise<void> {
  for (const eventId of eventIds) {
    // What cannot be fetched now is told by the next change.
    const page = await core.call('deliveries.list', { eventId, limit: mostChannels }).catch(() => null);
    if (page !== null) takeIn(page.items);
  }
}

function takeIn(changed: readonly Delivery[]): void {
  const news = new Map(changed.map((delivery) => [delivery.id, delivery]));
  useAlert.setState(({ sent }) => ({
    sent: sent.map((alert) =>
      alert.deliveries.some(({ id }) => news.has(id))
        ? { ...alert, deliveries: alert.deliveries.map((known) => news.get(known.id) ?? known) }
        : alert,
    ),
  }));
}
