import { useEffect, useMemo, useState } from 'react';
import type { Analysis } from '../../../shared/analysis.ts';
import type { OverlayPart } from '../../../shared/overlay.ts';
import { judgeAll, type RuleToJudge } from '../../../shared/rules/judge.ts';
import type { Judgement } from '../../../shared/rules/judgement.ts';
import { parse } from '../../../shared/rules/parse.ts';
import type { Rule } from '../../../shared/rules/rule.ts';
import { sceneOf } from '../../../shared/rules/scene.ts';
import type { Finding } from '../../../shared/rules/verdict.ts';
import { core, useCore } from '../../core.ts';
import { useAreas } from '../rules/areas.ts';
import { type KnownRule, useRules } from '../rules/rules.ts';
import { useJudging } from './judging.ts';
import { useView } from './view.ts';

/** Rules by their words, read once. */
const read = new Map<string, Rule | null>();

function ruleOf(text: string): Rule | null {
  const known = read.get(text);
  if (known !== undefined) return known;
  const { rule } = parse(text);
  read.set(text, rule);
  return rule;
}

/** The rules in force, in their order. */
export function rulesToJudge(list: readonly KnownRule[]): RuleToJudge[] {
  return list.flatMap(({ id, name, version, text, enabled }) => {
    const rule = enabled ? ruleOf(text) : null;
    return rule === null ? [] : [{ id, name, version, rule }];
  });
}

/**
 * What the rules say of a photo by what is set on this screen: computed here, at once. What only holds for its batch
 * is taken from when it was analysed, as the batch is not known here. Null without a rule.
 */
export function useJudgement(analysis: Analysis | undefined): Judgement | null {
  const list = useRules((rules) => rules.list);
  const areas = useAreas((known) => known.list);
  const context = useCore((state) => state.settings.rules.context);
  const units = useCore((state) => state.settings.appearance.units);
  const { detection, positioning } = useJudging();
  const stored = useStored(analysis?.id);
  return useMemo(() => {
    const rules = rulesToJudge(list);
    if (analysis === undefined || rules.length === 0) return null;
    const scene = sceneOf({
      analysis,
      settings: { detection, positioning, appearance: { units } },
      areas: areas.map(({ name, ...area }) => ({ name, area })),
      context: context || null,
    });
    const judgement = judgeAll(rules, scene);
    const judged = new Set(judgement.rules.map(({ ruleId }) => ruleId));
    const inForce = new Map(rules.map(({ id, version }) => [id, version]));
    const ofBatch = (stored?.rules ?? []).filter(
      ({ ruleId, version }) => !judged.has(ruleId) && inForce.get(ruleId) === version,
    );
    return { ...judgement, rules: [...judgement.rules, ...ofBatch] };
  }, [analysis, list, areas, context, units, detection, positioning, stored]);
}

/** How the photo was judged when it was analysed. */
function useStored(analysisId: string | undefined): Judgement | null {
  const [stored, setStored] = useState<{ analysisId: string; judgement: Judgement | null } | null>(null);
  useEffect(() => {
    if (analysisId === undefined) return;
    let wanted = true;
    const keep = (judgement: Judgement | null) => wanted && setStored({ analysisId, judgement });
    core.call('rules.judgement', { analysisId }).then(
      ({ judgement }) => keep(judgement),
      () => keep(null),
    );
    return () => {
      wanted = false;
    };
  }, [analysisId]);
  return stored !== null && stored.analysisId === analysisId ? stored.judgement : null;
}

/** What is shown of a judgement on the photo. */
export interface Drawn {
  findings: readonly Finding[];
  /** What is drawn besides; undefined: what the operator chose. */
  parts: readonly OverlayPart[] | undefined;
}

/** Offsets and gaps would be taken for what the rule measured. */
const besideRule: readonly OverlayPart[] = ['boxes', 'labels', 'verdicts', 'objects'];

/** What is drawn of a judgement: the rule that is open, by itself, or else all that does not pass. */
export function useDrawn(judgement: Judgement | null): Drawn {
  const open = useView((view) => view.rule);
  const chosen = useView((view) => view.parts);
  return useMemo(() => {
    const rules = judgement?.rules.filter(({ verdict }) => verdict.applies) ?? [];
    const one = rules.filter(({ ruleId }) => ruleId === open);
    const shown = one.length > 0 ? one : rules.filter(({ verdict }) => verdict.outcome !== 'pass');
    return {
      findings: shown.flatMap(({ verdict }) => verdict.statements.flatMap(({ findings }) => findings)),
      parts: one.length > 0 ? chosen.filter((part) => besideRule.includes(part)) : undefined,
    };
  }, [judgement, open, chosen]);
}
