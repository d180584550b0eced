import { type Found, type Judged, notJudged } from './judge-claim.ts';
import { judgeCondition } from './judge-condition.ts';
import { all, holds, not, type Truth, unclear } from './judge-logic.ts';
import type { Consequence, Rule, Scope, Statement } from './rule.ts';
import type { Scene } from './scene.ts';
import type { Finding, Outcome, RuleVerdict, StatementVerdict } from './verdict.ts';

/** What a rule comes to, in numbers: all that counting and choosing need. */
export interface Decision extends Truth {
  /** False when none of its statements is about this photo: another context, or a condition that is not met. */
  applies: boolean;
  confidence: number;
  consequences: Consequence[];
}

/** More findings of one statement than this are not told; the decisive ones come first. */
const mostFindings = 20;

/** What a rule comes to on a photo, without words: for many rules, or many photos. */
export function decide(rule: Rule, scene: Scene): Decision {
  return decideBy(weigh(rule, scene));
}

/** What a rule comes to on a photo, with the reasons, advice and marks of each statement. */
export function judge(rule: Rule, scene: Scene): RuleVerdict {
  const weighed = weigh(rule, scene);
  const decision = decideBy(weighed);
  const statements = weighed.map(tell);
  const decisive = statements.filter(
    ({ applies, outcome }) => applies === decision.applies && outcome === decision.outcome,
  );
  const first = decisive.reduce(
    (worst, each) => (each.score < worst.score ? each : worst),
    decisive[0] as StatementVerdict,
  );
  const advice = [...new Set(decisive.flatMap((each) => each.advice ?? []))].join(' ');
  return {
    ...decision,
    reason: first.reason,
    advice: advice === '' ? null : advice,
    statements,
  };
}

/** A statement on the scales. */
interface Weighed extends Truth {
  applies: boolean;
  /** What decided it; null when nothing had to be looked at. */
  judged: Judged | null;
  /** Said before the reason of what decided: `Does not apply`. */
  because: string | null;
  consequences: Consequence[];
  confidence: number;
}

function weigh(rule: Rule, scene: Scene): Weighed[] {
  return rule.statements.map((statement) => weighStatement(statement, scene));
}

function decideBy(weighed: readonly Weighed[]): Decision {
  const counted = weighed.filter(({ applies }) => applies);
  return {
    ...all(counted),
    applies: counted.length > 0,
    confidence: Math.min(1, ...counted.map(({ confidence }) => confidence)),
    consequences: distinct(counted.flatMap(({ consequences }) => consequences)),
  };
}

function distinct(consequences: readonly Consequence[]): Consequence[] {
  return [...new Map(consequences.map((each) => [JSON.stringify(each), each])).values()];
}

/**
 * One statement. An exception or condition that is unknown makes it unknown; one that rules it out makes it not
 * apply, and then nothing follows from it. Without a requirement it fails when it raises an alert or rejects the
 * photo, so that lists and strips show that it did.
 */
function weighStatement(statement: Statement, scene: Scene): Weighed {
  const { scope, when, unless, must, else: otherwise, onPass, onFail } = statement;
  const skipped = (judged: Judged | null, because: string): Weighed => ({
    ...holds,
    applies: false,
    judged,
    because,
    consequences: [],
    confidence: 1,
  });
  if (scope && !inScope(scope, scene)) return skipped(null, outOfScope(scope));

  const excepted = unless && judgeCondition(unless, scene);
  if (excepted?.outcome === 'pass') return skipped(excepted, 'Does not apply');
  const given = when && judgeCondition(when, scene);
  const unsure = [given, excepted].find((each) => each?.outcome === 'unknown');
  if (unsure) {
    return {
      ...unclear,
      ...sighted(unsure, scene),
      because: 'Cannot tell whether it applies',
      consequences: [],
    };
  }

  if (must === null && otherwise === null) {
    const met = given ?? { ...holds, found: [], decided: 'worst' };
    const consequences = met.outcome === 'pass' ? onPass : onFail;
    const triggered = consequences.length > 0;
    const bad = consequences.some((each) => each.do === 'alert' || each.do === 'reject');
    // What is found is worded as the opposite of what triggers the worse.
    const turned = isWorse(onPass, onFail) ? notJudged(met) : met;
    const truth: Truth = {
      outcome: bad ? 'fail' : 'pass',
      score: bad ? Math.min(met.score, not(met).score) : Math.max(met.score, not(met).score),
    };
    return {
      ...truth,
      ...sighted(turned, scene),
      because: null,
      consequences: triggered ? consequences : [],
    };
  }
  const asked = given && given.outcome === 'fail' ? otherwise : must;
  if (asked === null) return skipped(given, 'Does not apply');
  const judged = judgeCondition(asked, scene);
  const consequences = { pass: onPass, fail: onFail, unknown: [] }[judged.outcome];
  const { outcome, score } = judged;
  return { outcome, score, ...sighted(judged, scene), because: null, consequences };
}

