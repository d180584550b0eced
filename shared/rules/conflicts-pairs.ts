import type { Box } from '../analysis.ts';
import type { Ask, Who } from './conflicts-asks.ts';
import type { Range } from './measure-limits.ts';

const hair = 1e-9;

/** Whether there is one thing that both are about: then it would have to satisfy both. */
export function areBothAsked(a: Who, b: Who): boolean {
  if (a.of === 'photo' || b.of === 'photo') return true;
  if (a.body !== b.body || !(a.present || b.present)) return false;
  if (a.which === 'all' || b.which === 'all') return true;
  return a.which === 'picked' && b.which === 'picked' && a.pick === b.pick;
}

/** Whether nothing can satisfy both. */
export function exclude(a: Ask, b: Ask): boolean {
  if (a.counts || b.counts) return excludeByCount(a, b);
  if (a.who.of !== b.who.of) return false;
  if (a.claim === b.claim && a.negative !== b.negative) return true;
  if (a.negative && b.negative) return false;
  if (a.negative || b.negative) {
    const [forbidden, asked] = a.negative ? [a, b] : [b, a];
    return forbidden.regionOnly && isInside(asked.place, forbidden.place);
  }
  if (a.place && b.place) return !areTouching(a.place, b.place);
  if (a.key !== b.key) return false;
  if (a.choice !== null) return a.choice !== b.choice;
  return a.range !== null && b.range !== null && isEmpty(intersection(a.range, b.range));
}

/** Numbers of the same things: in the same place, in a part of it, or of what another rule asks something of. */
function excludeByCount(a: Ask, b: Ask): boolean {
  if (a.counts && b.counts) {
    if (a.counts.body !== b.counts.body || !a.range || !b.range) return false;
    if (a.key === b.key) return isEmpty(intersection(a.range, b.range));
    if (a.counts.isWhole) return b.range.low > a.range.high;
    return b.counts.isWhole && a.range.low > b.range.high;
  }
  const [number, other] = a.counts ? [a, b] : [b, a];
  const { who } = other;
  if (!number.counts?.isWhole || who.of !== 'bodies' || !who.present) return false;
  return who.body === number.counts.body && number.range !== null && number.range.high < 1;
}

/** Whether whatever satisfies the strong one satisfies the weak one. */
export function isImpliedBy(weak: Ask, strong: Ask): boolean {
  if (!isSameWho(weak.who, strong.who) || weak.key !== strong.key || weak.negative !== strong.negative)
    return false;
  if (weak.claim === strong.claim) return true;
  if (weak.negative || !weak.range || !strong.range) return false;
  const both = intersection(weak.range, strong.range);
  return (
    !isEmpty(strong.range) &&
    both.low === strong.range.low &&
    both.high === strong.range.high &&
    (!weak.range.open || strong.range.open || isWellInside(strong.range, weak.range))
  );
}

function isWellInside(inner: Range, outer: Range): boolean {
  return (
    (inner.low > outer.low || outer.low === Number.NEGATIVE_INFINITY) &&
    (inner.high < outer.high || outer.high === Number.POSITIVE_INFINITY)
  );
}

/** What is asked of all that there are includes that there are some; what is forbidden does not. */
function isSameWho(weak: Who, strong: Who): boolean {
  if (weak.of === 'photo' || strong.of === 'photo') return weak.of === strong.of;
  return (
    weak.body === strong.body &&
    weak.which === strong.which &&
    weak.pick === strong.pick &&
    (strong.present || !weak.present)
  );
}

export function isEmpty({ low, high, open }: Range): boolean {
  return low > high + hair || (open && Math.abs(low - high) <= hair);
}

function intersection(a: Range, b: Range): Range {
  const low = Math.max(a.low, b.low);
  const high = Math.min(a.high, b.high);
  const isOpen = (range: Range) => range.open && (range.low === low || range.high === high);
  return { low, high, open: isOpen(a) || isOpen(b), base: 0 };
}

type Place = NonNullable<Ask['place']>;

/** Whether two parts of the frame have more in common than a border. */
function areTouching(a: Place, b: Place): boolean {
  const [one, other] = comparable(a, b);
  return (['x', 'y'] as const).every((axis) => {
    const size = axis === 'x' ? 'width' : 'height';
    const shared =
      Math.min(one[axis] + one[size], other[axis] + other[size]) - Math.max(one[axis], other[axis]);
    // A line in a region is in it; two regions that share a line are not one in the other.
    return one[size] <= hair || other[size] <= hair ? shared >= -hair : shared > hair;
  });
}

/** How wide zones are is a matter of settings: beside anything else they may reach to the middle. */
function comparable(a: Place, b: Place): [Box, Box] {
  return a.isZone && b.isZone ? [a.box, b.box] : [atMost(a), atMost(b)];
}

function atMost({ box, isZone }: Place): Box {
  if (!isZone) return box;
  const stretch = (start: number, length: number): [number, number] =>
    start < 0.1 ? [0, 0.5] : start + length > 0.9 ? [0.5, 0.5] : [0, 1];
  const [x, width] = stretch(box.x, box.width);
  const [y, height] = stretch(box.y, box.height);
  return { x, y, width, height };
}

function isInside(inner: Place | null, outer: Place | null): boolean {
  if (!inner || !outer || inner.isZone !== outer.isZone) return false;
  const [a, b] = [inner.box, outer.box];
  return (
    a.x >= b.x - hair &&
    a.y >= b.y - hair &&
    a.x + a.width <= b.x + b.width + hair &&
    a.y + a.height <= b.y + b.height + hair
  );
}
