import type { Severity } from '../event.ts';
import { worstOf } from '../severity.ts';
import { all, type Truth } from './judge-logic.ts';
import { isInScope, type Weighed, weigh } from './judge-statement.ts';
import { tell } from './judge-telling.ts';
import type { JudgedRule, Judgement } from './judgement.ts';
import type { Consequence, Rule } from './rule.ts';
import type { Scene } from './scene.ts';
import type { Outcome, RuleVerdict } from './verdict.ts';

/** What a rule comes to, in numbers: all that counting needs. */
export interface Decision extends Truth {
  /** False when none of its statements is about this photo: another context, or a condition that is not met. */
  applies: boolean;
  confidence: number;
  consequences: Consequence[];
}

/** What a rule comes to on a photo, without words: for many rules, or many photos. */
export function decide(rule: Rule, scene: Scene): Decision {
  return sumUp(rule.statements.map((statement) => weigh(statement, scene)));
}

/** What a rule comes to on a photo, with the reasons, advice and marks of each statement. */
export function judge(rule: Rule, scene: Scene): RuleVerdict {
  const weighed = rule.statements.map((statement) => weigh(statement, scene));
  const decision = sumUp(weighed);
  const statements = weighed.map((each) => tell(each, scene));
  const decisive = statements
    .filter(({ applies, outcome }) => applies === decision.applies && outcome === decision.outcome)
    .toSorted((a, b) => a.score - b.score);
  const advice = [...new Set(decisive.flatMap((each) => each.advice ?? []))].join(' ');
  return {
    ...decision,
    reason: decisive[0]?.reason ?? '',
    advice: advice === '' ? null : advice,
    statements,
  };
}

/** All statements that apply must hold; without one the rule passes, and does not apply. */
function sumUp(weighed: readonly Weighed[]): Decision {
  const counted = weighed.filter(({ applies }) => applies);
  const consequences = counted.flatMap((each) => each.consequences);
  return {
    ...all(counted),
    applies: counted.length > 0,
    confidence: Math.min(1, ...counted.map(({ confidence }) => confidence)),
    consequences:
      consequences.length < 2
        ? consequences
        : [...new Map(consequences.map((each) => [JSON.stringify(each), each])).values()],
  };
}

/** A rule as it is kept, to be held against photos. */
export interface RuleToJudge {
  id: string;
  name: string;
  version: number;
  rule: Rule;
}

/**
 * Judges a photo by several rules, in their order: the first that asks for a template gets its way. Rules of another
 * context or batch are left out.
 */
export function judgeAll(rules: readonly RuleToJudge[], scene: Scene): Judgement {
  const judged = rules
    .filter(({ rule }) => rule.statements.some(({ scope }) => scope === null || isInScope(scope, scene)))
    .map(({ id, name, version, rule }): JudgedRule => {
      const verdict = judge(rule, scene);
      return { ruleId: id, name, version, verdict, ...followingFrom(verdict.consequences) };
    });
  return {
    verdict: worstOutcome(judged.map(({ verdict }) => verdict.outcome)),
    rejected: judged.some(({ rejected }) => rejected),
    tags: distinct(judged.flatMap(({ tags }) => tags)),
    template: judged.find(({ template }) => template !== null)?.template ?? null,
    advice: distinct(judged.flatMap(({ verdict }) => verdict.advice ?? [])),
    rules: judged,
  };
}

/** An alert without a severity has this one. */
const usualAlert: Severity = 'warning';

function followingFrom(
  consequences: readonly Consequence[],
): Omit<JudgedRule, 'ruleId' | 'name' | 'version' | 'verdict'> {
  const alerts: Severity[] = [];
  const channels: string[] = [];
  const tags: string[] = [];
  let template: string | null = null;
  let rejected = false;
  for (const each of consequences) {
    switch (each.do) {
      case 'alert':
        alerts.push(each.severity ?? usualAlert);
        break;
      case 'notify':
        channels.push(each.channel);
        break;
      case 'tag':
        tags.push(each.tag);
        break;
      case 'useTemplate':
        template ??= each.template;
        break;
      case 'reject':
        rejected = true;
        break;
    }
  }
  const alert = alerts.length === 0 ? null : worstOf(alerts);
  return { alert, channels: distinct(channels), rejected, tags: distinct(tags), template };
}

function worstOutcome(outcomes: readonly Outcome[]): Outcome {
  return (['fail', 'unknown'] as const).find((outcome) => outcomes.includes(outcome)) ?? 'pass';
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
