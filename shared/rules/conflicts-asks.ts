import type { Box } from '../analysis.ts';
import { type Limit, limitText, type Range, rangeOf } from './measure-limits.ts';
import { regionShares, regionText } from './measure-regions.ts';
import { givenText } from './measure-units.ts';
import type {
  Condition,
  LengthLimit,
  NumberLimit,
  PhotoClaim,
  Predicate,
  Rule,
  RuleBody,
  RuleLength,
  Statement,
  Subject,
} from './rule.ts';

/** Which bodies an ask is about: all, one at least, the one picked, or none in particular. */
export type Who =
  | { of: 'photo' }
  /** `present`: it asks for there being one; what is forbidden to all is kept where there is none. */
  | { of: 'bodies'; body: string; which: 'all' | 'some' | 'picked'; pick: string; present: boolean };

/** One thing that a rule asks for without an "or", made comparable with others. */
export interface Ask {
  rule: { id: string; name: string };
  statement: Statement;
  who: Who;
  /** Forbidden rather than asked for. */
  negative: boolean;
  /** What is spoken of, to begin a sentence with: `The gap between mugs`. */
  about: string;
  /** What it is to be: `at least 4 cm`, `in the left half`. */
  says: string;
  /** The same for what is measured or chosen alike: only those are compared. */
  key: string;
  /** What the value may be, in units of the key. */
  range: Range | null;
  /** The one of several that exclude each other: `left` of a handle. */
  choice: string | null;
  /** Where in the frame its centre may be, in shares. */
  place: { box: Box; isZone: boolean } | null;
  /** It only speaks of where the centre is, so that the denial of it is known too. */
  regionOnly: boolean;
  /** What is counted, and whether in the whole photo. */
  counts: { body: string; isWhole: boolean } | null;
  /** The same text means the same claim. */
  claim: string;
  /** The rule asks for nothing else. */
  isWhole: boolean;
}

type Said = Omit<Ask, 'rule' | 'statement' | 'isWhole'>;
type Part = Omit<Said, 'who' | 'negative' | 'claim'>;

const none = { range: null, choice: null, place: null, regionOnly: false, counts: null };

/** All that a rule asks for for sure: requirements, and the parts of those that are joined by "and". */
export function asksOf({ id, name, rule }: { id: string; name: string; rule: Rule }): Ask[] {
  const asks = rule.statements.flatMap((statement) =>
    statement.must === null || statement.else !== null || statement.unless !== null
      ? []
      : partsOf(statement.must, false).map((said) => ({ ...said, statement, rule: { id, name } })),
  );
  const [only] = rule.statements;
  const isWhole =
    rule.statements.length === 1 &&
    (only?.must?.kind === 'claim' || only?.must?.kind === 'count' || only?.must?.kind === 'photo');
  return asks.map((ask) => ({ ...ask, isWhole }));
}

function partsOf(condition: Condition, negative: boolean): Said[] {
  switch (condition.kind) {
    case 'all':
      return negative ? [] : condition.of.flatMap((part) => partsOf(part, false));
    case 'any':
      return negative ? condition.of.flatMap((part) => partsOf(part, true)) : [];
    case 'not':
      return partsOf(condition.of, !negative);
    case 'photo': {
      const part = ofPhoto(condition.is);
      return [denied({ ...part, who: { of: 'photo' }, negative, claim: JSON.stringify(condition.is) })];
    }
    case 'count': {
      if (condition.where !== undefined) return [];
      const part = ofCount(condition);
      return [denied({ ...part, who: { of: 'photo' }, negative, claim: JSON.stringify(condition) })];
    }
    case 'claim': {
      const { subject, predicate } = condition;
      // What is asked of some alone, or as one of several things, is not compared.
      if (predicate.kind === 'either' || subject.where !== undefined) return [];
      const who = whoOf(subject, negative);
      // How far "every mug" is from the others is not what each of them is from the nearest.
      const isTogether = predicate.kind === 'distance' && predicate.to.kind === 'otherMugs' && negative;
      if (!who || isTogether) return [];
      const isDenied = negative || subject.quantifier === 'no';
      const claim = JSON.stringify(predicate);
      return ofPredicate(predicate, subject.body)
        .filter(({ key }) => !isDenied || !key.startsWith('place '))
        .map((part) => denied({ ...part, who, negative: isDenied, claim }));
    }
  }
}

