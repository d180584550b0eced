import type { Box } from '../analysis.ts';
import type { Finding, Mark, Outcome } from '../rules/verdict.ts';
import type { OverlayTone } from './colours.ts';
import type { LabelWish } from './label-layout.ts';
import { middleOf, type OverlayShape, outline, type ShapeBase } from './shapes.ts';

/** A shape of a verdict, and what is to be written at it. */
export interface VerdictShape {
  base: ShapeBase;
  shape: OverlayShape;
  label: Omit<LabelWish, 'always'> | null;
}

const toneOf: Record<Outcome, OverlayTone> = { pass: 'accepted', fail: 'fail', unknown: 'review' };

/** The worst is drawn last, so that it lies on top and its words find the best places. */
const order: readonly Outcome[] = ['pass', 'unknown', 'fail'];

/**
 * What there is to draw of some findings, back to front. A mark that several findings share is drawn once, in
 * the tone of the worst of them.
 */
export function verdictShapes(
  findings: readonly Pick<Finding, 'outcome' | 'detections' | 'marks'>[],
): VerdictShape[] {
  const marks = new Map<string, { mark: Mark; outcome: Outcome; detection: number | null }>();
  for (const outcome of order) {
    for (const finding of findings) {
      if (finding.outcome !== outcome) continue;
      for (const mark of finding.marks) {
        const key = JSON.stringify(inOneWay(mark));
        marks.delete(key);
        marks.set(key, { mark, outcome, detection: finding.detections[0] ?? null });
      }
    }
  }
  return [...marks.values()].map(({ mark, outcome, detection }) => draw(mark, toneOf[outcome], detection));
}

/** A distance is the same from either end. */
function inOneWay(mark: Mark): Mark {
  if (mark.kind !== 'distance') return mark;
  const [from, to] = [mark.from, mark.to].toSorted((a, b) => a.x - b.x || a.y - b.y);
  return from && to ? { ...mark, from, to } : mark;
}

function draw(mark: Mark, tone: OverlayTone, detection: number | null): VerdictShape {
  const { text } = mark;
  const label = (around: Box, first: LabelWish['first']) => (text === '' ? null : { text, around, first });
  switch (mark.kind) {
    case 'distance': {
      const { from, to } = mark;
      const base: ShapeBase = { part: 'verdicts', tone, detection };
      const level = Math.abs(to.x - from.x) >= Math.abs(to.y - from.y);
      return {
        base,
        shape: { kind: 'line', ...base, from, to, dashed: true, arrow: false },
        label: label(middleOf(from, to), level ? 'above' : 'beside'),
      };
    }
    case 'move': {
      const { from, to } = mark;
      const base: ShapeBase = { part: 'verdicts', tone: 'offset', detection: mark.detection };
      return {
        base,
        shape: { kind: 'line', ...base, from, to, dashed: false, arrow: true },
        label: label(middleOf(to, to), 'above'),
      };
    }
    case 'highlight': {
      const base: ShapeBase = { part: 'verdicts', tone, detection: mark.detection };
      return { base, shape: outline(base, mark.box, false), label: label(mark.box, 'below') };
    }
    // Named at their upper edge, inside, as zones are.
    case 'band':
    case 'area': {
      const base: ShapeBase = { part: 'verdicts', tone, detection: null };
      const { x, y, width } = mark.box;
      return {
        base,
        shape: outline(base, mark.box, true),
        label: label({ x, y, width, height: 0 }, 'below'),
      };
    }
  }
}
