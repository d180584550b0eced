import type { Cursor } from './cursor.ts';
import { type Claimed, notSo, so } from './parse-claimed.ts';
import { distance, noGap, relation } from './parse-distances.ts';
import { endsClaim } from './parse-ends.ts';
import { aLength, anAngle, angleLimit, aShare, lengthLimit, quantity, shareLimit } from './parse-limits.ts';
import {
  areaName,
  meantThing,
  mention,
  namedBody,
  otherThings,
  region,
  type Talk,
  targetAt,
} from './parse-places.ts';
import type { Predicate, Region } from './rule.ts';
import type { Term } from './vocabulary.ts';

/** One claim about a subject, without its verb. A new condition is one more line here. */
export function predicate(c: Cursor, talk: Talk, forbidden = false): Claimed | null {
  return c.first<Claimed>(
    () => centred(c),
    () => handle(c),
    () => so(distance(c, talk)),
    () => relation(c, talk),
    () => asideBy(c, talk),
    () => so(sideOf(c, talk)),
    () => so(onTable(c)),
    () => inRegion(c, forbidden),
    () => so(onThing(c)),
    () => so(arranged(c)),
    () => so(attribute(c)),
    () => so(size(c)),
    () => so(cover(c)),
    () => overlap(c, talk),
    () => posture(c),
    () => view(c),
    () => so(sizeClass(c)),
    () => visible(c),
    () => facing(c),
  );
}

/** What stands before a name: "tilted", "small", "overlapping". */
export function adjective(c: Cursor): Claimed | null {
  return c.first<Claimed>(
    () => so(sizeClass(c)),
    () => (c.take('upright') ? so({ kind: 'upright', within: null }) : null),
    () => (c.take('tilted') ? notSo({ kind: 'upright', within: null }) : null),
    () => (c.take('cutOff') ? notSo({ kind: 'in', region: { kind: 'frame' }, wholly: true }) : null),
    () => (c.take('overlap') ? so({ kind: 'overlaps', body: { kind: 'mug' } }) : null),
    () => (c.take('touching') ? so({ kind: 'distance', to: { kind: 'otherMugs' }, limit: noGap }) : null),
  );
}

function visible(c: Cursor): Claimed | null {
  if (!c.take('visible')) return null;
  const predicate: Predicate = { kind: 'in', region: { kind: 'frame' }, wholly: true };
  return { predicate, negated: false, isThere: 'visible' };
}

/** "facing right": what faces there is the handle. */
function facing(c: Cursor): Claimed | null {
  const start = c.at;
  const found = c.take('points') && !c.sees('toFront') ? handleSide(c) : null;
  if (found) c.assume(start, 'Taken as its handle.');
  return so(found);
}

/** "within 5 %", "± 5 %", "with 5 % tolerance", "(± 5 %)". */
export function within<T>(c: Cursor, read: () => T | null): T | null {
  return c.first(
    () => (c.take('tolerance') ? read() : null),
    // "…, give or take 20 px"
    () => {
      const found = c.take('comma') && c.take('giveOrTake', 'tolerance') ? read() : null;
      return found !== null && endsClaim(c) ? found : null;
    },
    () => {
      if (!c.take('with', 'have')) return null;
      c.take('a');
      const found = read();
      return found !== null && c.take('toleranceWord') ? found : null;
    },
    () => {
      const found = c.take('open') && c.take('tolerance') ? read() : null;
      return found !== null && c.take('close') ? found : null;
    },
  );
}

function centred(c: Cursor): Claimed | null {
  const exact = c.take('perfectly') !== null;
  const before = axis(c);
  // "centred horizontally within 10 px and vertically within 20 px"
  const word = c.take('centred', 'offCentre') ?? (before && c.sees('tolerance') ? 'centred' : null);
  if (!word || c.sees('third', 'zone', 'half', 'quadrant', 'side')) return null;
  if (word === 'offCentre' && before === null) {
    const limit = c.first(() => (c.take('by') ? lengthLimit(c) : null));
    if (limit) return so({ kind: 'distance', to: { kind: 'centre', of: 'frame' }, limit });
  }
  const found = centredTail(c, before, exact);
  return word === 'centred' ? so(found) : notSo(found);
}

