import { create } from 'zustand';
import type {
  Delivery,
  DeliveryCounts,
  DeliveryFilter,
  DeliverySelection,
} from '../../../shared/delivery.ts';
import { core } from '../../core.ts';
import { goTo } from '../../navigation.ts';
import { type LiveList, liveList, type Narrowed, unloaded } from '../../ui/live-list.ts';
import { lineFrom, linesBetween } from '../../ui/live-order.ts';
import { matches } from './delivery-matches.ts';

const pageSize = 200;
/** The most the core answers at once. */
const largestPage = 1_000;
/** The most ids that one call takes. */
const mostIds = 10_000;

interface Deliveries extends LiveList<Delivery, DeliveryFilter, DeliveryCounts> {
  /** Everything that matches the filter is selected, loaded or not. */
  allMatching: boolean;
}

const nothingSelected = { selected: new Set<string>(), allMatching: false };

/** What was sent, what waits and what failed, as the screen shows it. */
export const useDeliveries = create<Deliveries>(() => ({
  ...unloaded,
  filter: {},
  allMatching: false,
}));

const list = liveList(useDeliveries, {
  fetch: (asked) => core.call('deliveries.list', asked),
  pageSize,
  largestPage,
  bornAt: ({ createdAt }: Delivery) => createdAt,
  matches,
});

export const { reload, loadMore, hearChanges, setAtTop, showArrived } = list;

/** Narrows the list; fields that are left undefined are taken out of the filter. */
export function narrow(change: Narrowed<DeliveryFilter>): void {
  narrowTo({ ...useDeliveries.getState().filter, ...change });
}

/** Shows what a filter asks for, and nothing else. */
export function narrowTo(filter: Narrowed<DeliveryFilter>): void {
  useDeliveries.setState({ allMatching: false });
  list.narrowTo(filter);
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

/** Selects or deselects one; with `range`, everything between it and the focus. */
export function toggleSelected(id: string, range = false): void {
  useDeliveries.setState(({ items, selected, focusId }) => {
    const next = new Set(selected);
    const add = range || !selected.has(id);
    for (const item of linesBetween(items, range ? focusId : null, id)) {
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
  useDeliveries.setState((now) => {
    const next = lineFrom(now.items, now, by);
    if (next === undefined) return {};
    return { focusId: next.id, openId: now.openId === null ? null : next.id };
  });
}

/** What an action is about: all that match, those selected, or the row in focus. Null: nothing. */
export function chosen(): DeliverySelection | null {
  const { filter, selected, allMatching, focusId } = useDeliveries.getState();
  if (allMatching) return { filter };
  const ids = selected.size > 0 ? [...selected] : focusId === null ? [] : [focusId];
  return ids.length === 0 ? null : { ids };
}
