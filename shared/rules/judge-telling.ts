import type { Found, Judged } from './judge-claim.ts';
import { not, type Truth } from './judge-logic.ts';
import type { Look } from './judge-look.ts';
import type { Weighed } from './judge-statement.ts';
import type { Scene } from './scene.ts';
import type { Finding, StatementVerdict } from './verdict.ts';

/** More findings of one statement than this are not told; the decisive ones come first. */
const mostFindings = 20;

/** A list of instructions longer than this is not followed. */
const mostAdvice = 3;
const mostReasons = 3;

/** Mugs that one sentence names; the others are only counted. */
const mostNamed = 8;

const nothingFound = { findings: [] as Finding[], reason: '', advice: null };

/** Puts into words what a statement came to in a scene. */
export function tell({ applies, judged, because, outcome, score }: Weighed, scene: Scene): StatementVerdict {
  const told = judged ? tellFound(judged, scene) : nothingFound;
  const { findings } = told;
  return {
    applies,
    outcome,
    score,
    reason: [because, told.reason].filter((part) => part !== null && part !== '').join(': '),
    advice: applies ? told.advice : null,
    findings: applies ? findings : findings.map((finding) => ({ ...finding, advice: null })),
  };
}

/** The findings in the order in which they decided. */
function tellFound(judged: Judged, scene: Scene) {
  const { outcome, decided } = judged;
  const ranked = rank(judged);
  const findings = withOneMove(
    ranked.slice(0, mostFindings).map(({ look, wanted, claim: _, ...truth }): Finding => {
      return { ...truth, detections: look.detections, ...look.tell(wanted) };
    }),
  );
  const told = findings.filter((finding) => finding.outcome === outcome);
  const [first = findings[0]] = told;
  return {
    findings,
    reason:
      decided === 'worst' && outcome !== 'pass' ? reasonsOf(judged, ranked, scene) : (first?.reason ?? ''),
    // Of "some" one that is put right is enough; of "every" all of them have to be.
    advice: adviceOf(decided === 'best' ? told.slice(0, 1) : told),
  };
}

/** A sentence for each claim that decided, and of which others it is true too. */
function reasonsOf({ outcome }: Judged, ranked: readonly Ranked[], scene: Scene): string {
  const decisive = ranked.filter((each) => each.outcome === outcome);
  const byClaim = [...Map.groupBy(decisive, ({ claim }) => claim).values()];
  const reasons = byClaim.slice(0, mostReasons).flatMap(([first, ...others]) => {
    if (first === undefined) return [];
    const { reason } = first.look.tell(first.wanted);
    // What cannot be told for a reason of the photo is said once.
    const isSaid = ({ look, wanted }: Ranked) => outcome === 'unknown' && look.tell(wanted).reason === reason;
    return `${reason}${sameFor(
      first.look,
      others.filter((each) => !isSaid(each)),
      scene,
    )}`;
  });
  return reasons.join(' ');
}

/**
 * ` The same goes for mugs 2, 4 and 5.`; what has no number is only counted. Two that are too near to each other are
 * told once.
 */
function sameFor({ detections }: Look, others: readonly Ranked[], { mugs }: Scene): string {
  const known = pairOf(detections);
  const further = others.filter(({ look }) => known === null || pairOf(look.detections) !== known);
  const numbers = further.map(
    ({ look }) => mugs.find(({ detection }) => detection === look.detections[0])?.number ?? null,
  );
  const named = [...new Set(numbers.filter((number) => number !== null))].toSorted((a, b) => a - b);
  const more = numbers.filter((number) => number === null).length + Math.max(0, named.length - mostNamed);
  const parts = [...named.slice(0, mostNamed), ...(more > 0 ? [`${more} more`] : [])];
  if (parts.length === 0) return '';
  const kind = named.length === 0 ? '' : named.length === 1 ? 'mug ' : 'mugs ';
  const list = parts.length === 1 ? parts[0] : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
  return ` The same goes for ${kind}${list}.`;
}

/** Stands for two detections, whichever is named first; null for fewer or more. */
function pairOf(detections: readonly number[]): string | null {
  return detections.length === 2 ? detections.toSorted((a, b) => a - b).join() : null;
}

/** Of two mugs that are too near to each other only one is to move. */
function withOneMove(findings: readonly Finding[]): Finding[] {
  const pairs = new Set<string>();
  return findings.map((finding) => {
    const pair = finding.advice === null ? null : pairOf(finding.detections);
    if (pair === null) return finding;
    if (pairs.has(pair))
      return { ...finding, advice: null, marks: finding.marks.filter(({ kind }) => kind !== 'move') };
    pairs.add(pair);
    return finding;
  });
}

/** What to do, each sentence once. */
function adviceOf(findings: readonly Finding[]): string | null {
  const sentences = [...new Set(findings.flatMap(({ advice }) => advice ?? []))];
  return sentences.length === 0 ? null : sentences.slice(0, mostAdvice).join(' ');
}

interface Ranked extends Truth {
  /** What it was looked at for. */
  claim: Found;
  look: Look;
  wanted: boolean;
}

function rank({ found, outcome, decided }: Judged): Ranked[] {
  const ranked = found.flatMap((claim) =>
    claim.looks.map((look): Ranked => {
      const truth = claim.wanted ? look : not(look);
      return { claim, look, wanted: claim.wanted, outcome: truth.outcome, score: truth.score };
    }),
  );
  const first = (each: Ranked) => (each.outcome === outcome ? 0 : 1);
  const sign = decided === 'worst' ? 1 : -1;
  return ranked.sort((a, b) => first(a) - first(b) || sign * (a.score - b.score));
}
