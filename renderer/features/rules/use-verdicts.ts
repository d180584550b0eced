import { useMemo } from 'react';
import type { Analysis } from '../../../shared/analysis.ts';
import { type Decision, decide, judge } from '../../../shared/rules/judge.ts';
import type { Rule } from '../../../shared/rules/rule.ts';
import { type Scene, sceneOf } from '../../../shared/rules/scene.ts';
import type { RuleVerdict } from '../../../shared/rules/verdict.ts';
import { useCore } from '../../core.ts';
import { useAreas } from './areas.ts';

/** Makes the scene of a photo by the settings, areas and context in force; each once. */
export function useScenes(): (analysis: Analysis) => Scene {
  const settings = useCore((state) => state.settings);
  const areas = useAreas(({ list }) => list);
  return useMemo(() => {
    const scenes = new WeakMap<Analysis, Scene>();
    const named = areas.map(({ name, ...area }) => ({ name, area }));
    return (analysis: Analysis) => {
      const known = scenes.get(analysis);
      if (known !== undefined) return known;
      const context = settings.rules.context || null;
      const scene = sceneOf({ analysis, settings, areas: named, context });
      scenes.set(analysis, scene);
      return scene;
    };
  }, [settings, areas]);
}

/** What a rule comes to on a photo, with the reasons. */
export function useVerdict(rule: Rule | null, analysis: Analysis | undefined): RuleVerdict | null {
  const scene = useScenes();
  return useMemo(
    () => (rule === null || analysis === undefined ? null : judge(rule, scene(analysis))),
    [rule, analysis, scene],
  );
}

/** What a rule comes to on many photos, without the reasons. */
export function useDecisions(rule: Rule | null, analyses: readonly Analysis[]): readonly Decision[] | null {
  const scene = useScenes();
  return useMemo(
    () => (rule === null ? null : analyses.map((analysis) => decide(rule, scene(analysis)))),
    [rule, analyses, scene],
  );
}
