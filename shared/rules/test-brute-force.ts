import type { Box, Detection } from '../analysis.ts';
import type { Condition, Predicate, Region, RuleLength, Trait } from './rule.ts';
import type { Outcome } from './verdict.ts';

/**
 * A second judge, for tests: written from the words of the rules over pixels, one case after the other, with nothing
 * of the first one's code. It knows no scores and no reasons. Slow and plain on purpose.
 */
export interface Plain {
  width: number;
  height: number;
  /** Pixels per millimetre. */
  scale: number | null;
  detections: readonly Detection[];
  areas: readonly { name: string; area: Box }[];
}

/** Undefined stands for "cannot be told". */
type Answer = boolean | undefined;

export function bruteForce(condition: Condition, scene: Plain): Outcome {
  const answer = answerTo(condition, scene);
  return answer === undefined ? 'unknown' : answer ? 'pass' : 'fail';
}

function answerTo(condition: Condition, scene: Plain): Answer {
  if (condition.kind === 'all' || condition.kind === 'any') {
    const answers = condition.of.map((part) => answerTo(part, scene));
    const decisive = condition.kind === 'any';
    if (answers.includes(decisive)) return decisive;
    return answers.includes(undefined) ? undefined : !decisive;
  }
  if (condition.kind === 'not') {
    const answer = answerTo(condition.of, scene);
    return answer === undefined ? undefined : !answer;
  }
  if (condition.kind === 'count') {
    const place = condition.in && rectangle(condition.in, scene);
    if (condition.in && !place) return undefined;
    const label = condition.body.kind === 'mug' ? 'mug' : condition.body.label;
    const there = seen(label, scene).filter(({ box }) => !place || isInside(middle(box), place));
    const belongs = there.map((one) => hasAll(one, condition.where ?? [], scene));
    const sure = belongs.filter((answer) => answer === true).length;
    const most = belongs.filter((answer) => answer !== false).length;
    const answers: Answer[] = [];
    for (let number = sure; number <= most; number += 1)
      answers.push(allows(condition.limit, number, (value) => value, 0));
    return answers.every((answer) => answer === answers[0]) ? answers[0] : undefined;
  }
  if (condition.kind === 'photo') {
    const { is } = condition;
    const { width, height } = scene;
    if (is.kind === 'orientation') {
      return is.is === 'landscape'
        ? width > height
        : is.is === 'portrait'
          ? width < height
          : width === height;
    }
    if (is.kind === 'format' || is.kind === 'megabytes') throw new Error('Not in these tests.');
    const value = {
      megapixels: (width * height) / 1e6,
      width,
      height,
      longSide: Math.max(width, height),
      shortSide: Math.min(width, height),
    }[is.kind];
    return allows(is.limit, value, (limit) => limit, 0.02);
  }
  if (condition.kind !== 'claim') throw new Error('There is no other kind.');
  const { subject, predicate } = condition;
  const label = subject.body.kind === 'mug' ? 'mug' : subject.body.label;
  let those = seen(label, scene);
  if (those.length === 0) return subject.quantifier === 'no' ? true : undefined;
  const belonging = new Map(those.map((one) => [one, hasAll(one, subject.where ?? [], scene)]));
  those = those.filter((one) => belonging.get(one) !== false);
  if (those.length === 0) return subject.quantifier !== 'some';
  if (subject.pick) {
    those = those.filter((one) => belonging.get(one) === true);
    if (those.length === 0) return undefined;
  }
  if (subject.pick?.by === 'superlative') {
    const by = {
      largest: (box: Box) => box.width * box.height,
      smallest: (box: Box) => -box.width * box.height,
      leftmost: (box: Box) => -(box.x + box.width / 2),
      rightmost: (box: Box) => box.x + box.width / 2,
      topmost: (box: Box) => -(box.y + box.height / 2),
      bottommost: (box: Box) => box.y + box.height / 2,
      tallest: (box: Box) => box.height,
      widest: (box: Box) => box.width,
      surest: (_: Box) => 0,
    }[subject.pick.word];
    const best = Math.max(...those.map(({ box }) => by(box)));
    those = those.filter(({ box }) => by(box) === best).slice(0, 1);
  }
  const answers = those.map((one) => {
    if (
      predicate.kind === 'distance' &&
      predicate.to.kind === 'otherMugs' &&
      label === 'mug' &&
      subject.quantifier === 'every' &&
      !subject.pick &&
      !subject.where
    ) {
      return gapsBetweenNeighbours(predicate, scene);
    }
    const answer = about(one, predicate, scene);
    const told = answer === 'absent' ? (subject.quantifier === 'no' ? false : undefined) : answer;
    if (belonging.get(one) === true) return told;
    // Nobody knows whether it is one of them.
    const harmless = subject.quantifier === 'every';
    return told === harmless ? harmless : undefined;
  });
  if (subject.quantifier === 'every') {
    return answers.includes(false) ? false : answers.includes(undefined) ? undefined : true;
  }
  const any = answers.includes(true) ? true : answers.includes(undefined) ? undefined : false;
  return subject.quantifier === 'some' || any === undefined ? any : !any;
}

