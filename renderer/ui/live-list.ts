import type { StoreApi } from 'zustand';
import { toAppError } from '../../shared/errors.ts';
import { type BornAt, neighbourOf, newerThan, withChanges, withMore } from './live-order.ts';

/** A long list that the core keeps, as a screen shows it while it changes. */
export interface LiveList<Item, Filter, Counts> {
  filter: Filter;
  /** Loaded so far, newest first; more follow as one scrolls. */
  items: readonly Item[];
  /** Null until the core has told. */
  counts: Counts | null;
  nextCursor: string | null;
  state: 'loading' | 'ready' | 'failed';
  /** Why the list could not be fetched. */
  reason: string | null;
  /** Ids of new ones that are not shown yet, so that nothing moves under the eyes of who has scrolled down. */
  arrived: ReadonlySet<string>;
  atTop: boolean;
  selected: ReadonlySet<string>;
  /** Id of the line that the keys move. */
  focusId: string | null;
  /** Id of the one that is read in full. */
  openId: string | null;
}

/** A list before anything was fetched. */
export const unloaded = {
  items: [],
  counts: null,
  nextCursor: null,
  state: 'loading',
  reason: null,
  arrived: new Set<string>(),
  atTop: true,
  selected: new Set<string>(),
  focusId: null,
  openId: null,
} as const;

interface Page<Item, Counts> {
  items: readonly Item[];
  counts: Counts;
  nextCursor: string | null;
}

interface Source<Item, Filter, Counts> {
  fetch: (asked: Filter & { limit: number; cursor?: string }) => Promise<Page<Item, Counts>>;
  /** How many are fetched at a time, and the most that the core answers at once. */
  pageSize: number;
  largestPage: number;
  bornAt: BornAt<Item>;
  /** Whether one is among those that a filter asks for: what the core would answer, for news that come by event. */
  matches: (item: Item, filter: Filter) => boolean;
  /** What stands line by line, where that is not the items themselves. */
  linesOf?: (items: readonly Item[]) => readonly { id: string }[];
}

/** Fields of a filter; undefined takes one out. */
export type Narrowed<Filter> = { [Name in keyof Filter]: Filter[Name] | undefined };

type Store<State> = Pick<StoreApi<State>, 'getState' | 'setState'>;