/** What is denied of a limit with one end is asked for beyond it. */
function denied(said: Said): Said {
  const { negative, range, says } = said;
  if (!negative || !range) return said;
  const { low, high, open, base } = range;
  const isOpenBelow = low === Number.NEGATIVE_INFINITY || low === 0;
  if (high === Number.POSITIVE_INFINITY && !isOpenBelow) {
    return { ...said, negative: false, says: `not ${says}`, range: { low: 0, high: low, open: !open, base } };
  }
  if (isOpenBelow && high < Number.POSITIVE_INFINITY) {
    return {
      ...said,
      negative: false,
      says: `not ${says}`,
      range: { low: high, high: Number.POSITIVE_INFINITY, open: !open, base },
    };
  }
  return { ...said, range: null };
}

/** "Not every" asks for some one that is not, and "not some" is "no"; a denied "no" asks for some. */
function whoOf({ body, quantifier, pick }: Subject, negative: boolean): Who | null {
  const named = { of: 'bodies', body: JSON.stringify(body), pick: JSON.stringify(pick) } as const;
  if (pick !== null)
    return negative && quantifier === 'no'
      ? null
      : { ...named, which: 'picked', present: quantifier !== 'no' };
  if (!negative)
    return { ...named, which: quantifier === 'some' ? 'some' : 'all', present: quantifier !== 'no' };
  if (quantifier === 'no') return null;
  return quantifier === 'every'
    ? { ...named, which: 'some', present: true }
    : { ...named, which: 'all', present: true };
}

/** Lengths that can be compared without knowing the photo. */
function family(unit: RuleLength['unit']): { name: string; per: number } {
  switch (unit) {
    case 'px':
    case 'percent':
      return { name: unit, per: 1 };
    case 'mm':
      return { name: 'real', per: 1 };
    case 'cm':
      return { name: 'real', per: 10 };
    case 'in':
      return { name: 'real', per: 25.4 };
  }
}

function lengthRange(limit: LengthLimit): { range: Range; family: string } | null {
  const lengths =
    limit.is === 'between'
      ? [limit.low, limit.high]
      : [limit.value, ...(limit.is === 'about' && limit.tolerance ? [limit.tolerance] : [])];
  const families = new Set(lengths.map(({ unit }) => family(unit).name));
  const [name] = families;
  if (families.size !== 1 || name === undefined) return null;
  const range = rangeOf(limit as Limit<RuleLength>, ({ value, unit }) => value * family(unit).per);
  return range && { range, family: name };
}

const lengthText = ({ value, unit }: RuleLength) => givenText(value, unit);
const shareText = (value: number) => givenText(value * 100, 'percent');
const plainText = (value: number) => givenText(value, 'none');

/** Cut down to what there can be at all: nothing covers more than the whole frame. */
function bounded(range: Range, low: number, high: number): Range {
  return { ...range, low: Math.max(range.low, low), high: Math.min(range.high, high) };
}

function nameOf(body: RuleBody): string {
  return body.kind === 'mug' ? 'a mug' : `a ${body.label}`;
}

