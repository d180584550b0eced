import type { Box, Point } from '../analysis.ts';
import { fitGrid, fitLine, inOrder, lineKind, meanSize, spacingAlong } from '../positioning/arrangement.ts';
import { centreOf, mean, ratio } from '../positioning/distances.ts';
import { bestMove, moveMarks, moveSentence } from './advice.ts';
import { fails, holds } from './judge-logic.ts';
import { type Look, measuredLook, plainLook, ready, unknownLook } from './judge-look.ts';
import { areaOf } from './measure.ts';
import { upTo } from './measure-limits.ts';
import { givenText, notCalibrated, pixelsPer, quantity } from './measure-units.ts';
import type { Predicate } from './rule.ts';
import type { Body, Scene } from './scene.ts';
import type { Mark } from './verdict.ts';

type Of<K extends Predicate['kind']> = Extract<Predicate, { kind: K }>;

const usualSpacing = 0.15;
const usualSimilarity = 0.2;

function detectionsOf(bodies: readonly Body[]): number[] {
  return bodies.map(({ detection }) => detection);
}

function boxesOf(bodies: readonly Body[]): Box[] {
  return bodies.map(({ box }) => box);
}

/** What is measured of several together. */
interface Group {
  boxes: readonly Box[];
  /** Mean of their widths and heights. */
  size: number;
  line: ReturnType<typeof fitLine>;
  grid: number | null;
}

const groups = new WeakMap<readonly Body[], Group>();

/** Measured once for each list: all rules about the mugs of a scene are handed the same one. */
function groupOf(bodies: readonly Body[]): Group {
  const known = groups.get(bodies);
  if (known) return known;
  const boxes = boxesOf(bodies);
  const centres = boxes.map(centreOf);
  const size = meanSize(boxes);
  const group = { boxes, size, line: fitLine(centres), grid: fitGrid(centres, size / 2) };
  groups.set(bodies, group);
  return group;
}

/** One of a kind is in line with itself, as large as itself and evenly spaced. */
function alone(bodies: readonly Body[], what: string): Look {
  const name = bodies[0]?.label ?? 'mug';
  return plainLook(holds, detectionsOf(bodies), () => ({ fact: `there is only one ${name}, so ${what}` }));
}

/**
 * Whether they form a row, column, diagonal or grid. Without a tolerance it is the program's own judgement
 * (positioning/arrangement.ts). With one, nothing may lie farther than that from the level or plumb line through
 * their mean, from the fitted line of a diagonal, or on average from the crossings of a grid.
 */
export function arranged(bodies: readonly Body[], { as, within }: Of<'arranged'>, scene: Scene): Look {
  if (bodies.length < 2) return alone(bodies, 'it is in line');
  const { width, height } = scene.frame;
  const whole = as === 'row' ? height : as === 'column' ? width : Math.min(width, height);
  const per = within ? pixelsPer(within.unit, scene, whole) : null;
  if (within && per === null) return unknownLook(notCalibrated, detectionsOf(bodies));
  const group = groupOf(bodies);
  const { size } = group;
  const { alignmentTolerance } = scene.positioning;
  const limit = within && per ? within.value * per : alignmentTolerance * size;
  const off =
    within && (as === 'row' || as === 'column') ? offLevel(as, bodies) : offOf(as, group, alignmentTolerance);
  const name = as === 'diagonal' ? 'on a diagonal' : as === 'line' ? 'in a straight line' : `in a ${as}`;
  if (off === null) {
    return plainLook(fails, detectionsOf(bodies), () => ({
      fact: `the mugs do not stand ${name}`,
      ...lineAdvice(bodies, as, scene),
    }));
  }
  const unit = within?.unit ?? 'percent';
  const scale = within && per ? per : size / 100;
  const range = upTo(limit);
  const asked = ready(range, { is: 'atMost', value: limit / scale }, unit, scale, (value: number) =>
    givenText(value, unit),
  );
  return measuredLook(off, asked, detectionsOf(bodies), () => ({
    fact: (value) =>
      `the mugs stand ${value}${within ? '' : ' of a mug’s size'} out of ${as === 'grid' ? 'the grid' : 'line'} (${name})`,
    ...lineAdvice(bodies, as, scene),
  }));
}

/** How far the farthest is from the level or plumb line through their mean, in pixels. */
function offLevel(as: 'row' | 'column', bodies: readonly Body[]): number {
  const axis = as === 'row' ? 'y' : 'x';
  const middle = mean(bodies.map(({ centre }) => centre[axis]));
  return Math.max(...bodies.map(({ centre }) => Math.abs(centre[axis] - middle)));
}

/** How far they are out of the arrangement, in pixels; null when they run another way altogether. */
function offOf(as: Of<'arranged'>['as'], { line, grid }: Group, tolerance: number): number | null {
  if (as === 'grid') return grid;
  if (as === 'line') return line.deviation;
  if (line.direction.x === 0 && line.direction.y === 0) return null;
  const kind = lineKind(line.direction, tolerance);
  return kind === (as === 'diagonal' ? 'none' : as) ? line.deviation : null;
}