function isWorse(a: readonly Consequence[], b: readonly Consequence[]): boolean {
  const isBad = (each: Consequence) => each.do === 'alert' || each.do === 'reject';
  return a.some(isBad) && !b.some(isBad);
}

/** How sure the sight of what decided is. Mugs in review may be some after all, so they make it less sure. */
function sighted(judged: Judged, { certainty }: Scene) {
  let confidence = 1;
  for (const { look } of judged.found) confidence = Math.min(confidence, look.confidence);
  const aboutMugs =
    judged.found.some(({ look }) => look.detections.length > 0) || judged.outcome === 'unknown';
  return { applies: true, judged, confidence: aboutMugs ? confidence * certainty : confidence };
}

function inScope(scope: Scope, { context, batch }: Scene): boolean {
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

function tell({ applies, judged, because, outcome, score }: Weighed): StatementVerdict {
  const told = judged ? tellFound(judged, applies) : { findings: [], reason: '', advice: null };
  return {
    applies,
    outcome,
    score,
    reason:
      because === null
        ? told.reason
        : told.reason === ''
          ? because
          : `${because}: ${uncapitalised(told.reason)}`,
    advice: applies ? told.advice : null,
    findings: told.findings,
  };
}

function uncapitalised(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** The findings in the order in which they decided. */
function tellFound(judged: Judged, asked: boolean) {
  const ranked = rank(judged).slice(0, mostFindings);
  const findings = ranked.map(({ look, wanted, outcome, score }): Finding => {
    const told = look.tell(wanted);
    return { outcome, score, detections: look.detections, ...told, advice: asked ? told.advice : null };
  });
  const decisive = findings.filter(({ outcome }) => outcome === judged.outcome);
  const [first] = decisive.length > 0 ? decisive : findings;
  const more = judged.decided === 'worst' && judged.outcome !== 'pass' ? countOf(judged) - 1 : 0;
  // "Some" needs but one of them to be put right; "every" all of them.
  const advised = judged.decided === 'best' ? decisive.slice(0, 1) : decisive;
  const advice = [...new Set(advised.flatMap((finding) => finding.advice ?? []))]
    .slice(0, mostAdvice)
    .join(' ');
  return {
    findings,
    reason: first ? `${first.reason}${more > 0 ? ` The same goes for ${more} more.` : ''}` : '',
    advice: advice === '' ? null : advice,
  };
}

/** A list of instructions longer than this is not followed. */
const mostAdvice = 3;

interface Ranked extends Found {
  outcome: Outcome;
  score: number;
}

function rank({ found, outcome, decided }: Judged): Ranked[] {
  const ranked = found.map(
    ({ look, wanted }): Ranked => ({ look, wanted, ...(wanted ? truthOf(look) : not(look)) }),
  );
  const first = (each: Ranked) => (each.outcome === outcome ? 0 : 1);
  const sign = decided === 'worst' ? 1 : -1;
  return ranked.sort((a, b) => first(a) - first(b) || sign * (a.score - b.score));
}

function truthOf({ outcome, score }: Truth): Truth {
  return { outcome, score };
}

function countOf({ found, outcome }: Judged): number {
  return found.filter(({ look, wanted }) => (wanted ? look.outcome : not(look).outcome) === outcome).length;
}
