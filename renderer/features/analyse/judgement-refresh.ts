import type { JudgementSummary } from '../../../shared/analysis.ts';
import type { RuleToJudge } from '../../../shared/rules/judge.ts';
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

/** What the marks were judged by last, and which: again they would come to the same. */
let judgedLast = '';

/** Keeps the marks of the roll in step with the rules; returns what stops it. */
export function followJudgements(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(() => refresh().catch(tellFailure), settleMs);
  };
  // Rules may have been changed on another screen, and photos of the history were judged by those of then.
  soon();
  const stops = [
    useRules.subscribe((now, before) => {
      if (wordsOf(now.list) !== wordsOf(before.list) && now.state === 'ready') soon();
    }),
    core.listen('settings.changed', () => {
      judgedLast = '';
      soon();
    }),
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
const isOfBatch = ({ rule }: RuleToJudge) => rule.statements.some(({ scope }) => scope?.in === 'batch');

async function refresh(): Promise<void> {
  const { list, state } = useRules.getState();
  const rules = rulesToJudge(list);
  const ids = useRoll
    .getState()
    .photos.flatMap((photo) => (photo.state.kind === 'analysed' ? [photo.state.summary.id] : []));
  if (state !== 'ready' || ids.length === 0 || ids.length > most || rules.some(isOfBatch)) return;
  const judging = [wordsOf(list), ...ids].join();
  if (judging === judgedLast) return;
  judgedLast = judging;
  const judged = new Map<string, JudgementSummary | null>(ids.map((id) => [id, null]));
  for (let at = 0; at < ids.length && rules.length > 0; at += atOnce) {
    const { photos } = await core.call('rules.evaluate', { analysisIds: ids.slice(at, at + atOnce) });
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
