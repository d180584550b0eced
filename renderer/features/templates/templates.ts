import { create } from 'zustand';
import type { CallOutput } from '../../../shared/contract.ts';
import { toAppError } from '../../../shared/errors.ts';
import type { RenderProvider, TemplateSummary } from '../../../shared/template.ts';
import { core } from '../../core.ts';
import { tellFailure } from '../../ui/notices.tsx';

const pageSize = 120;

/** What is searched for; empty means everything. */
export interface TemplateFilter {
  text: string;
  tags: readonly string[];
  source: RenderProvider | null;
}

interface Templates {
  filter: TemplateFilter;
  /** Loaded so far; more follow as one asks for them. */
  list: readonly TemplateSummary[];
  /** All tags that there are. */
  tags: readonly string[];
  nextCursor: string | null;
  state: 'loading' | 'ready' | 'failed';
  /** Why the list could not be fetched at all. */
  reason: string | null;
  /** Why Templated could not be asked; what was read of it before stands in the list. */
  problem: CallOutput<'templates.list'>['problem'];
  loadingMore: boolean;
  /** Counts changes: what a thumbnail shows may be another then. */
  version: number;
}

export const everything: TemplateFilter = { text: '', tags: [], source: null };

/** The gallery of both sources. */
export const useTemplates = create<Templates>(() => ({
  filter: everything,
  list: [],
  tags: [],
  nextCursor: null,
  state: 'loading',
  reason: null,
  problem: null,
  loadingMore: false,
  version: 0,
}));

/** Only the answer to the latest question counts. */
let question = 0;

const ask = ({ text, tags, source }: TemplateFilter, limit: number, cursor?: string) =>
  core.call('templates.list', {
    limit,
    ...(text.trim() !== '' && { text: text.trim() }),
    ...(tags.length > 0 && { tags: [...tags] }),
    ...(source !== null && { source }),
    ...(cursor !== undefined && { cursor }),
  });

/** Fetches the list anew; as much of it as was loaded, so that nothing jumps. */
export async function loadTemplates(): Promise<void> {
  const mine = ++question;
  const { filter, list } = useTemplates.getState();
  try {
    const page = await ask(filter, Math.min(500, Math.max(pageSize, list.length)));
    if (mine !== question) return;
    const { templates, tags, nextCursor, problem } = page;
    useTemplates.setState({
      ...{ list: templates, tags, nextCursor, problem },
      state: 'ready',
      reason: null,
    });
  } catch (error) {
    if (mine === question) useTemplates.setState({ state: 'failed', reason: toAppError(error).message });
  }
}

/** Fetches the next page, once. */
export async function loadMoreTemplates(): Promise<void> {
  const { filter, nextCursor, loadingMore } = useTemplates.getState();
  if (nextCursor === null || loadingMore) return;
  const mine = ++question;
  useTemplates.setState({ loadingMore: true });
  try {
    const { templates, nextCursor: next } = await ask(filter, pageSize, nextCursor);
    if (mine !== question) return;
    useTemplates.setState(({ list }) => ({ list: [...list, ...templates], nextCursor: next }));
  } catch (error) {
    if (mine === question) tellFailure(error);
  } finally {
    useTemplates.setState({ loadingMore: false });
  }
}

/** Searches for something else; the old list stays until the new one is there. */
export function narrowTemplates(change: Partial<TemplateFilter>): void {
  useTemplates.setState(({ filter }) => ({ filter: { ...filter, ...change } }));
  void loadTemplates();
}

/** Shows those with a tag besides the others, or no longer only those. */
export function toggleTag(tag: string): void {
  const { tags } = useTemplates.getState().filter;
  narrowTemplates({ tags: tags.includes(tag) ? tags.filter((other) => other !== tag) : [...tags, tag] });
}

/** Keeps the list in step with the core; returns what stops it. */
export function followTemplates(): () => void {
  void loadTemplates();
  return core.listen('templates.changed', async () => {
    await loadTemplates();
    useTemplates.setState(({ version }) => ({ version: version + 1 }));
  });
}