function ofPredicate(predicate: Predicate, body: RuleBody): Part[] {
  const name = nameOf(body);
  switch (predicate.kind) {
    case 'handle':
      return [
        {
          ...none,
          about: 'the handle',
          says: `point ${predicate.points}`,
          key: 'handle',
          choice: predicate.points,
        },
      ];
    case 'sizeClass':
      return [{ ...none, about: name, says: `be ${predicate.is}`, key: 'sizeClass', choice: predicate.is }];
    case 'cover':
    case 'confidence': {
      const range = rangeOf(predicate.limit, (value) => value);
      const about =
        predicate.kind === 'cover'
          ? `the share of the frame that ${name} covers`
          : `the confidence of ${name}`;
      const says = `be ${limitText(predicate.limit, shareText)}`;
      return [{ ...none, about, says, key: predicate.kind, range: range && bounded(range, 0, 1) }];
    }
    case 'tilt':
    case 'upright': {
      const limit =
        predicate.kind === 'tilt'
          ? predicate.limit
          : predicate.within && ({ is: 'atMost', value: predicate.within } as const);
      if (!limit) return [{ ...none, about: name, says: 'stand upright', key: 'upright' }];
      const degrees = ({ value, unit }: { value: number; unit: string }) =>
        unit === 'degrees' ? value : (value * 180) / Math.PI;
      const range = rangeOf(limit, degrees);
      const says = `be ${limitText(limit, (value) => givenText(degrees(value), 'degrees'))}`;
      return [
        { ...none, about: `the tilt of ${name}`, says, key: 'tilt', range: range && bounded(range, 0, 180) },
      ];
    }
    case 'size': {
      const found = lengthRange(predicate.limit);
      if (!found) return [];
      const most = found.family === 'percent' ? 100 : Number.POSITIVE_INFINITY;
      const says = `be ${limitText(predicate.limit, lengthText)}`;
      const key = `${predicate.of} ${found.family}`;
      return [
        { ...none, about: `the ${predicate.of} of ${name}`, says, key, range: bounded(found.range, 0, most) },
      ];
    }
    case 'distance':
      return ofDistance(predicate, name);
    case 'in': {
      const box = regionShares(predicate.region);
      const says = `be ${predicate.wholly ? 'wholly ' : ''}in ${regionText(predicate.region)}`;
      const place = box && { box, isZone: predicate.region.kind === 'zone' };
      return [
        { ...none, about: name, says, key: `in ${predicate.wholly}`, place, regionOnly: !predicate.wholly },
      ];
    }
    case 'centred': {
      const { axis, on, within } = predicate;
      const room = within === null ? 5 : within.unit === 'percent' ? within.value : null;
      if (on.kind !== 'frame' || room === null)
        return [{ ...none, about: name, says: 'be centred', key: JSON.stringify(predicate) }];
      const stretch = (on_: boolean): [number, number] =>
        on_ ? [0.5 - room / 100, (2 * room) / 100] : [0, 1];
      const [x, width] = stretch(axis !== 'vertical');
      const [y, height] = stretch(axis !== 'horizontal');
      const says = `be centred${axis === 'both' ? '' : ` ${axis}ly`} within ${givenText(room, 'percent')}`;
      return [
        {
          ...none,
          about: name,
          says,
          key: `centred ${axis}`,
          place: { box: { x, y, width, height }, isZone: false },
        },
      ];
    }
    default:
      return [{ ...none, about: name, says: saysOf(predicate), key: JSON.stringify(predicate) }];
  }
}

/** Claims that are only compared with the same claim. */
function saysOf(predicate: Predicate): string {
  switch (predicate.kind) {
    case 'seenFromAbove':
      return 'be seen from above';
    case 'onSurface':
      return 'be on the table';
    case 'overlaps':
      return `overlap ${predicate.body.kind === 'mug' ? 'another mug' : `a ${predicate.body.label}`}`;
    case 'arranged':
      return predicate.as === 'diagonal'
        ? 'be on a diagonal'
        : predicate.as === 'line'
          ? 'be in a straight line'
          : `be in a ${predicate.as}`;
    case 'evenlySpaced':
      return 'be evenly spaced';
    case 'similarSize':
      return 'be of similar size';
    case 'side':
      return `be ${predicate.side} of ${nameOf(predicate.of)}`;
    default:
      return 'be so';
  }
}

