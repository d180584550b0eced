import { create } from 'zustand';
import type { CallOutput, EventPayload } from '../../../shared/contract.ts';
import type {
  Delivery,
  DeliveryCounts,
  DeliveryFilter,
  DeliverySelection,
} from '../../../shared/delivery.ts';
import { toAppError } from '../../../shared/errors.ts';
import { core } from '../../core.ts';
import { goTo } from '../../navigation.ts';
import { newerThan, withChanges, withMore } from './delivery-order.ts';

const pageSize = 200;
/** The most the core answers at once. */
const largestPage = 1_000;
/** The most ids that one call takes. */
const mostIds = 10_000;

interface Deliveries {
  filter: DeliveryFilter;
  /** Loaded so far, newest first; more follow as one scrolls. */
  items: readonly Delivery[];
  /** Null until the core has told. */
  counts: DeliveryCounts | null;
  nextCursor: string | null;
  state: 'loading' | 'ready' | 'failed';
  /** Why the list could not be fetched. */
  reason: string | null;
  /** Ids of new ones that are not shown yet, so that nothing moves under the eyes of who has scrolled down. */
  arrived: ReadonlySet<string>;
  atTop: boolean;
  selected: ReadonlySet<string>;
  /** Everything that matches the filter is selected, loaded or not. */
  allMatching: boolean;
  /** Id of the one the keys move. */
  focusId: string | null;
  /** Id of the one whose attempts are shown. */
  openId: string | null;
}

const nothingSelected = { selected: new Set<string>(), allMatching: false };

/** What was sent, what waits and what failed, as the screen shows it. */
export const useDeliveries = create<Deliveries>(() => ({
  filter: {},
  items: [],
  counts: null,
  nextCursor: null,
  state: 'loading',
  reason: null,
  arrived: new Set(),
  atTop: true,
  ...nothingSelected,
  focusId: null,
  openId: null,
}));

/** Only the answer to the latest question counts. */
let question = 0;
/** What events told while the list is being fetched: newer than the answer. Null when it is not. */
let toldMeanwhile: Delivery[] | null = null;

type Page = CallOutput<'deliveries.list'>;

/** The newest ones, page after page, until there are as many as wanted. */
async function fetchNewest(filter: DeliveryFilter, wanted: number): Promise<Page> {
  let page = await core.call('deliveries.list', { ...filter, limit: Math.min(wanted, largestPage) });
  while (page.items.length < wanted && page.nextCursor !== null) {
    const cursor = page.nextCursor;
    const next = await core.call('deliveries.list', { ...filter, limit: largestPage, cursor });
    page = { ...next, items: [...page.items, ...next.items] };
  }
  return page;
}

/** Fetches the list anew; as much of it as was loaded, so that nothing jumps. */
export async function reload(): Promise<void> {
  const mine = ++question;
  toldMeanwhile = [];
  const before = useDeliveries.getState();
  try {
    const page = await fetchNewest(before.filter, Math.max(pageSize, before.items.length));
    if (mine !== question) return;
    useDeliveries.setState((now) => {
      const { items: told, unknown } = withChanges(page.items, toldMeanwhile ?? [], now.filter);
      const newest = withMore(told, unknown, page.nextCursor !== null);
      const arrived = now.atTop ? [] : newerThan(now.items, newest).map(({ id }) => id);
      const hidden = new Set(arrived);
      const items = hidden.size === 0 ? newest : newest.filter(({ id }) => !hidden.has(id));
      return { ...page, items, arrived: hidden, state: 'ready', reason: null, ...stillSelected(now, items) };
    });
    toldMeanwhile = null;
  } catch (error) {
    if (mine === question) useDeliveries.setState({ state: 'failed', reason: toAppError(error).message });
  }
}

const stillSelected = ({ selected }: Deliveries, items: readonly Delivery[]) => ({
  selected: new Set(items.filter(({ id }) => selected.has(id)).map(({ id }) => id)),
});

/** Fetches the next page, once. */
export async function loadMore(): Promise<void> {
  const { filter, nextCursor, state } = useDeliveries.getState();
  if (nextCursor === null || state !== 'ready') return;
  const mine = ++question;
  useDeliveries.setState({ state: 'loading' });
  try {
    const page = await core.call('deliveries.list', { ...filter, limit: pageSize, cursor: nextCursor });
    if (mine !== question) return;
    useDeliveries.setState(({ items }) => {
      const known = new Set(items.map(({ id }) => id));
      return { ...page, items: [...items, ...page.items.filter(({ id }) => !known.has(id))], state: 'ready' };
    });
  } catch (error) {
    if (mine === question) useDeliveries.setState({ state: 'failed', reason: toAppError(error).message });
  }
}

