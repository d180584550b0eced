import { create } from 'zustand';
import type { CallOutput } from '../../../shared/contract.ts';
import { toAppError } from '../../../shared/errors.ts';
import { core } from '../../core.ts';

/** A rule as it is kept, with how it did lately. */
export type KnownRule = CallOutput<'rules.list'>['rules'][number];

export const ruleShows = ['all', 'on', 'off', 'failing', 'doubted'] as const;
/** Which rules are listed: those that failed lately, or whose verdicts were called wrong. */
export type RuleShow = (typeof ruleShows)[number];

interface Rules {
  /** In their order: the first is looked at first. */
  list: readonly KnownRule[];
  state: 'loading' | 'ready' | 'failed';
  /** Why the list could not be fetched. */
  reason: string | null;
  search: string;
  show: RuleShow;
}

/** What is asked of photos. */
export const useRules = create<Rules>(() => ({
  list: [],
  state: 'loading',
  reason: null,
  search: '',
  show: 'all',
}));

/** Only the answer to the latest question counts. */
let question = 0;

/** Fetches the rules anew. */
export async function loadRules(): Promise<void> {
  const mine = ++question;
  try {
    const { rules } = await core.call('rules.list', {});
    if (mine === question) useRules.setState({ list: rules, state: 'ready', reason: null });
  } catch (error) {
    if (mine === question) useRules.setState({ state: 'failed', reason: toAppError(error).message });
  }
}

/** A batch judges many photos a second: their figures are fetched together. */
const figuresEveryMs = 1_500;

/** Keeps the rules and their figures in step with the core; returns what stops it. */
export function followRules(): () => void {
  void loadRules();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const soon = () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      void loadRules();
    }, figuresEveryMs);
  };
  const stops = [core.listen('rule.changed', () => void loadRules()), core.listen('rule.judged', soon)];
  return () => {
    clearTimeout(timer);
    for (const stop of stops) stop();
  };
}

/** The rules that pass the search and the choice of what is listed. */
export function listedRules({ list, search, show }: Pick<Rules, 'list' | 'search' | 'show'>): KnownRule[] {
  const words = search.trim().toLowerCase().split(/\s+/);
  return list.filter((rule) => {
    const within = `${rule.name} ${rule.text}`.toLowerCase();
    return isListed(rule, show) && words.every((word) => within.includes(word));
  });
}

export function isListed({ enabled, figures }: KnownRule, show: RuleShow): boolean {
  switch (show) {
    case 'all':
      return true;
    case 'on':
      return enabled;
    case 'off':
      return !enabled;
    case 'failing':
      return figures.last.some(({ verdict }) => verdict === 'fail');
    case 'doubted':
      return figures.wrong > 0;
  }
}