type CentredOn = Extract<Predicate, { kind: 'centred' }>['on'];

/** Behind "centred": along what, on what, and how closely. */
export function centredTail(c: Cursor, before: ReturnType<typeof axis>, exact = false): Predicate {
  const start = c.at - 1;
  const along = before ?? axis(c);
  let tolerance = within(c, () => quantity(c, aLength));
  const on = c.first<CentredOn>(() => {
    if (!c.take('in', 'ofIt')) return null;
    return c.first<CentredOn>(
      () => (c.take('reference') ? { kind: 'reference' } : null),
      () => {
        const name = areaName(c);
        return name === null ? null : { kind: 'area', name };
      },
      () => {
        c.take('a');
        return c.take('frame') ? { kind: 'frame' } : null;
      },
    );
  });
  const late = along ?? axis(c) ?? 'both';
  tolerance ??= within(c, () => quantity(c, aLength));
  if (tolerance === null) c.assume(start, `Taken as within ${exact ? 1 : 5} % of the frame.`);
  if (exact) tolerance ??= { value: 1, unit: 'percent' };
  return { kind: 'centred', axis: late, on: on ?? { kind: 'frame' }, within: tolerance };
}

function axis(c: Cursor): 'horizontal' | 'vertical' | 'both' | null {
  const first = c.take('horizontally', 'vertically');
  if (!first) return null;
  const second = c.first(() => (c.take('and') ? c.take('horizontally', 'vertically') : null));
  if (second && second !== first) return 'both';
  return first === 'horizontally' ? 'horizontal' : 'vertical';
}

/** "the handle on the right", "a handle angle of 80° to 100°", "the handle pointing left". */
function handle(c: Cursor): Claimed | null {
  c.take('a', 'its');
  return c.first<Claimed>(
    () => {
      if (!c.take('handleAngle')) return null;
      c.take('be', 'by');
      return so(handleLimit(c));
    },
    () => (c.take('handle') ? handleWay(c) : null),
  );
}

/** What stands behind "the handle": a verb, and where it points. */
export function handleWay(c: Cursor): Claimed | null {
  let negated = c.take('not') !== null;
  c.take('be', 'have');
  negated = c.take('not') !== null || negated;
  c.take('placed');
  c.take('points');
  c.take('either');
  const found = c.first<Predicate>(
    () => handleSide(c),
    () => {
      c.take('in');
      c.take('a');
      if (c.take('angle')) c.take('by');
      return handleLimit(c);
    },
  );
  return negated ? notSo(found) : so(found);
}

const handleSides = { toLeft: 'left', toRight: 'right', toFront: 'front' } as const;

/** "to the left", "right", "towards the camera". */
export function handleSide(c: Cursor): Predicate | null {
  const side = c.take('toLeft', 'toRight', 'toFront') as keyof typeof handleSides | null;
  return side && { kind: 'handle', points: handleSides[side] };
}

export function handleLimit(c: Cursor): Predicate | null {
  const start = c.at;
  const hours = c.first(() => {
    const number = c.number();
    return number !== null && c.take('oClock') && number <= 12 ? number : null;
  });
  if (hours !== null) {
    const value = { value: (hours % 12) * 30, unit: 'degrees' } as const;
    c.assume(start, `Taken as about ${value.value}° ± 15°.`);
    return { kind: 'handleAngle', limit: { is: 'about', value, tolerance: { value: 15, unit: 'degrees' } } };
  }
  const limit = angleLimit(c);
  // "within 10 degrees of right"
  const side = limit?.is === 'atMost' && c.take('by') ? c.take('toLeft', 'toRight') : null;
  if (side && limit?.is === 'atMost') {
    const value = { value: side === 'toRight' ? 90 : 270, unit: 'degrees' } as const;
    return { kind: 'handleAngle', limit: { is: 'about', value, tolerance: limit.value } };
  }
  return limit && { kind: 'handleAngle', limit };
}