/** Narrows the list; fields that are left undefined are taken out of the filter. */
export function narrow(change: { [K in keyof DeliveryFilter]: DeliveryFilter[K] | undefined }): void {
  narrowTo({ ...useDeliveries.getState().filter, ...change });
}

/** Shows what a filter asks for, and nothing else. */
export function narrowTo(filter: { [K in keyof DeliveryFilter]: DeliveryFilter[K] | undefined }): void {
  const given = Object.entries(filter).filter(([, value]) => value !== undefined && value !== '');
  useDeliveries.setState({
    filter: Object.fromEntries(given),
    items: [],
    arrived: new Set(),
    atTop: true,
    ...nothingSelected,
    focusId: null,
    state: 'loading',
  });
  void reload();
}

/** Opens the screen with the deliveries that a filter asks for. */
export function showDeliveries(filter: DeliveryFilter): void {
  useDeliveries.setState({ openId: null });
  narrowTo(filter);
  goTo('deliveries');
}

/** Opens the screen with one delivery's attempts. */
export function openDelivery(id: string): void {
  useDeliveries.setState({ openId: id, focusId: id });
  goTo('deliveries');
}

/** Takes up what an event told; for somebody who scrolled down, new ones wait until they are asked for. */
export function hearChanges({ deliveries, more }: EventPayload<'delivery.changed'>): void {
  toldMeanwhile?.push(...deliveries);
  useDeliveries.setState((now) => {
    const { items, unknown } = withChanges(now.items, deliveries, now.filter);
    if (now.atTop) return { items: withMore(items, unknown, now.nextCursor !== null) };
    const fresh = newerThan(items, unknown).map(({ id }) => id);
    return fresh.length === 0 ? { items } : { items, arrived: new Set([...now.arrived, ...fresh]) };
  });
  if (more) void reload();
  else void recount();
}

async function recount(): Promise<void> {
  const { filter } = useDeliveries.getState();
  // A count that does not come is no news: the next change asks again.
  const page = await core.call('deliveries.list', { ...filter, limit: 1 }).catch(() => null);
  if (page !== null && filter === useDeliveries.getState().filter)
    useDeliveries.setState({ counts: page.counts });
}

/** Tells the list where it is scrolled to. */
export function setAtTop(atTop: boolean): void {
  if (useDeliveries.getState().atTop !== atTop) useDeliveries.setState({ atTop });
}

/** Shows the new ones that have waited. */
export function showArrived(): Promise<void> {
  useDeliveries.setState({ atTop: true, arrived: new Set() });
  return reload();
}

/** Selects or deselects one; with `range`, everything between it and the focus. */
export function toggleSelected(id: string, range = false): void {
  useDeliveries.setState(({ items, selected, focusId }) => {
    const next = new Set(selected);
    const index = items.findIndex((item) => item.id === id);
    const anchor = items.findIndex((item) => item.id === focusId);
    const add = range || !selected.has(id);
    const [from, to] =
      range && anchor >= 0 ? [Math.min(anchor, index), Math.max(anchor, index)] : [index, index];
    for (const item of items.slice(from, to + 1)) {
      if (add) next.add(item.id);
      else next.delete(item.id);
    }
    return { selected: next, allMatching: false, focusId: id };
  });
}

/** Selects everything loaded, or nothing when it all is. So many that the core would not take their ids mean all. */
export const toggleAll = () =>
  useDeliveries.setState(({ items, selected }) =>
    selected.size === items.length
      ? nothingSelected
      : { selected: new Set(items.map(({ id }) => id)), allMatching: items.length > mostIds },
  );

export const selectAllMatching = () => useDeliveries.setState({ allMatching: true });
export const selectNone = () => useDeliveries.setState(nothingSelected);

/** Puts the focus on the first row when it is on none. */
export const focusAny = () =>
  useDeliveries.setState(({ items, focusId }) => ({ focusId: focusId ?? items[0]?.id ?? null }));

/** Moves the focus; an open delivery follows it. */
export function moveFocus(by: number): void {
  useDeliveries.setState(({ items, focusId, openId }) => {
    const index = items.findIndex(({ id }) => id === focusId);
    const next = items[Math.max(0, Math.min(items.length - 1, index + by))];
    if (next === undefined) return {};
    return { focusId: next.id, openId: openId === null ? null : next.id };
  });
}

/** What an action is about: all that match, those selected, or the row in focus. Null: nothing. */
export function chosen(): DeliverySelection | null {
  const { filter, selected, allMatching, focusId } = useDeliveries.getState();
  if (allMatching) return { filter };
  const ids = selected.size > 0 ? [...selected] : focusId === null ? [] : [focusId];
  return ids.length === 0 ? null : { ids };
}