/** What keeps a list in step with the core. */
export function liveList<Item extends { id: string }, Filter extends object, Counts>(
  store: Store<LiveList<Item, Filter, Counts>>,
  source: Source<Item, Filter, Counts>,
) {
  type List = LiveList<Item, Filter, Counts>;
  const { fetch, pageSize, largestPage, bornAt, matches, linesOf = (items) => items } = source;
  /** Only the answer to the latest question counts. */
  let question = 0;
  /** What events told while the list is being fetched: newer than the answer. Null when it is not. */
  let toldMeanwhile: Item[] | null = null;

  const fail = (mine: number, error: unknown) => {
    if (mine === question) store.setState({ state: 'failed', reason: toAppError(error).message });
  };

  /** What goes with other items: nothing stays selected or in focus that is not there. */
  const following = (now: List, items: readonly Item[]) => ({
    items,
    selected: new Set(items.filter(({ id }) => now.selected.has(id)).map(({ id }) => id)),
    focusId: now.focusId === null ? null : neighbourOf(now.focusId, linesOf(now.items), linesOf(items)),
  });

  /** The newest ones, page after page, until there are as many as wanted. */
  async function fetchNewest(filter: Filter, wanted: number): Promise<Page<Item, Counts>> {
    let page = await fetch({ ...filter, limit: Math.min(wanted, largestPage) });
    while (page.items.length < wanted && page.nextCursor !== null) {
      const next = await fetch({ ...filter, limit: largestPage, cursor: page.nextCursor });
      page = { ...next, items: [...page.items, ...next.items] };
    }
    return page;
  }

  /** Fetches the list anew; as much of it as was loaded, so that nothing jumps. */
  async function reload(atLeast = pageSize): Promise<void> {
    const mine = ++question;
    toldMeanwhile = [];
    const before = store.getState();
    try {
      const { items, counts, nextCursor } = await fetchNewest(
        before.filter,
        Math.max(atLeast, before.items.length),
      );
      if (mine !== question) return;
      store.setState((now) => {
        const told = withChanges(items, toldMeanwhile ?? [], (item) => matches(item, now.filter));
        const newest = withMore(told.items, told.unknown, nextCursor !== null, bornAt);
        const arrived = new Set(now.atTop ? [] : newerThan(now.items, newest, bornAt).map(({ id }) => id));
        const shown = arrived.size === 0 ? newest : newest.filter(({ id }) => !arrived.has(id));
        return { counts, nextCursor, arrived, state: 'ready', reason: null, ...following(now, shown) };
      });
      toldMeanwhile = null;
    } catch (error) {
      fail(mine, error);
    }
  }

  /** Fetches the next page, once. */
  async function loadMore(): Promise<void> {
    const { filter, nextCursor, state } = store.getState();
    if (nextCursor === null || state !== 'ready') return;
    const mine = ++question;
    store.setState({ state: 'loading' });
    try {
      const page = await fetch({ ...filter, limit: pageSize, cursor: nextCursor });
      if (mine !== question) return;
      store.setState(({ items }) => {
        const known = new Set(items.map(({ id }) => id));
        const more = page.items.filter(({ id }) => !known.has(id));
        return {
          counts: page.counts,
          nextCursor: page.nextCursor,
          items: [...items, ...more],
          state: 'ready',
        };
      });
    } catch (error) {
      fail(mine, error);
    }
  }

  async function recount(): Promise<void> {
    const { filter } = store.getState();
    // A count that does not come is no news: the next change asks again.
    const page = await fetch({ ...filter, limit: 1 }).catch(() => null);
    if (page !== null && filter === store.getState().filter) store.setState({ counts: page.counts });
  }

  /** Takes up what events told; for somebody who scrolled down, new ones wait until they are asked for. */
  function hearChanges(changed: readonly Item[], more: boolean): void {
    toldMeanwhile?.push(...changed);
    store.setState((now) => {
      const { items, unknown } = withChanges(now.items, changed, (item) => matches(item, now.filter));
      if (now.atTop) return following(now, withMore(items, unknown, now.nextCursor !== null, bornAt));
      const fresh = newerThan(items, unknown, bornAt).map(({ id }) => id);
      return { ...following(now, items), arrived: new Set([...now.arrived, ...fresh]) };
    });
    if (more) void reload();
    else void recount();
  }

  /** Shows what a filter asks for, and nothing else. Fields that are undefined or empty are left out. */
  function narrowTo(filter: Narrowed<Filter>): void {
    const given = Object.entries(filter).filter(([, value]) => value !== undefined && value !== '');
    store.setState({
      filter: Object.fromEntries(given) as Filter,
      items: [],
      arrived: new Set(),
      atTop: true,
      selected: new Set(),
      focusId: null,
      state: 'loading',
    });
    void reload();
  }

  /** Tells the list where it is scrolled to. */
  function setAtTop(atTop: boolean): void {
    if (store.getState().atTop !== atTop) store.setState({ atTop });
  }

  /** Shows the new ones that have waited. */
  function showArrived(): Promise<void> {
    store.setState({ atTop: true, arrived: new Set() });
    return reload();
  }

  return { reload, loadMore, hearChanges, narrowTo, setAtTop, showArrived };
}

/** Often enough for a person to follow, seldom enough for a flood. */
const calmMs = 250;

/** Collects what events tell and hands it on a few times a second, each thing once, as it was last. */
export function calmly<Item extends { id: string }>(take: (changed: Item[], more: boolean) => void) {
  const changed = new Map<string, Item>();
  let hasMore = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const hand = () => {
    timer = undefined;
    take([...changed.values()], hasMore);
    changed.clear();
    hasMore = false;
  };
  return {
    hear(items: readonly Item[], more: boolean): void {
      for (const item of items) changed.set(item.id, item);
      hasMore ||= more;
      timer ??= setTimeout(hand, calmMs);
    },
    stop: () => clearTimeout(timer),
  };
}
