import { type Judged, notJudged } from './judge-claim.ts';
import { judgeCondition } from './judge-condition.ts';
import { holds, not, type Truth, unclear } from './judge-logic.ts';
import type { Consequence, Scope, Statement } from './rule.ts';
import type { Scene } from './scene.ts';

/** A statement on the scales: what it comes to, in numbers, and what that rests on. */
export interface Weighed extends Truth {
  applies: boolean;
  /** What decided it; null when nothing had to be looked at. */
  judged: Judged | null;
  /** Said before the reason of what decided: `Does not apply`. */
  because: string | null;
  consequences: readonly Consequence[];
  confidence: number;
}

/**
 * Weighs one statement. An exception or condition that is unknown makes it unknown; one that rules it out makes it
 * not apply, and then nothing follows from it.
 */
export function weigh(statement: Statement, scene: Scene): Weighed {
  const { scope, when, unless, must, else: otherwise, onPass, onFail } = statement;
  if (scope && !isInScope(scope, scene)) return doesNotApply(null, outOfScope(scope));

  const excepted = unless && judgeCondition(unless, scene);
  if (excepted?.outcome === 'pass') return doesNotApply(excepted, 'Does not apply');
  const given = when && judgeCondition(when, scene);
  // Nothing is asked then, whatever the exception would come to.
  if (given?.outcome === 'fail' && must !== null && otherwise === null)
    return doesNotApply(given, 'Does not apply');
  const unsure = [given, excepted].find((each) => each?.outcome === 'unknown');
  if (unsure) {
    return {
      ...unclear,
      ...sighted(unsure, scene),
      because: 'Cannot tell whether it applies',
      consequences: [],
    };
  }

  if (must === null && otherwise === null) return weighConsequences(given, statement, scene);
  const asked = given?.outcome === 'fail' ? otherwise : must;
  if (asked === null) return doesNotApply(given, 'Does not apply');
  const judged = judgeCondition(asked, scene);
  const consequences = { pass: onPass, fail: onFail, unknown: [] }[judged.outcome];
  const { outcome, score } = judged;
  return { outcome, score, ...sighted(judged, scene), because: null, consequences };
}

/**
 * Without a requirement it fails when it raises an alert or rejects the photo, so that lists and strips show that it
 * did; what is found is then told as what is not wanted. A choice of template or a tag that does not follow says
 * nothing of the photo.
 */
function weighConsequences(given: Judged | null, { onPass, onFail }: Statement, scene: Scene): Weighed {
  const met = given ?? { ...holds, found: [], decided: 'worst' as const };
  const consequences = met.outcome === 'pass' ? onPass : onFail;
  if (consequences.length === 0 && !onPass.some(isHarsh)) return doesNotApply(given, 'Does not apply');
  const isBad = consequences.some(isHarsh);
  const turned = onPass.some(isHarsh) && !onFail.some(isHarsh) ? notJudged(met) : met;
  const comfort = Math.max(met.score, not(met).score);
  const truth: Truth = isBad ? { outcome: 'fail', score: 1 - comfort } : { outcome: 'pass', score: comfort };
  return { ...truth, ...sighted(turned, scene), because: null, consequences };
}

function isHarsh(consequence: Consequence): boolean {
  return consequence.do === 'alert' || consequence.do === 'reject';
}

function doesNotApply(judged: Judged | null, because: string): Weighed {
  return { ...holds, applies: false, judged, because, consequences: [], confidence: 1 };
}

/** How sure the sight of what decided is. Mugs in review may be some after all, so they make it less sure. */
function sighted(judged: Judged, { certainty }: Scene) {
  let confidence = 1;
  let aboutMugs = judged.outcome === 'unknown';
  for (const { looks } of judged.found) {
    for (const look of looks) {
      confidence = Math.min(confidence, look.confidence);
      aboutMugs ||= !look.ofPhoto;
    }
  }
  return { applies: true, judged, confidence: aboutMugs ? confidence * certainty : confidence };
}

/** Whether a photo in the context and batch of the scene is one that the scope is about. */
export function isInScope(scope: Scope, { context, batch }: Pick<Scene, 'context' | 'batch'>): boolean {
  const name = scope.name.toLowerCase();
  return scope.in === 'context'
    ? context?.toLowerCase() === name
    : (batch?.toLowerCase().includes(name) ?? false);
}

function outOfScope(scope: Scope): string {
  return scope.in === 'context'
    ? `Only judged in the context “${scope.name}”.`
    : `Only judged for batches named “${scope.name}”.`;
}
