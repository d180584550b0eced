import { create } from 'zustand';
import { type Alert, type AlertCounts, type AlertFilter, openAlertStates } from '../../../shared/alert.ts';
import type { CallOutput, EventPayload } from '../../../shared/contract.ts';
import { toAppError } from '../../../shared/errors.ts';
import { core } from '../../core.ts';
import { goTo } from '../../navigation.ts';
import { newerThan, withChanges, withMore } from './alert-order.ts';
import { type AlertLine, linesOf, neighbourOf } from './alert-rows.ts';

/** The most the core answers at once: a group is rarely larger than what is loaded of it. */
const pageSize = 1_000;
/** The most ids that one call takes. */
const mostIds = 10_000;

interface Alerts {
  filter: AlertFilter;
  /** Only those that are not told at the moment. */
  mutedOnly: boolean;
  /** Loaded so far, newest first; more follow as one scrolls. */
  items: readonly Alert[];
  /** Null until the core has told. */
  counts: AlertCounts | null;
  nextCursor: string | null;
  state: 'loading' | 'ready' | 'failed';
  /** Why the list could not be fetched. */
  reason: string | null;
  /** Ids of new ones that are not shown yet, so that nothing moves under the eyes of who has scrolled down. */
  arrived: ReadonlySet<string>;
  atTop: boolean;
  selected: ReadonlySet<string>;
  /** By name: groups that somebody folded or unfolded. */
  folds: ReadonlyMap<string, boolean>;
  /** Id of the line the keys move: an alert's or a group's. */
  focusId: string | null;
  /** Id of the alert whose life is shown. */
  openId: string | null;
}

/** What one sees first: everything that has not ended. */
export const openFilter: AlertFilter = { states: [...openAlertStates] };

/** What is wrong, and what was, as the screen shows it. */
export const useAlerts = create<Alerts>(() => ({
  filter: openFilter,
  mutedOnly: false,
  items: [],
  counts: null,
  nextCursor: null,
  state: 'loading',
  reason: null,
  arrived: new Set(),
  atTop: true,
  selected: new Set(),
  folds: new Map(),
  focusId: null,
  openId: null,
}));

type Shown = Pick<Alerts, 'items' | 'mutedOnly' | 'folds'>;
let latest: { of: Shown; lines: readonly AlertLine[] } | null = null;

/** The lines of the list; made anew only when what they are made of is another. */
export function linesShown({ items, mutedOnly, folds }: Shown): readonly AlertLine[] {
  const of = latest?.of;
  if (latest === null || of?.items !== items || of.mutedOnly !== mutedOnly || of.folds !== folds) {
    const wanted = mutedOnly ? items.filter(({ suppressed }) => suppressed !== null) : items;
    latest = { of: { items, mutedOnly, folds }, lines: linesOf(wanted, folds) };
  }
  return latest.lines;
}

/** What goes with other items: nothing stays selected or in focus that is not there. */
function following(now: Alerts, items: readonly Alert[]) {
  const before = linesShown(now);
  return {
    items,
    selected: new Set(items.filter(({ id }) => now.selected.has(id)).map(({ id }) => id)),
    focusId: neighbourOf(now.focusId, before, linesShown({ ...now, items })),
  };
}

/** Only the answer to the latest question counts. */
let question = 0;
/** What events told while the list is being fetched: newer than the answer. Null when it is not. */
let toldMeanwhile: Alert[] | null = null;

type Page = CallOutput<'alerts.list'>;

/** The newest ones, page after page, until there are as many as wanted. */
async function fetchNewest(filter: AlertFilter, wanted: number): Promise<Page> {
  let page = await core.call('alerts.list', { ...filter, limit: Math.min(wanted, pageSize) });
  while (page.items.length < wanted && page.nextCursor !== null) {
    const cursor = page.nextCursor;
    const next = await core.call('alerts.list', { ...filter, limit: pageSize, cursor });
    page = { ...next, items: [...page.items, ...next.items] };
  }
  return page;
}

/** Fetches the list anew; as much of it as was loaded, so that nothing jumps. */
export async function reload(atLeast = pageSize): Promise<void> {
  const mine = ++question;
  toldMeanwhile = [];
  const before = useAlerts.getState();
  try {
    const page = await fetchNewest(before.filter, Math.max(atLeast, before.items.length));
    if (mine !== question) return;
    useAlerts.setState((now) => {
      const { items: told, unknown } = withChanges(page.items, toldMeanwhile ?? [], now.filter);
      const newest = withMore(told, unknown, page.nextCursor !== null);
      const arrived = new Set(now.atTop ? [] : newerThan(now.items, newest).map(({ id }) => id));
      const items = arrived.size === 0 ? newest : newest.filter(({ id }) => !arrived.has(id));
      const { counts, nextCursor } = page;
      return { counts, nextCursor, arrived, state: 'ready', reason: null, ...following(now, items) };
    });
    toldMeanwhile = null;
  } catch (error) {
    if (mine === question) useAlerts.setState({ state: 'failed', reason: toAppError(error).message });
  }
}

/** Fetches the next page, once. */
export async function loadMore(): Promise<void> {
  const { filter, nextCursor, state } = useAlerts.getState();
  if (nextCursor === null || state !== 'ready') return;
  const mine = ++question;
  useAlerts.setState({ state: 'loading' });
  try {
    const page = await core.call('alerts.list', { ...filter, limit: pageSize, cursor: nextCursor });
    if (mine !== question) return;
    useAlerts.setState(({ items }) => {
      const known = new Set(items.map(({ id }) => id));
      const { counts, nextCursor } = page;
      const more = page.items.filter(({ id }) => !known.has(id));
      return { counts, nextCursor, items: [...items, ...more], state: 'ready' };
    });
  } catch (error) {
    if (mine === question) useAlerts.setState({ state: 'failed', reason: toAppError(error).message });
  }
}