function ofDistance({ to, limit }: Extract<Predicate, { kind: 'distance' }>, name: string): Part[] {
  const found = lengthRange(limit);
  if (!found) return [];
  const { family: of, range } = found;
  const says = `be ${limitText(limit, lengthText)}`;
  const about = {
    frameEdge: `the distance of ${name} from the ${to.kind === 'frameEdge' && to.side ? `${to.side} ` : ''}edge of the frame`,
    surfaceEdge: `the distance of ${name} from the edge of the table`,
    otherMugs: 'the distance between mugs',
    object: `the distance of ${name} from the ${to.kind === 'object' ? to.label : 'object'}`,
    area: `the distance of ${name} from the area`,
    centre: `the distance of ${name} from the centre`,
  }[to.kind];
  const key = `distance ${JSON.stringify(to)} ${of}`;
  if (to.kind !== 'frameEdge' || of !== 'percent') {
    return [{ ...none, about, says, key, range: bounded(range, 0, Number.POSITIVE_INFINITY) }];
  }
  // In percent the frame is 100 wide and high: so far from an edge leaves its centre only a part of it.
  const part: Part = { ...none, about, says, key, range: bounded(range, 0, to.side ? 100 : 50) };
  const room = range.low / 100;
  if (!(room > 0) || room > 1) return [part];
  const left = to.side === null || to.side === 'left' ? room : 0;
  const right = to.side === null || to.side === 'right' ? room : 0;
  const top = to.side === null || to.side === 'top' ? room : 0;
  const bottom = to.side === null || to.side === 'bottom' ? room : 0;
  const box = {
    x: left,
    y: top,
    width: Math.max(0, 1 - left - right),
    height: Math.max(0, 1 - top - bottom),
  };
  const place: Part = {
    ...none,
    about: name,
    says: `be ${limitText(limit, lengthText)} from the ${to.side ? `${to.side} ` : ''}edge`,
    key: `place ${key}`,
    place: { box, isZone: false },
  };
  return [part, place];
}

function ofCount({ body, limit, in: region }: Extract<Condition, { kind: 'count' }>): Part {
  const label = body.kind === 'mug' ? 'mugs' : `objects “${body.label}”`;
  const about = `the number of ${label}${region ? ` in ${regionText(region)}` : ''}`;
  const range = rangeOf(limit as NumberLimit, (value) => value, true);
  const says = `be ${limitText(limit as NumberLimit, plainText)}`;
  return {
    ...none,
    about,
    says,
    key: `count ${JSON.stringify([body, region])}`,
    range: range && wholeNumbers(range),
    counts: { body: JSON.stringify(body), isWhole: region === null || region.kind === 'frame' },
  };
}

/** Of things that are counted: more than 2 is at least 3. */
function wholeNumbers({ low, high, open, base }: Range): Range {
  return {
    low: open && Number.isFinite(low) ? Math.floor(low) + 1 : Math.max(0, Math.ceil(low)),
    high: open && Number.isFinite(high) ? Math.ceil(high) - 1 : Math.floor(high),
    open: false,
    base,
  };
}

function ofPhoto(claim: PhotoClaim): Part {
  if (claim.kind === 'orientation') {
    return {
      ...none,
      about: 'the photo',
      says: `be ${claim.is === 'square' ? 'square' : `in ${claim.is} format`}`,
      key: 'orientation',
      choice: claim.is,
    };
  }
  if (claim.kind === 'format') {
    return {
      ...none,
      about: 'the photo',
      says: `be a ${claim.is.toUpperCase()} file`,
      key: 'format',
      choice: claim.is,
    };
  }
  const { about, says } = {
    megapixels: { about: 'the resolution', says: ' megapixels' },
    width: { about: 'the width of the photo', says: ' px' },
    height: { about: 'the height of the photo', says: ' px' },
    longSide: { about: 'the long side of the photo', says: ' px' },
    shortSide: { about: 'the short side of the photo', says: ' px' },
    megabytes: { about: 'the size of the file', says: ' megabytes' },
  }[claim.kind];
  const range = rangeOf(claim.limit, (value) => value);
  return { ...none, about, says: `be ${limitText(claim.limit, plainText)}${says}`, key: claim.kind, range };
}