const sideTerms = {
  leftOf: 'left',
  leftSideOf: 'left',
  rightOf: 'right',
  rightSideOf: 'right',
  above: 'above',
  below: 'below',
} as const;

/** What lies on that side of the middle. */
const halves = {
  leftOf: 'left',
  leftSideOf: 'left',
  rightOf: 'right',
  rightSideOf: 'right',
  above: 'top',
  below: 'bottom',
} as const;

/** "at least 10 cm to the left of the laptop". */
function asideBy(c: Cursor, talk: Talk): Claimed | null {
  const start = c.at;
  const limit = lengthLimit(c, 'atLeast');
  const found = limit && sideOf(c, talk);
  if (!limit || found?.kind !== 'side') return null;
  c.assume(start, 'Taken as on that side, and that far away.');
  return { predicate: found, negated: false, more: [{ kind: 'distance', to: targetAt(found.of), limit }] };
}

type SideTerm = keyof typeof sideTerms;

function sideOf(c: Cursor, talk: Talk): Predicate | null {
  const start = c.at;
  const side = c.take('leftOf', 'leftSideOf', 'rightOf', 'rightSideOf', 'above', 'below') as SideTerm | null;
  if (!side) return null;
  if (c.take('middle', 'centre')) {
    c.first(() => (c.take('ofIt') && c.take('frame') ? true : null));
    return { kind: 'in', region: { kind: 'half', side: halves[side] }, wholly: false };
  }
  if (c.sees('every')) c.assume(c.at, 'Taken as the nearest one.');
  const of = otherThings(c, talk) ?? (c.take('it') ? meantThing(c, talk) : namedBody(c));
  if (of && (side === 'leftSideOf' || side === 'rightSideOf') && of.kind === 'object') {
    if (/^(?:table|desk|dining table|shelf)$/.test(of.label))
      c.refuse(start, `No part of a ${of.label} can be told.`, ['in the left half', 'to the left of']);
  }
  return of && { kind: 'side', side: sideTerms[side], of };
}

/** "on the laptop": as a photo shows it, they overlap. */
function onThing(c: Cursor): Predicate | null {
  const start = c.at;
  if (c.words[start]?.word !== 'on' || !c.take('in')) return null;
  const what = namedBody(c);
  if (what?.kind !== 'object' || !endsClaim(c)) return null;
  c.assume(start, 'Taken as overlapping it.');
  return { kind: 'overlaps', body: what };
}

function onTable(c: Cursor): Predicate | null {
  return c.take('onTable') && !c.sees('edge') ? { kind: 'onSurface' } : null;
}

function inRegion(c: Cursor, forbidden: boolean): Claimed | null {
  if (c.take('offTable')) return notSo({ kind: 'onSurface' });
  const wholly = c.take('wholly') !== null;
  if (wholly && c.take('visible')) {
    c.first(() => (c.take('in') && c.take('frame') ? true : null));
    return so({ kind: 'in', region: { kind: 'frame' }, wholly });
  }
  const two = c.first(() => eitherSide(c, wholly));
  if (two) return so(two);
  // "vertically in the lower third"
  const along = c.take('horizontally', 'vertically');
  const where = c.take('partly', 'in', 'outside');
  const part = where ? (region(c) ?? unknownArea(c)) : c.first(() => bareSide(c));
  if (!part || (along && !liesAlong(part, along))) return null;
  // All of it is asked for: that its centre is in the photo says nothing. None of it is forbidden.
  const all = wholly || (part.kind === 'frame' && where === 'in' && !forbidden);
  const found: Predicate = { kind: 'in', region: part, wholly: all };
  if (part.kind === 'frame' && where === 'in' && !wholly)
    return { predicate: found, negated: false, isThere: 'in' };
  return where === 'outside' ? notSo({ ...found, wholly }) : so(found);
}

