import type { Judged } from './judge-claim.ts';
import { not, type Truth } from './judge-logic.ts';
import type { Look } from './judge-look.ts';
import type { Weighed } from './judge-statement.ts';
import type { Finding, StatementVerdict } from './verdict.ts';

/** More findings of one statement than this are not told; the decisive ones come first. */
const mostFindings = 20;

/** A list of instructions longer than this is not followed. */
const mostAdvice = 3;

const nothingFound = { findings: [] as Finding[], reason: '', advice: null };

/** Puts into words what a statement came to. */
export function tell({ applies, judged, because, outcome, score }: Weighed): StatementVerdict {
  const told = judged ? tellFound(judged) : nothingFound;
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
function tellFound(judged: Judged) {
  const { outcome, decided } = judged;
  const ranked = rank(judged);
  const decisive = ranked.filter((each) => each.outcome === outcome).length;
  const findings = ranked.slice(0, mostFindings).map(({ look, wanted, ...truth }): Finding => {
    return { ...truth, detections: look.detections, ...look.tell(wanted) };
  });
  const told = findings.filter((finding) => finding.outcome === outcome);
  const [first = findings[0]] = told;
  const more = decided === 'worst' && outcome !== 'pass' ? decisive - 1 : 0;
  return {
    findings,
    reason: first ? `${first.reason}${more > 0 ? ` The same goes for ${more} more.` : ''}` : '',
    // Of "some" one that is put right is enough; of "every" all of them have to be.
    advice: adviceOf(decided === 'best' ? told.slice(0, 1) : told),
  };
}

/** What to do. Of two mugs that are too near to each other only one is to move. */
function adviceOf(findings: readonly Finding[]): string | null {
  const pairs = new Set<string>();
  const sentences = new Set<string>();
  for (const { advice, detections } of findings) {
    const pair = detections.length === 2 ? detections.toSorted((a, b) => a - b).join() : null;
    if (advice === null || (pair !== null && pairs.has(pair))) continue;
    if (pair !== null) pairs.add(pair);
    sentences.add(advice);
  }
  const text = [...sentences].slice(0, mostAdvice).join(' ');
  return text === '' ? null : text;
}

interface Ranked extends Truth {
  look: Look;
  wanted: boolean;
}

function rank({ found, outcome, decided }: Judged): Ranked[] {
  const ranked = found.flatMap(({ looks, wanted }) =>
    looks.map((look): Ranked => {
      const truth = wanted ? look : not(look);
      return { look, wanted, outcome: truth.outcome, score: truth.score };
    }),
  );
  const first = (each: Ranked) => (each.outcome === outcome ? 0 : 1);
  const sign = decided === 'worst' ? 1 : -1;
  return ranked.sort((a, b) => first(a) - first(b) || sign * (a.score - b.score));
}