function hasAll(one: Detection, traits: readonly Trait[], scene: Plain): Answer {
  const answers = traits.map(({ is, not }) => {
    const answer = about(one, is, scene);
    const told = answer === 'absent' ? false : answer;
    return told === undefined ? undefined : told !== not;
  });
  return answers.includes(false) ? false : answers.includes(undefined) ? undefined : true;
}

/** Mugs count when nobody has to look at them again; other things from the lower threshold. */
function seen(label: string, { detections }: Plain): Detection[] {
  return detections.filter((one) => one.label === label && one.score >= (label === 'mug' ? 0.45 : 0.3));
}

function middle(box: Box) {
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

function isInside(point: { x: number; y: number }, [left, top, right, bottom]: number[]): boolean {
  return (
    point.x >= (left ?? 0) && point.x <= (right ?? 0) && point.y >= (top ?? 0) && point.y <= (bottom ?? 0)
  );
}

/** Left, top, right, bottom. */
function rectangle(region: Region, { width: w, height: h, areas }: Plain): number[] | undefined {
  switch (region.kind) {
    case 'frame':
      return [0, 0, w, h];
    case 'half':
      return {
        left: [0, 0, w / 2, h],
        right: [w / 2, 0, w, h],
        top: [0, 0, w, h / 2],
        bottom: [0, h / 2, w, h],
      }[region.side];
    case 'third':
      return {
        left: [0, 0, w / 3, h],
        centre: [w / 3, 0, (2 * w) / 3, h],
        right: [(2 * w) / 3, 0, w, h],
        top: [0, 0, w, h / 3],
        middle: [0, h / 3, w, (2 * h) / 3],
        bottom: [0, (2 * h) / 3, w, h],
      }[region.side];
    case 'quadrant':
      return {
        'top-left': [0, 0, w / 2, h / 2],
        'top-right': [w / 2, 0, w, h / 2],
        'bottom-left': [0, h / 2, w / 2, h],
        'bottom-right': [w / 2, h / 2, w, h],
      }[region.corner];
    case 'zone': {
      const columns = { left: [0, w / 3], middle: [w / 3, (2 * w) / 3], right: [(2 * w) / 3, w] };
      const rows = { top: [0, h / 3], middle: [h / 3, (2 * h) / 3], bottom: [(2 * h) / 3, h] };
      const words = region.zone.split('-');
      const [x0, x1] = words.includes('left')
        ? columns.left
        : words.includes('right')
          ? columns.right
          : columns.middle;
      const [y0, y1] = words.includes('top')
        ? rows.top
        : words.includes('bottom')
          ? rows.bottom
          : rows.middle;
      return [x0 ?? 0, y0 ?? 0, x1 ?? 0, y1 ?? 0];
    }
    case 'area': {
      const found = areas.find(({ name }) => name === region.name)?.area;
      return found && [found.x * w, found.y * h, (found.x + found.width) * w, (found.y + found.height) * h];
    }
  }
}

/** So many pixels; of what is level 1 % is of the width, of what is upright of the height, else of the shorter side. */
function pixels({ value, unit }: RuleLength, scene: Plain, along: 'x' | 'y' | 'any'): number | undefined {
  const whole = { x: scene.width, y: scene.height, any: Math.min(scene.width, scene.height) }[along];
  if (unit === 'px') return value;
  if (unit === 'percent') return (value / 100) * whole;
  return scene.scale === null ? undefined : value * scene.scale * { mm: 1, cm: 10, in: 25.4 }[unit];
}

type AnyLimit<T> =
  | { is: 'atLeast' | 'atMost' | 'moreThan' | 'lessThan' | 'exactly'; value: T }
  | { is: 'between'; low: T; high: T }
  | { is: 'about'; value: T; tolerance: T | null };

function allows<T>(
  limit: AnyLimit<T>,
  value: number,
  inPixels: (given: T) => number | undefined,
  exactness: number,
): Answer {
  if (limit.is === 'between') {
    const [low, high] = [inPixels(limit.low), inPixels(limit.high)];
    if (low === undefined || high === undefined) return undefined;
    return value >= Math.min(low, high) && value <= Math.max(low, high);
  }
  const at = inPixels(limit.value);
  if (at === undefined) return undefined;
  switch (limit.is) {
    case 'atLeast':
      return value >= at;
    case 'atMost':
      return value <= at;
    case 'moreThan':
      return value > at;
    case 'lessThan':
      return value < at;
    case 'exactly':
      return Math.abs(value - at) <= exactness * at;
    case 'about': {
      const room = limit.tolerance === null ? at / 10 : inPixels(limit.tolerance);
      return room === undefined ? undefined : Math.abs(value - at) <= room;
    }
  }
}

/** Shortest way between two boxes, corner to corner where they lie aslant. */
function gap(a: Box, b: Box): number {
  const level = a.x > b.x + b.width ? a.x - b.x - b.width : b.x > a.x + a.width ? b.x - a.x - a.width : 0;
  const upright =
    a.y > b.y + b.height ? a.y - b.y - b.height : b.y > a.y + a.height ? b.y - a.y - a.height : 0;
  return Math.sqrt(level ** 2 + upright ** 2);
}

/**
 * Gaps between neighbours: joins the two groups of mugs that are nearest to each other until there is one group; the
 * gaps that were bridged are those between neighbours.
 */
function gapsBetweenNeighbours(predicate: Extract<Predicate, { kind: 'distance' }>, scene: Plain): Answer {
  const asked = (value: number) =>
    allows(predicate.limit, value, (given) => pixels(given, scene, 'any'), 0.02);
  if (asked(0) === undefined) return undefined;
  let groups = seen('mug', scene).map(({ box }) => [box]);
  if (groups.length === 1)
    return predicate.limit.is === 'atLeast' || predicate.limit.is === 'moreThan' ? true : undefined;
  let isSo = true;
  while (groups.length > 1) {
    let best = { gap: Number.POSITIVE_INFINITY, a: 0, b: 1 };
    groups.forEach((one, a) => {
      groups.forEach((other, b) => {
        if (a >= b) return;
        for (const x of one) for (const y of other) if (gap(x, y) < best.gap) best = { gap: gap(x, y), a, b };
      });
    });
    isSo &&= asked(best.gap) === true;
    const joined = [...(groups[best.a] ?? []), ...(groups[best.b] ?? [])];
    groups = [...groups.filter((_, index) => index !== best.a && index !== best.b), joined];
  }
  return isSo;
}

function about(one: Detection, predicate: Predicate, scene: Plain): Answer | 'absent' {
  const { box } = one;
  const { width, height } = scene;
  const [left, top, right, bottom] = [box.x, box.y, width - box.x - box.width, height - box.y - box.height];
  const centre = middle(box);
  switch (predicate.kind) {
    case 'centred': {
      const within = predicate.within ?? { value: 5, unit: 'percent' as const };
      const [roomX, roomY] = [pixels(within, scene, 'x'), pixels(within, scene, 'y')];
      if (roomX === undefined || roomY === undefined) return undefined;
      const level = Math.abs(centre.x - width / 2) <= roomX;
      const upright = Math.abs(centre.y - height / 2) <= roomY;
      return predicate.axis === 'horizontal'
        ? level
        : predicate.axis === 'vertical'
          ? upright
          : level && upright;
    }
    case 'in': {
      const place = rectangle(predicate.region, scene);
      if (!place) return undefined;
      if (!predicate.wholly) return isInside(centre, place);
      if (predicate.region.kind === 'frame') return left > 0 && top > 0 && right > 0 && bottom > 0;
      const corners = [
        { x: box.x, y: box.y },
        { x: box.x + box.width, y: box.y + box.height },
      ];
      return corners.every((corner) => isInside(corner, place));
    }
    case 'distance': {
      const { to, limit } = predicate;
      const asked = (value: number, along: 'x' | 'y' | 'any') =>
        allows(limit, value, (given) => pixels(given, scene, along), 0.02);
      if (asked(0, 'any') === undefined) return undefined;
      if (to.kind === 'frameEdge') {
        const edges = {
          left: [left, 'x'],
          right: [right, 'x'],
          top: [top, 'y'],
          bottom: [bottom, 'y'],
        } as const;
        if (to.side) return asked(Math.max(0, edges[to.side][0]), edges[to.side][1]);
        const percent = (limit.is === 'between' ? limit.high : limit.value).unit === 'percent';
        const nearest = Object.values(edges)
          .map(([room, along]) => ({ room: Math.max(0, room), along }))
          .map((edge) => ({
            ...edge,
            rank: percent ? edge.room / (edge.along === 'x' ? width : height) : edge.room,
          }))
          .reduce((best, edge) => (edge.rank < best.rank ? edge : best));
        return asked(nearest.room, nearest.along);
      }
      if (to.kind === 'centre') return asked(Math.hypot(centre.x - width / 2, centre.y - height / 2), 'any');
      if (to.kind === 'object' || to.kind === 'otherMugs') {
        const others = seen(to.kind === 'object' ? to.label : 'mug', scene).filter((other) => other !== one);
        if (others.length === 0) return limit.is === 'atLeast' || limit.is === 'moreThan' ? true : 'absent';
        return asked(Math.min(...others.map((other) => gap(box, other.box))), 'any');
      }
      throw new Error('Not in these tests.');
    }
    case 'size': {
      const along = predicate.of === 'width' ? 'x' : 'y';
      return allows(predicate.limit, box[predicate.of], (given) => pixels(given, scene, along), 0.02);
    }
    case 'cover':
      return allows(predicate.limit, (box.width * box.height) / (width * height), (given) => given, 0.02);
    case 'confidence':
      return allows(predicate.limit, one.score, (given) => given, 0.02);
    case 'overlaps': {
      const others = seen(predicate.body.kind === 'mug' ? 'mug' : predicate.body.label, scene);
      return others.some(
        ({ box: other }, index) =>
          others[index] !== one &&
          other.x < box.x + box.width &&
          box.x < other.x + other.width &&
          other.y < box.y + box.height &&
          box.y < other.y + other.height,
      );
    }
    case 'handle':
      return one.handle?.side === 'left' || one.handle?.side === 'right'
        ? one.handle.side === predicate.points
        : undefined;
    case 'seenFromAbove':
      return one.label === 'mug' ? one.seenFromAbove?.value : undefined;
    case 'upright': {
      if (!predicate.within)
        return one.upright?.verdict === 'pass' ? true : one.upright?.verdict === 'fail' ? false : undefined;
      const degrees = one.upright?.degrees ?? undefined;
      return degrees === undefined ? undefined : Math.abs(degrees) <= predicate.within.value;
    }
    case 'either': {
      const answers = predicate.of.map(({ is, not }) => {
        const answer = about(one, is, scene);
        if (answer === 'absent') return not ? true : 'absent';
        return answer === undefined ? undefined : answer !== not;
      });
      if (answers.includes(true)) return true;
      if (answers.includes(undefined)) return undefined;
      return answers.includes('absent') ? 'absent' : false;
    }
    default:
      throw new Error('Not in these tests.');
  }
}
