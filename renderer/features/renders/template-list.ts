import { useEffect, useState } from 'react';
import { create } from 'zustand';
import { toAppError } from '../../../shared/errors.ts';
import type { TemplateSummary } from '../../../shared/template.ts';
import { core } from '../../core.ts';

/** The most the core answers at once; who has more searches. */
const mostTemplates = 500;

interface Listed {
  list: readonly TemplateSummary[];
  state: 'loading' | 'ready' | 'failed';
  /** Why there is no list. */
  reason: string | null;
  /** Why Templated could not be asked; what was read of it before stands in the list. */
  problem: string | null;
}

/** Templates by what was searched for last; the gallery has a search of its own. */
export const useListed = create<Listed>(() => ({ list: [], state: 'loading', reason: null, problem: null }));

/** Only the answer to the latest question counts. */
let question = 0;

async function search(text: string): Promise<void> {
  const mine = ++question;
  try {
    const input = { limit: mostTemplates, ...(text.trim() !== '' && { text: text.trim() }) };
    const { templates, problem } = await core.call('templates.list', input);
    if (mine !== question) return;
    useListed.setState({
      list: templates,
      state: 'ready',
      reason: null,
      problem: problem === null ? null : `Templated: ${problem.message}`,
    });
  } catch (error) {
    if (mine === question) useListed.setState({ state: 'failed', reason: toAppError(error).message });
  }
}

/** The templates that fit what was searched for. */
export function useTemplateList(text: string): Listed & { retry: () => void } {
  const [tries, setTries] = useState(0);
  useEffect(() => {
    void search(text);
    return core.listen('templates.changed', () => void search(text));
  }, [text, tries]);
  return { ...useListed(), retry: () => setTries(tries + 1) };
}
