import { create } from 'zustand';
import type { CallOutput, EventPayload } from '../../../shared/contract.ts';
import { toAppError } from '../../../shared/errors.ts';
import type { Render } from '../../../shared/render.ts';
import { core } from '../../core.ts';
import { goTo } from '../../navigation.ts';
import { newerThan, type RenderFilter, withChanges, withMore } from './render-order.ts';

const pageSize = 200;
/** The most the core answers at once. */
const largestPage = 500;

interface Renders {
  filter: RenderFilter;
  /** Loaded so far, newest first; more follow as one scrolls. */
  items: readonly Render[];
  nextCursor: string | null;
  state: 'loading' | 'ready' | 'failed';
  /** Why the list could not be fetched. */
  reason: string | null;
  /** Ids of new ones that are not shown yet, so that nothing moves under the eyes of who has scrolled down. */
  arrived: ReadonlySet<string>;
  atTop: boolean;
  selected: ReadonlySet<string>;
  /** Id of the one the keys move. */
  focusId: string | null;
  /** Id of the one that is shown large. */
  openId: string | null;
  /** The same, when it is not among those of the list. */
  opened: Render | null;
}

/** The pictures that were asked for, as the screen shows them. */
export const useRenders = create<Renders>(() => ({
  filter: {},
  items: [],
  nextCursor: null,
  state: 'loading',
  reason: null,
  arrived: new Set(),
  atTop: true,
  selected: new Set(),
  focusId: null,
  openId: null,
  opened: null,
}));

/** Only the answer to the latest question counts. */
let question = 0;
/** What events told while the list is being fetched: newer than the answer. Null when it is not. */
let toldMeanwhile: Render[] | null = null;

type Page = CallOutput<'renders.list'>;

const asInput = ({ states, batchId }: RenderFilter) => ({
  ...(states !== undefined && { states: [...states] }),
  ...(batchId !== undefined && { batchId }),
});

/** The newest ones, page after page, until there are as many as wanted. */
async function fetchNewest(filter: RenderFilter, wanted: number): Promise<Page> {
  const input = asInput(filter);
  let page = await core.call('renders.list', { ...input, limit: Math.min(wanted, largestPage) });
  while (page.renders.length < wanted && page.nextCursor !== null) {
    const next = await core.call('renders.list', { ...input, limit: largestPage, cursor: page.nextCursor });
    page = { ...next, renders: [...page.renders, ...next.renders] };
  }
  return page;
}

/** Fetches the list anew; as much of it as was loaded, so that nothing jumps. */
export async function reload(): Promise<void> {
  const mine = ++question;
  toldMeanwhile = [];
  const before = useRenders.getState();
  try {
    const page = await fetchNewest(before.filter, Math.max(pageSize, before.items.length));
    if (mine !== question) return;
    useRenders.setState((now) => {
      const { items: told, unknown } = withChanges(page.renders, toldMeanwhile ?? [], now.filter);
      const newest = withMore(told, unknown, page.nextCursor !== null);
      const arrived = new Set(now.atTop ? [] : newerThan(now.items, newest).map(({ id }) => id));
      const items = arrived.size === 0 ? newest : newest.filter(({ id }) => !arrived.has(id));
      const { nextCursor } = page;
      return { items, arrived, nextCursor, state: 'ready', reason: null, ...stillSelected(now, items) };
    });
    toldMeanwhile = null;
  } catch (error) {
    if (mine === question) useRenders.setState({ state: 'failed', reason: toAppError(error).message });
  }
}

const stillSelected = ({ selected }: Renders, items: readonly Render[]) => ({
  selected: new Set(items.filter(({ id }) => selected.has(id)).map(({ id }) => id)),
});

/** Fetches the next page, once. */
export async function loadMore(): Promise<void> {
  const { filter, nextCursor, state } = useRenders.getState();
  if (nextCursor === null || state !== 'ready') return;
  const mine = ++question;
  useRenders.setState({ state: 'loading' });
  try {
    const page = await core.call('renders.list', {
      ...asInput(filter),
      limit: pageSize,
      cursor: nextCursor,
    });
    if (mine !== question) return;
    useRenders.setState(({ items }) => {
      const known = new Set(items.map(({ id }) => id));
      const more = page.renders.filter(({ id }) => !known.has(id));
      return { items: [...items, ...more], nextCursor: page.nextCursor, state: 'ready' };
    });
  } catch (error) {
    if (mine === question) useRenders.setState({ state: 'failed', reason: toAppError(error).message });
  }
}

/** Shows what a filter asks for, and nothing else. */
export function narrowTo(filter: RenderFilter): void {
  useRenders.setState({
    filter,
    items: [],
    nextCursor: null,
    arrived: new Set(),
    atTop: true,
    selected: new Set(),
    focusId: null,
    openId: null,
    state: 'loading',
  });
  void reload();
}

/** Opens the screen with the pictures that a filter asks for. */
export function showRenders(filter: RenderFilter = {}): void {
  narrowTo(filter);
  goTo('pictures');
}

/** Opens the screen with one picture, large. */
export function openRender(id: string): void {
  useRenders.setState({ openId: id, focusId: id });
  goTo('pictures');
}

/** Takes up what an event told; for somebody who scrolled down, new ones wait until they are asked for. */
export function hearChanges({ renders, more }: EventPayload<'render.changed'>): void {
  toldMeanwhile?.push(...renders);
  useRenders.setState((now) => {
    const { items, unknown } = withChanges(now.items, renders, now.filter);
    if (now.atTop) return { items: withMore(items, unknown, now.nextCursor !== null) };
    const fresh = newerThan(items, unknown).map(({ id }) => id);
    return fresh.length === 0 ? { items } : { items, arrived: new Set([...now.arrived, ...fresh]) };
  });
  if (more) void reload();
}

/** Tells the list where it is scrolled to. */
export function setAtTop(atTop: boolean): void {
  if (useRenders.getState().atTop !== atTop) useRenders.setState({ atTop });
}

/** Shows the new ones that have waited. */
export function showArrived(): Promise<void> {
  useRenders.setState({ atTop: true, arrived: new Set() });
  return reload();
}

/** Takes pictures off the screen that are deleted; what is shown large moves on to a neighbour. */
export function takeOut(ids: ReadonlySet<string>): void {
  useRenders.setState(({ items, selected, focusId, openId }) => {
    const index = items.findIndex(({ id }) => id === (openId ?? focusId));
    const isKept = ({ id }: Render) => !ids.has(id);
    const next = (
      items.slice(Math.max(0, index)).find(isKept) ?? items.slice(0, Math.max(0, index)).findLast(isKept)
    )?.id;
    return {
      items: items.filter(isKept),
      selected: new Set([...selected].filter((id) => !ids.has(id))),
      focusId: focusId !== null && ids.has(focusId) ? (next ?? null) : focusId,
      openId: openId !== null && ids.has(openId) ? (next ?? null) : openId,
    };
  });
}