/** Narrows the list; fields that are left undefined are taken out of the filter. */
export function narrow(change: { [K in keyof AlertFilter]: AlertFilter[K] | undefined }): void {
  narrowTo({ ...useAlerts.getState().filter, ...change });
}

/** Shows what a filter asks for, and nothing else. */
export function narrowTo(
  filter: { [K in keyof AlertFilter]: AlertFilter[K] | undefined },
  mutedOnly = useAlerts.getState().mutedOnly,
): void {
  const given = Object.entries(filter).filter(([, value]) => value !== undefined && value !== '');
  useAlerts.setState({
    filter: Object.fromEntries(given),
    mutedOnly,
    items: [],
    arrived: new Set(),
    atTop: true,
    selected: new Set(),
    focusId: null,
    state: 'loading',
  });
  void reload();
}

/** Opens the screen with one alert's life. */
export function openAlert(id: string): void {
  useAlerts.setState({ openId: id, focusId: id });
  goTo('alerts');
}

/** Takes up what an event told; for somebody who scrolled down, new ones wait until they are asked for. */
export function hearChanges({ alerts, more }: Pick<EventPayload<'alert.changed'>, 'alerts' | 'more'>): void {
  toldMeanwhile?.push(...alerts);
  useAlerts.setState((now) => {
    const { items, unknown } = withChanges(now.items, alerts, now.filter);
    if (now.atTop) return following(now, withMore(items, unknown, now.nextCursor !== null));
    const fresh = newerThan(items, unknown).map(({ id }) => id);
    return { ...following(now, items), arrived: new Set([...now.arrived, ...fresh]) };
  });
  if (more) void reload();
  else void recount();
}

async function recount(): Promise<void> {
  const { filter } = useAlerts.getState();
  // A count that does not come is no news: the next change asks again.
  const page = await core.call('alerts.list', { ...filter, limit: 1 }).catch(() => null);
  if (page !== null && filter === useAlerts.getState().filter) useAlerts.setState({ counts: page.counts });
}

/** Tells the list where it is scrolled to. */
export function setAtTop(atTop: boolean): void {
  if (useAlerts.getState().atTop !== atTop) useAlerts.setState({ atTop });
}

/** Shows the new ones that have waited. */
export function showArrived(): Promise<void> {
  useAlerts.setState({ atTop: true, arrived: new Set() });
  return reload();
}

/** The alerts of a line: a group stands for all of its own. */
const alertsOf = (line: AlertLine) => (line.kind === 'group' ? line.alerts : [line.alert]);

/** Selects or deselects a line; with `range`, everything between it and the focus. */
export function toggleSelected(id: string, range = false): void {
  useAlerts.setState((now) => {
    const lines = linesShown(now);
    const index = lines.findIndex((line) => line.id === id);
    const anchor = range ? lines.findIndex((line) => line.id === now.focusId) : -1;
    const [from, to] = anchor < 0 ? [index, index] : [Math.min(anchor, index), Math.max(anchor, index)];
    const meant = lines.slice(from, to + 1).flatMap(alertsOf);
    const add = range || !meant.every((alert) => now.selected.has(alert.id));
    const selected = new Set(now.selected);
    for (const alert of meant) {
      if (add) selected.add(alert.id);
      else selected.delete(alert.id);
    }
    return { selected, focusId: id };
  });
}

/** Selects everything that matches, loaded or not, up to what one call takes. */
export async function selectAllMatching(): Promise<void> {
  if (useAlerts.getState().nextCursor !== null) await reload(mostIds);
  useAlerts.setState((now) => ({
    selected: new Set(
      linesShown(now)
        .flatMap((line) => (line.kind === 'group' || !line.grouped ? alertsOf(line) : []))
        .slice(0, mostIds)
        .map(({ id }) => id),
    ),
  }));
}

export const selectNone = () => useAlerts.setState({ selected: new Set() });

/** Folds or unfolds the group that a line is or belongs to. */
export function toggleFold(name: string, folded: boolean): void {
  useAlerts.setState(({ folds }) => ({ folds: new Map([...folds, [name, folded]]) }));
}

/** Puts the focus on the first line when it is on none. */
export const focusAny = () =>
  useAlerts.setState((now) => ({ focusId: now.focusId ?? linesShown(now)[0]?.id ?? null }));

/** Moves the focus, selecting on the way where asked; an open alert follows it. */
export function moveFocus(by: number, selecting = false): void {
  const now = useAlerts.getState();
  const lines = linesShown(now);
  const index = lines.findIndex(({ id }) => id === now.focusId);
  // What was open has left the list, and the focus stands on its neighbour already.
  const stay = now.openId !== null && index >= 0 && !lines.some(({ id }) => id === now.openId);
  const next = lines[Math.max(0, Math.min(lines.length - 1, stay ? index : index + by))];
  if (next === undefined) return;
  if (selecting) toggleSelected(next.id, true);
  const follows = now.openId !== null && next.kind === 'alert';
  useAlerts.setState({ focusId: next.id, ...(follows && { openId: next.id }) });
}

/** The line in focus. */
export function focused(): AlertLine | null {
  const now = useAlerts.getState();
  return linesShown(now).find(({ id }) => id === now.focusId) ?? null;
}

/** The alerts an action is about: those selected, or the line in focus. */
export function chosen(): readonly Alert[] {
  const { items, selected } = useAlerts.getState();
  if (selected.size > 0) return items.filter(({ id }) => selected.has(id));
  const line = focused();
  return line === null ? [] : alertsOf(line);
}