/** "in the left or right third". */
function eitherSide(c: Cursor, wholly: boolean): Predicate | null {
  if (!c.take('in') || !c.sees('left', 'right', 'top', 'bottom', 'middle', 'centre')) return null;
  const sides = ['left', 'right', 'top', 'bottom', 'middle', 'centre'] as const;
  const one = c.take(...sides);
  const other = one && c.take('or') ? c.take(...sides) : null;
  const part = other && c.take('third', 'half', 'side');
  if (!one || !other || !part) return null;
  const regions = [one, other].map((side) => ({ kind: part === 'third' ? 'third' : 'half', side }));
  if (part !== 'third' && [one, other].some((side) => side === 'middle' || side === 'centre')) return null;
  return {
    kind: 'either',
    of: regions.map((region) => ({ is: { kind: 'in', region: region as Region, wholly }, not: false })),
  };
}

/** "inside Tray": a name that nobody told of. */
function unknownArea(c: Cursor): Region | null {
  const start = c.at;
  const name = c.surroundings.areas?.length ? null : c.properName();
  if (name !== null) c.assume(start, 'Taken as the name of an area.');
  return name === null ? null : { kind: 'area', name };
}

/** "must be left", "must be to the left". */
function bareSide(c: Cursor): Region | null {
  const word = c.take('left', 'right', 'top', 'bottom') ?? c.take('toLeft', 'toRight');
  if (!word || !endsClaim(c)) return null;
  const side = word === 'toLeft' ? 'left' : word === 'toRight' ? 'right' : word;
  return { kind: 'half', side: side as 'left' };
}

/** Whether a part of the frame is one across, or one up and down. */
function liesAlong(part: Region, along: Term): boolean {
  const across = ['left', 'right'];
  const side = part.kind === 'half' || part.kind === 'third' ? part.side : '';
  return along === 'horizontally' ? across.includes(side) : side === 'top' || side === 'bottom';
}

function arranged(c: Cursor): Predicate | null {
  c.take('a');
  const word = c.take('row', 'column', 'line', 'grid', 'diagonal', 'evenlySpaced', 'similarSize');
  if (!word) return null;
  if (word === 'evenlySpaced' || word === 'similarSize')
    return { kind: word, within: within(c, () => quantity(c, aShare)) } as Predicate;
  return { kind: 'arranged', as: word as 'row', within: within(c, () => quantity(c, aLength)) };
}

/** "a width of at least 5 cm", "confidence of 60 % or more". */
function attribute(c: Cursor): Predicate | null {
  c.take('a', 'its');
  const name = c.take('width', 'height', 'tiltName', 'confidence', 'share');
  if (!name) return null;
  c.take('by', 'be');
  return attributeLimit(c, name as AttributeTerm);
}

export type AttributeTerm = 'width' | 'height' | 'tiltName' | 'confidence' | 'share';

/** The limit of something that has a name of its own. */
export function attributeLimit(c: Cursor, name: AttributeTerm): Predicate | null {
  if (name === 'width' || name === 'height') {
    const limit = lengthLimit(c);
    return limit && { kind: 'size', of: name, limit };
  }
  if (name === 'tiltName') {
    const limit = angleLimit(c);
    return limit && { kind: 'tilt', limit };
  }
  const limit = shareLimit(c);
  return limit && { kind: name === 'share' ? 'cover' : 'confidence', limit };
}

const comparatives = {
  widerThan: ['width', 'moreThan'],
  noWiderThan: ['width', 'atMost'],
  narrowerThan: ['width', 'lessThan'],
  noNarrowerThan: ['width', 'atLeast'],
  tallerThan: ['height', 'moreThan'],
  noTallerThan: ['height', 'atMost'],
  shorterThan: ['height', 'lessThan'],
  noShorterThan: ['height', 'atLeast'],
} as const;

const comparativeTerms = Object.keys(comparatives) as (keyof typeof comparatives)[];

/** "wider than": of what, and how it is held. */
export function comparative(c: Cursor) {
  const term = c.take(...comparativeTerms) as keyof typeof comparatives | null;
  if (term === null) return null;
  const [of, is] = comparatives[term];
  return { of, is };
}

