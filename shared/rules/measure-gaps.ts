import type { Box } from '../analysis.ts';
import { edgeDistance } from '../positioning/distances.ts';

/** How far apart mugs stand, in pixels between facing edges; mugs go by their place in the list. */
export interface Gaps {
  gap(a: number, b: number): number;
  /** The mug with the smallest gap to this one, -1 when there is no other. */
  nearest(mug: number): number;
  /**
   * The mugs that are its neighbours: those joined to it in the net of the smallest gaps that holds all mugs
   * together (the minimum spanning tree). Along a row that is the one before and the one after.
   */
  neighbours(mug: number): readonly number[];
}

/** All gaps are measured together, when the first is asked for. */
export function createGaps(boxes: readonly Box[]): Gaps {
  const count = boxes.length;
  let measured: { gaps: Float64Array; nearest: Int32Array } | null = null;
  let net: number[][] | null = null;

  function measure() {
    const gaps = new Float64Array(count * count);
    const nearest = new Int32Array(count).fill(-1);
    boxes.forEach((a, row) => {
      boxes.forEach((b, column) => {
        if (row === column) return;
        const gap = edgeDistance(a, b);
        gaps[row * count + column] = gap;
        const best = nearest[row] ?? -1;
        if (best < 0 || gap < (gaps[row * count + best] ?? 0)) nearest[row] = column;
      });
    });
    return { gaps, nearest };
  }

  function gap(a: number, b: number): number {
    measured ??= measure();
    return measured.gaps[a * count + b] ?? 0;
  }

  /** Prim's algorithm: the net grows by the mug that is nearest to it. */
  function join(): number[][] {
    const joined: number[][] = boxes.map(() => []);
    const outside = new Map(boxes.map((_, mug) => [mug, { to: 0, gap: gap(0, mug) }]));
    outside.delete(0);
    while (outside.size > 0) {
      const [[mug, { to }]] = [...outside].toSorted(([, a], [, b]) => a.gap - b.gap) as [
        [number, { to: number; gap: number }],
      ];
      outside.delete(mug);
      joined[mug]?.push(to);
      joined[to]?.push(mug);
      for (const [other, way] of outside) {
        if (gap(mug, other) < way.gap) outside.set(other, { to: mug, gap: gap(mug, other) });
      }
    }
    return joined;
  }

  return {
    gap,
    nearest(mug) {
      measured ??= measure();
      return measured.nearest[mug] ?? -1;
    },
    neighbours(mug) {
      net ??= join();
      return net[mug] ?? [];
    },
  };
}
