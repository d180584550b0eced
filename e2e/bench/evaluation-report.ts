import type { Analysis, Timings } from '../../shared/analysis.ts';
import type { Evaluation } from './evaluation.ts';

/** What the evaluation says, a fact per line. */
export function evaluationLines(result: Evaluation, threshold: number, lowestScore: number): string[] {
  const { handle, handleElsewhere, negatives, topView } = result;
  return [
    `${result.photos} photos with ${result.mugs} mugs, ${negatives.photos} photos without; threshold ${threshold}`,
    `AP50                 ${fixed(result.averagePrecision)}   (detections from ${lowestScore} up, all-point interpolation)`,
    `recall               ${fixed(result.recall)}`,
    `precision            ${fixed(result.precision)}`,
    `mugs where none is   ${negatives.withMug} of ${negatives.photos} photos; highest score there ${fixed(negatives.highestScore)}`,
    `handle left, right   ${share(handle.answered, handle.found)} answered, ${share(handle.right, handle.answered)} of the answers right`,
    `handle front, hidden ${share(handleElsewhere.answered, handleElsewhere.found)} answered all the same`,
    `seen from above      ${share(topView.seen, topView.found)} recognised, ${share(topView.wronglySeen, topView.others)} of the others taken for it`,
    'upright              what it is → what was said',
    ...Object.entries(result.upright).map(([truth, verdicts]) => {
      const said = Object.entries(verdicts).map(([verdict, count]) => `${verdict} ${count}`);
      return `  ${truth.padEnd(18)} ${said.join(', ')}`;
    }),
  ];
}

/** Where the time went: median and 90th percentile of each stage. */
export function timingLines(analyses: readonly Analysis[], msPerPhoto: number): string[] {
  const stages = ['decode', 'detect', 'pose', 'place', 'total'] as const satisfies (keyof Timings)[];
  const provider = analyses[0]?.provider.used ?? 'none';
  return [
    `ms per photo         median and 90th percentile (${provider}); one after the other, ${fixed(msPerPhoto, 1)} ms with storing`,
    ...stages.map((stage) => {
      // Without the first, which waited for the models.
      const times = analyses
        .slice(1)
        .map(({ timingsMs }) => timingsMs[stage])
        .sort((a, b) => a - b);
      const at = (part: number) => times[Math.floor((times.length - 1) * part)] ?? null;
      return `  ${stage.padEnd(18)} ${fixed(at(0.5), 2).padStart(8)} ${fixed(at(0.9), 2).padStart(8)}`;
    }),
  ];
}

function fixed(value: number | null, decimals = 3): string {
  return value === null ? '–' : value.toFixed(decimals);
}

function share(part: number, whole: number): string {
  return whole === 0 ? '– (0 of 0)' : `${((100 * part) / whole).toFixed(1)} % (${part} of ${whole})`;
}