function size(c: Cursor): Predicate | null {
  const compared = comparative(c);
  if (compared) {
    const value = quantity(c, aLength);
    return value && { kind: 'size', of: compared.of, limit: { is: compared.is, value } };
  }
  const toleranced = c.first(() => lateTolerance(c));
  if (toleranced) return toleranced;
  const limit = lengthLimit(c);
  const way = limit && c.take('wide', 'tall');
  return limit && way ? { kind: 'size', of: sizeNames[way as 'wide'], limit } : null;
}

const sizeNames = { wide: 'width', tall: 'height' } as const;

/** "8 cm wide ± 0.5 cm". */
function lateTolerance(c: Cursor): Predicate | null {
  c.take('about', 'exactly');
  const value = quantity(c, aLength);
  const way = value && c.take('wide', 'tall');
  const tolerance = way && within(c, () => quantity(c, aLength));
  if (!value || !way || !tolerance) return null;
  return { kind: 'size', of: sizeNames[way as 'wide'], limit: { is: 'about', value, tolerance } };
}

function cover(c: Cursor): Predicate | null {
  const limit = c.first(
    () => (c.take('cover') ? shareLimit(c) : null),
    () => {
      // "at least 60 %" alone does not say of what.
      const found = shareLimit(c);
      if (!found || ('value' in found && found.value >= 1)) return null;
      return !c.follows('percent') && c.words[c.at - 1]?.kind !== 'number' ? found : null;
    },
  );
  return limit && { kind: 'cover', limit };
}

function overlap(c: Cursor, talk: Talk): Claimed | null {
  return c.first(
    // "cropped at the bottom": it touches that edge.
    () => {
      const which =
        c.take('cutOff') && c.take('in', 'ofIt') ? c.take('left', 'right', 'top', 'bottom') : null;
      if (!which) return null;
      c.take('edge');
      return so({ kind: 'distance', to: { kind: 'frameEdge', side: which as 'left' }, limit: noGap });
    },
    () => (c.take('cutOff') ? notSo({ kind: 'in', region: { kind: 'frame' }, wholly: true }) : null),
    () => {
      if (!c.take('overlap')) return null;
      const others = otherThings(c, talk);
      if (others) return so({ kind: 'overlaps', body: others });
      const body = c.first(() => (c.take('it') ? meantThing(c, talk) : namedBody(c)));
      if (body?.kind === 'object') mention(talk, body);
      return so({ kind: 'overlaps', body: body ?? talk.about });
    },
  );
}

function posture(c: Cursor): Claimed | null {
  return c.first<Claimed>(
    () => (c.take('upright') ? so({ kind: 'upright', within: within(c, () => quantity(c, anAngle)) }) : null),
    () => {
      if (!c.take('tilted')) return null;
      const limit = c.first(() => {
        c.take('by');
        return angleLimit(c);
      });
      return limit ? so({ kind: 'tilt', limit }) : notSo({ kind: 'upright', within: null });
    },
    () => {
      const limit = angleLimit(c);
      return limit && c.take('tilted') ? so({ kind: 'tilt', limit }) : null;
    },
  );
}

function view(c: Cursor): Claimed | null {
  return c.first<Claimed>(
    () => (c.take('fromAbove') ? so({ kind: 'seenFromAbove' }) : null),
    () => (c.take('fromSide') ? notSo({ kind: 'seenFromAbove' }) : null),
    () => {
      // "at least 60 % sure", "detected with at least 60 % confidence"
      const before = c.take('confident');
      c.take('a');
      if (c.take('confidence')) c.take('by');
      const limit = shareLimit(c);
      const after = limit && c.take('confident', 'confidence');
      return limit && (before || after) ? so({ kind: 'confidence', limit }) : null;
    },
  );
}

function sizeClass(c: Cursor): Predicate | null {
  const is = c.take('small', 'medium', 'large') as 'small' | 'medium' | 'large' | null;
  return is && { kind: 'sizeClass', is };
}
