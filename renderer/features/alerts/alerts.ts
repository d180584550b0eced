import { create } from 'zustand';
import { type Alert, type AlertCounts, type AlertFilter, openAlertStates } from '../../../shared/alert.ts';
import { core } from '../../core.ts';
import { goTo } from '../../navigation.ts';
import { type LiveList, liveList, type Narrowed, unloaded } from '../../ui/live-list.ts';
import { lineFrom, linesBetween } from '../../ui/live-order.ts';
import { matches } from './alert-matches.ts';
import { type AlertLine, linesOf } from './alert-rows.ts';

/** The most the core answers at once: a group is rarely larger than what is loaded of it. */
const pageSize = 1_000;
/** The most ids that one call takes. */
const mostIds = 10_000;

interface Alerts extends LiveList<Alert, AlertFilter, AlertCounts> {
  /** Only those that are not told at the moment. */
  mutedOnly: boolean;
  /** By name: groups that somebody folded or unfolded. */
  folds: ReadonlyMap<string, boolean>;
}

/** What one sees first: everything that has not ended. */
export const openFilter: AlertFilter = { states: [...openAlertStates] };

/** What is wrong, and what was, as the screen shows it. */
export const useAlerts = create<Alerts>(() => ({
  ...unloaded,
  filter: openFilter,
  mutedOnly: false,
  folds: new Map(),
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

const list = liveList(useAlerts, {
  fetch: (asked) => core.call('alerts.list', asked),
  pageSize,
  largestPage: pageSize,
  bornAt: ({ raisedAt }: Alert) => raisedAt,
  matches,
  linesOf: (items) => linesShown({ ...useAlerts.getState(), items }),
});

export const { reload, loadMore, hearChanges, setAtTop, showArrived } = list;

/** Narrows the list; fields that are left undefined are taken out of the filter. */
export function narrow(change: Narrowed<AlertFilter>): void {
  narrowTo({ ...useAlerts.getState().filter, ...change });
}

/** Shows what a filter asks for, and nothing else. */
export function narrowTo(filter: Narrowed<AlertFilter>, mutedOnly = useAlerts.getState().mutedOnly): void {
  useAlerts.setState({ mutedOnly });
  list.narrowTo(filter);
}

/** Opens the screen with one alert's life. */
export function openAlert(id: string): void {
  useAlerts.setState({ openId: id, focusId: id });
  goTo('alerts');
}

/** The alerts of a line: a group stands for all of its own. */
const alertsOf = (line: AlertLine) => (line.kind === 'group' ? line.alerts : [line.alert]);

/** Selects or deselects a line; with `range`, everything between it and the focus. */
export function toggleSelected(id: string, range = false): void {
  useAlerts.setState((now) => {
    const lines = linesShown(now);
    const meant = linesBetween(lines, range ? now.focusId : null, id).flatMap(alertsOf);
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
  const next = lineFrom(linesShown(now), now, by);
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