/** Which one is farthest out of a row or column, and the way back. */
function lineAdvice(bodies: readonly Body[], as: Of<'arranged'>['as'], scene: Scene) {
  const move = () => {
    if (as !== 'row' && as !== 'column') return null;
    const axis = as === 'row' ? 'y' : 'x';
    // The middle one of the places: one mug out of line does not drag the line along.
    const places = bodies.map(({ centre }) => centre[axis]).toSorted((a, b) => a - b);
    const middle = places[Math.floor((places.length - 1) / 2)] ?? 0;
    const farthest = bodies.reduce((most, body) =>
      Math.abs(body.centre[axis] - middle) > Math.abs(most.centre[axis] - middle) ? body : most,
    );
    const length = middle - farthest.centre[axis];
    const way = as === 'row' ? { x: 0, y: length } : { x: length, y: 0 };
    return { body: farthest, move: bestMove(farthest, [way], scene) };
  };
  return {
    advice(wanted: boolean): string | null {
      const found = wanted ? move() : null;
      return found && moveSentence(found.body, found.move);
    },
    marks(wanted: boolean): Mark[] {
      const found = wanted ? move() : null;
      return found ? moveMarks(found.body, found.move) : [];
    },
  };
}

/** The gaps along the row or column that they stand in. */
export function evenlySpaced(bodies: readonly Body[], { within }: Of<'evenlySpaced'>, scene: Scene): Look {
  if (bodies.length < 2) return alone(bodies, 'it is evenly spaced');
  const { boxes, line } = groupOf(bodies);
  const kind = lineKind(line.direction, scene.positioning.alignmentTolerance);
  if (kind === 'none') {
    return unknownLook(
      'Spacing: the mugs stand neither in a row nor in a column. Line them up first.',
      detectionsOf(bodies),
    );
  }
  const { gaps, mean: average } = spacingAlong(boxes, kind);
  const off = gaps.map((gap) => Math.abs(gap - average));
  const asked = shareLimit(within ?? usualSpacing);
  return measuredLook(ratio(Math.max(...off), average), asked, detectionsOf(bodies), () => {
    const ordered = inOrder(bodies, ({ box }) => box, kind);
    const found = unevenOne(ordered, gaps);
    const unit = scene.scale !== null && scene.units === 'mm' ? 'mm' : 'px';
    const per = pixelsPer(unit, scene, 1) ?? 1;
    const way = (along: number) => (kind === 'row' ? { x: along, y: 0 } : { x: 0, y: along });
    const move = found && bestMove(found.body, [way(found.by)], scene);
    return {
      fact: (value) => `the gaps between the mugs differ by up to ${value} of their mean`,
      advice: (wanted) => (wanted && found ? moveSentence(found.body, move) : null),
      marks: (wanted) => [
        ...gaps.flatMap((gap, index): Mark[] => {
          const [before, after] = [ordered[index], ordered[index + 1]];
          if (!before || !after) return [];
          return [
            {
              kind: 'distance',
              ...facing(before.box, after.box, kind),
              text: quantity(gap / per, unit).text,
            },
          ];
        }),
        ...(wanted && found ? moveMarks(found.body, move) : []),
      ],
    };
  });
}

function shareLimit(share: number) {
  return ready(upTo(share), { is: 'atMost', value: share }, 'percent', 0.01, (value: number) =>
    givenText(value * 100, 'percent'),
  );
}

/** The one between the two most unequal gaps, and the way to halve their difference. */
function unevenOne(ordered: readonly Body[], gaps: readonly number[]): { body: Body; by: number } | null {
  let best: { body: Body; by: number } | null = null;
  for (let index = 1; index < ordered.length - 1; index += 1) {
    const body = ordered[index];
    const by = ((gaps[index] ?? 0) - (gaps[index - 1] ?? 0)) / 2;
    if (body && Math.abs(by) > Math.abs(best?.by ?? 0)) best = { body, by };
  }
  return best;
}

/** From the end of one to the beginning of the next, half-way between their centres. */
function facing(a: Box, b: Box, kind: 'row' | 'column'): { from: Point; to: Point } {
  const [first, second] = [centreOf(a), centreOf(b)];
  if (kind === 'row') {
    const y = (first.y + second.y) / 2;
    return { from: { x: a.x + a.width, y }, to: { x: b.x, y } };
  }
  const x = (first.x + second.x) / 2;
  return { from: { x, y: a.y + a.height }, to: { x, y: b.y } };
}

/** By the areas of their boxes. */
export function similarSize(bodies: readonly Body[], { within }: Of<'similarSize'>): Look {
  if (bodies.length < 2) return alone(bodies, 'all are of one size');
  const areas = bodies.map(({ box }) => areaOf(box));
  const average = mean(areas);
  const off = areas.map((area) => Math.abs(area - average));
  const most = off.indexOf(Math.max(...off));
  const odd = bodies[most];
  return measuredLook(
    ratio(off[most] ?? 0, average),
    shareLimit(within ?? usualSimilarity),
    detectionsOf(bodies),
    () => ({
      fact: (value) => `the sizes of the mugs differ by up to ${value} of their mean`,
      marks: (wanted, value) =>
        wanted && odd
          ? [
              {
                kind: 'highlight',
                detection: odd.detection,
                box: odd.box,
                text: `${value} ${(areas[most] ?? 0) > average ? 'larger' : 'smaller'}`,
              },
            ]
          : [],
    }),
  );
}
