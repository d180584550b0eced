import { useMemo } from 'react';
import type { Analysis } from '../../../shared/analysis.ts';
import { type Decision, decide, judge } from '../../../shared/rules/judge.ts';
import type { Rule, Scope } from '../../../shared/rules/rule.ts';
import { type Scene, sceneOf } from '../../../shared/rules/scene.ts';
import type { RuleVerdict } from '../../../shared/rules/verdict.ts';
import { useCore } from '../../core.ts';
import { useAreas } from './areas.ts';

/** Where a rule is to hold: it is tried as if the photo were of that context and batch. */
export function scopesOf(rule: Rule | null): { context: string | null; batch: string | null } {
  const scopes = rule?.statements.map(({ scope }) => scope) ?? [];
  const named = (where: Scope['in']) => scopes.find((scope) => scope?.in === where)?.name ?? null;
  return { context: named('context'), batch: named('batch') };
}

/** Makes the scene of a photo by the settings and areas in force, where the rule is to hold; each once. */
function useScenes(rule: Rule | null): (analysis: Analysis) => Scene {
  const settings = useCore((state) => state.settings);
  const areas = useAreas(({ list }) => list);
  const { context, batch } = scopesOf(rule);
  return useMemo(() => {
    const scenes = new WeakMap<Analysis, Scene>();
    const named = areas.map(({ name, ...area }) => ({ name, area }));
    return (analysis: Analysis) => {
      const known = scenes.get(analysis);
      if (known !== undefined) return known;
      const scene = sceneOf({
        ...{ analysis, settings, areas: named, batch },
        context: context ?? (settings.rules.context || null),
      });
      scenes.set(analysis, scene);
      return scene;
    };
  }, [settings, areas, context, batch]);
}

/** What a rule comes to on a photo, with the reasons. */
export function useVerdict(rule: Rule | null, analysis: Analysis | undefined): RuleVerdict | null {
  const scene = useScenes(rule);
  return useMemo(
    () => (rule === null || analysis === undefined ? null : judge(rule, scene(analysis))),
    [rule, analysis, scene],
  );
}

/** What a rule comes to on many photos, without the reasons. */
export function useDecisions(rule: Rule | null, analyses: readonly Analysis[]): readonly Decision[] | null {
  const scene = useScenes(rule);
  return useMemo(
    () => (rule === null ? null : analyses.map((analysis) => decide(rule, scene(analysis)))),
    [rule, analyses, scene],
  );
}
