import type { JudgementSummary } from '../../../shared/analysis.ts';
import { judgementSummary } from '../../../shared/rules/judgement.ts';
import { core } from '../../core.ts';
import { tellFailure } from '../../ui/notices.tsx';
import { useRules } from '../rules/rules.ts';
import { rulesToJudge } from './judgement.ts';
import { updatePhotos, useRoll } from './roll.ts';

/** More photos than this keep the marks of when they were analysed. */
const most = 1_000;
const atOnce = 100;
const settleMs = 600;

/** Keeps the marks of the roll in step with the rules; returns what stops it. */
export function followJudgements(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(() => refresh().catch(tellFailure), settleMs);
  };
  const stops = [
    useRules.subscribe((now, before) => {
      if (wordsOf(now.list) !== wordsOf(before.list) && now.state === 'ready') soon();
    }),
    core.listen('settings.changed', soon),
  ];
  return () => {
    clearTimeout(timer);
    for (const stop of stops) stop();
  };
}

/** What decides a verdict, of all the rules; their figures do not. */
const wordsOf = (list: ReturnType<typeof useRules.getState>['list']) =>
  list.map(({ id, version, enabled }) => `${id} ${version} ${enabled}`).join();

/** Rules of a batch are judged when it is analysed: which one a photo came with is not known later. */
const isOfBatch = () =>
  rulesToJudge(useRules.getState().list).some(({ rule }) =>
    rule.statements.some(({ scope }) => scope?.in === 'batch'),
  );

async function refresh(): Promise<void> {
  const ids = useRoll
    .getState()
    .photos.flatMap(({ state }) => (state.kind === 'analysed' ? [state.summary.id] : []));
  if (ids.length === 0 || ids.length > most || isOfBatch()) return;
  const judged = new Map<string, JudgementSummary | null>();
  for (let at = 0; at < ids.length; at += atOnce) {
    const analysisIds = ids.slice(at, at + atOnce);
    const { photos } = await core.call('rules.evaluate', { analysisIds });
    for (const id of analysisIds) judged.set(id, null);
    for (const { analysisId, judgement } of photos) judged.set(analysisId, judgementSummary(judgement));
  }
  updatePhotos(
    ({ state }) => state.kind === 'analysed' && judged.has(state.summary.id),
    ({ state }) => {
      if (state.kind !== 'analysed') return {};
      const judgement = judged.get(state.summary.id) ?? null;
      return { state: { ...state, summary: { ...state.summary, judgement } } };
    },
  );
}
