import { create } from 'zustand';
import type { CallInput, EventPayload } from '../../../shared/contract.ts';
import { toAppError } from '../../../shared/errors.ts';
import type { LogEntry } from '../../../shared/log-entry.ts';
import { core } from '../../core.ts';
import { isWanted, type LogFilter, type LogLine, linesOf, notOn } from './log-lines.ts';

interface Logs {
  filter: LogFilter;
  /** Newest first. */
  lines: readonly LogLine[];
  /** New ones that wait, newest first: the list is paused or scrolled down. */
  arrived: readonly LogLine[];
  paused: boolean;
  atTop: boolean;
  nextCursor: string | null;
  state: 'loading' | 'ready' | 'failed';
  reason: string | null;
  /** Key of the line that the keys move. */
  focusKey: number | null;
  /** The line that is read in full. */
  open: LogLine | null;
}

/** What the program wrote down, as the screen shows it. */
export const useLogs = create<Logs>(() => ({
  filter: { level: 'info', text: '', correlationId: undefined },
  lines: [],
  arrived: [],
  paused: false,
  atTop: true,
  nextCursor: null,
  state: 'loading',
  reason: null,
  focusKey: null,
  open: null,
}));

const pageSize = 300;
/** More than this in memory begins anew with the newest. */
const mostLines = 5_000;
/** An id is followed by the core: what came is asked for together. */
const settleMs = 1_000;

let question = 0;
/** Told while a page is being fetched. */
let toldMeanwhile: LogEntry[] = [];

export const askedOf = ({ level, text, correlationId }: LogFilter): CallInput<'logs.query'> => ({
  level,
  text,
  ...(correlationId !== undefined && { correlationId }),
});

/** Fetches the newest anew. */
export async function loadLogs(): Promise<void> {
  const mine = ++question;
  toldMeanwhile = [];
  const { filter } = useLogs.getState();
  try {
    const { entries, nextCursor } = await core.call('logs.query', { ...askedOf(filter), limit: pageSize });
    if (mine !== question) return;
    const fresh = notOn(entries, toldMeanwhile);
    const lines = linesOf([...fresh, ...entries]);
    useLogs.setState({ lines, nextCursor, arrived: [], state: 'ready', reason: null });
  } catch (error) {
    if (mine === question) useLogs.setState({ state: 'failed', reason: toAppError(error).message });
  }
}

/** Fetches the page after the last, once. */
export async function loadOlder(): Promise<void> {
  const { filter, nextCursor, state } = useLogs.getState();
  if (nextCursor === null || state !== 'ready') return;
  const mine = ++question;
  useLogs.setState({ state: 'loading' });
  try {
    const asked = { ...askedOf(filter), limit: pageSize, cursor: nextCursor };
    const page = await core.call('logs.query', asked);
    if (mine !== question) return;
    useLogs.setState(({ lines }) => ({
      lines: [...lines, ...linesOf(page.entries)],
      nextCursor: page.nextCursor,
      state: 'ready',
    }));
  } catch (error) {
    if (mine === question) useLogs.setState({ state: 'failed', reason: toAppError(error).message });
  }
}

/** Keeps the list in step with what is written; returns what ends that. */
export function followLogs(): () => void {
  void loadLogs();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = core.listen('log.written', (written) => {
    const { filter, paused, atTop } = useLogs.getState();
    if (filter.correlationId === undefined && !written.more) return hearWritten(written);
    // While one reads further down, the list stays as it is.
    if (paused || !atTop) return;
    timer ??= setTimeout(() => {
      timer = undefined;
      void loadLogs();
    }, settleMs);
  });
  return () => {
    stop();
    clearTimeout(timer);
  };
}

/** Takes up what was written; for who has paused or scrolled down, it waits. */
export function hearWritten({ entries }: Pick<EventPayload<'log.written'>, 'entries'>): void {
  const { filter, paused, atTop, lines, arrived } = useLogs.getState();
  const wanted = entries.filter((entry) => isWanted(entry, filter)).reverse();
  if (wanted.length === 0) return;
  toldMeanwhile = [...wanted, ...toldMeanwhile].slice(0, pageSize);
  if (paused || !atTop) useLogs.setState({ arrived: [...linesOf(wanted), ...arrived].slice(0, mostLines) });
  else if (lines.length + wanted.length > mostLines) void loadLogs();
  else useLogs.setState({ lines: [...linesOf(wanted), ...lines] });
}

/** Shows the new ones that have waited. */
export function showArrived(): void {
  useLogs.setState(({ arrived, lines }) => ({ lines: [...arrived, ...lines], arrived: [], atTop: true }));
}

export function togglePause(): void {
  const paused = !useLogs.getState().paused;
  useLogs.setState({ paused });
  if (!paused) showArrived();
}

export function setAtTop(atTop: boolean): void {
  if (useLogs.getState().atTop !== atTop) useLogs.setState({ atTop });
}

/** Narrows the list. */
export function narrow(change: Partial<LogFilter>): void {
  useLogs.setState(({ filter }) => ({
    filter: { ...filter, ...change },
    lines: [],
    arrived: [],
    atTop: true,
    focusKey: null,
    state: 'loading',
  }));
  void loadLogs();
}

/** Shows the whole way of the photo that an id belongs to, at every level. */
export const follow = (correlationId: string) => narrow({ correlationId, level: 'trace', text: '' });

/** Moves the focus; an open line follows it. */
export function moveFocus(by: number): void {
  useLogs.setState(({ lines, focusKey, open }) => {
    const index = lines.findIndex(({ key }) => key === focusKey);
    const next = lines[Math.max(0, Math.min(lines.length - 1, index + by))];
    if (next === undefined) return {};
    return { focusKey: next.key, ...(open !== null && { open: next }) };
  });
}

/** The line in focus, or the one that is open. */
export const focused = (): LogLine | null => {
  const { lines, focusKey, open } = useLogs.getState();
  return lines.find(({ key }) => key === focusKey) ?? open;
};
