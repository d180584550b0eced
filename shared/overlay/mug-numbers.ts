import type { Arrangement, Placement } from '../analysis.ts';

/**
 * The placements in the order the mugs are numbered in, from 1: a row from the left, a column from the top, all
 * others as one reads. There a line of reading is the topmost mug not yet numbered and all whose centre lies
 * above its foot, from the left.
 */
export function inNumberOrder(placements: readonly Placement[], kind: Arrangement['kind']): Placement[] {
  const fromLeft = (mugs: readonly Placement[]) =>
    mugs.toSorted((a, b) => a.centre.px.x - b.centre.px.x || a.centre.px.y - b.centre.px.y);
  const fromTop = placements.toSorted(
    (a, b) => a.centre.px.y - b.centre.px.y || a.centre.px.x - b.centre.px.x,
  );
  if (kind === 'row') return fromLeft(placements);
  if (kind === 'column') return fromTop;
  const ordered: Placement[] = [];
  for (let rest = fromTop; rest[0]; ) {
    const [{ centre, size }] = rest as [Placement];
    const foot = centre.px.y + size.height.px / 2;
    // The topmost itself even when its box has no height.
    const line = rest.filter((mug, index) => index === 0 || mug.centre.px.y < foot);
    ordered.push(...fromLeft(line));
    rest = rest.filter((mug) => !line.includes(mug));
  }
  return ordered;
}

/** The number of each mug, by the index of its detection: on the photo and in every list of the program. */
export function mugNumbers(
  placements: readonly Placement[],
  { kind }: Arrangement,
): ReadonlyMap<number, number> {
  return new Map(inNumberOrder(placements, kind).map(({ detection }, index) => [detection, index + 1]));
}
