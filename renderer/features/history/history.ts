import { create } from 'zustand';
import type { AnalysisSummary } from '../../../shared/analysis.ts';
import type { AnalysisFilter } from '../../../shared/contract.ts';
import { toAppError } from '../../../shared/errors.ts';
import { core } from '../../core.ts';

const pageSize = 200;

interface History {
  filter: AnalysisFilter;
  /** Loaded so far, newest first; more follow as one scrolls. */
  items: readonly AnalysisSummary[];
  /** How many there are in all; null until the core has told. */
  total: number | null;
  nextCursor: string | null;
  state: 'loading' | 'ready' | 'failed';
  /** Why the list could not be fetched. */
  reason: string | null;
  /** Ids of the selected analyses. */
  selected: ReadonlySet<string>;
  /** Index the keys move. */
  focus: number;
  /** Whether rules judged any photo that was seen here, and the tags that they gave. */
  isJudged: boolean;
  tags: string[];
}

/** What the core remembers of photos analysed before. */
export const useHistory = create<History>(() => ({
  filter: {},
  items: [],
  total: null,
  nextCursor: null,
  state: 'loading',
  reason: null,
  selected: new Set(),
  focus: 0,
  isJudged: false,
  tags: [],
}));

/** Only the answer to the latest question counts. */
let question = 0;

/** Fetches the list anew; as much of it as was loaded, so that nothing jumps. */
export async function reload(): Promise<void> {
  const mine = ++question;
  const { filter, items } = useHistory.getState();
  const limit = Math.min(1_000, Math.max(pageSize, items.length));
  try {
    const page = await core.call('analyses.list', { ...filter, limit });
    if (mine !== question) return;
    useHistory.setState(({ selected, focus, ...seen }) => ({
      ...page,
      ...withJudgements(seen, page.items),
      state: 'ready',
      reason: null,
      selected: keep(selected, page.items),
      focus: Math.max(0, Math.min(focus, page.items.length - 1)),
    }));
  } catch (error) {
    if (mine === question) useHistory.setState({ state: 'failed', reason: toAppError(error).message });
  }
}

function withJudgements(
  { isJudged, tags }: Pick<History, 'isJudged' | 'tags'>,
  items: readonly AnalysisSummary[],
): Pick<History, 'isJudged' | 'tags'> {
  const judgements = items.flatMap(({ judgement }) => judgement ?? []);
  const all = new Set([...tags, ...judgements.flatMap((judgement) => judgement.tags)]);
  return { isJudged: isJudged || judgements.length > 0, tags: [...all].sort((a, b) => a.localeCompare(b)) };
}

const keep = (selected: ReadonlySet<string>, items: readonly AnalysisSummary[]) =>
  new Set(items.filter(({ id }) => selected.has(id)).map(({ id }) => id));

/** Fetches the next page, once. */
export async function loadMore(): Promise<void> {
  const { filter, nextCursor, state } = useHistory.getState();
  if (nextCursor === null || state !== 'ready') return;
  const mine = ++question;
  useHistory.setState({ state: 'loading' });
  try {
    const page = await core.call('analyses.list', { ...filter, limit: pageSize, cursor: nextCursor });
    if (mine !== question) return;
    useHistory.setState(({ items, ...seen }) => ({
      ...page,
      ...withJudgements(seen, page.items),
      items: [...items, ...page.items],
      state: 'ready',
    }));
  } catch (error) {
    if (mine === question) useHistory.setState({ state: 'failed', reason: toAppError(error).message });
  }
}

/** Narrows the list; fields that are left undefined are taken out of the filter. */
export function narrow(change: { [K in keyof AnalysisFilter]: AnalysisFilter[K] | undefined }): void {
  const filter = { ...useHistory.getState().filter, ...change };
  const given = Object.entries(filter).filter(([, value]) => value !== undefined && value !== '');
  useHistory.setState({ filter: Object.fromEntries(given), items: [], focus: 0, state: 'loading' });
  void reload();
}

/** Shows all. */
export function clearFilter(): void {
  useHistory.setState({ filter: {}, items: [], focus: 0, state: 'loading' });
  void reload();
}

/** Selects or deselects one; with `range`, everything between it and the focus. */
export function toggleSelected(index: number, range = false): void {
  useHistory.setState(({ items, selected, focus }) => {
    const next = new Set(selected);
    const [from, to] = range ? [Math.min(focus, index), Math.max(focus, index)] : [index, index];
    const add = range || !selected.has(items[index]?.id ?? '');
    for (const { id } of items.slice(from, to + 1)) {
      if (add) next.add(id);
      else next.delete(id);
    }
    return { selected: next, focus: index };
  });
}

/** Selects everything loaded, or nothing when it all is. */
export const toggleAll = () =>
  useHistory.setState(({ items, selected }) => ({
    selected: selected.size === items.length ? new Set() : new Set(items.map(({ id }) => id)),
  }));

export const moveFocus = (by: number) =>
  useHistory.setState(({ focus, items }) => ({ focus: Math.max(0, Math.min(items.length - 1, focus + by)) }));

/** What an action is about: the selection, or the row in focus when nothing is selected. */
export function chosen(): AnalysisSummary[] {
  const { items, selected, focus } = useHistory.getState();
  if (selected.size > 0) return items.filter(({ id }) => selected.has(id));
  const item = items[focus];
  return item === undefined ? [] : [item];
}
