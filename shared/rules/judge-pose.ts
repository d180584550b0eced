import { instruction } from './advice.ts';
import { plainly } from './judge-logic.ts';
import { type Judge, measuredLook, plainLook, ready, unknownLook } from './judge-look.ts';
import { hold, type Range, rangeOf } from './measure-limits.ts';
import { givenText, roundedUp, valueText } from './measure-units.ts';
import type { AngleLimit, Predicate, RuleAngle } from './rule.ts';
import type { Body } from './scene.ts';
import type { Mark } from './verdict.ts';

type Of<K extends Predicate['kind']> = Extract<Predicate, { kind: K }>;

function degreesOf({ value, unit }: RuleAngle): number {
  return unit === 'degrees' ? value : (value * 180) / Math.PI;
}

const angleText = ({ value, unit }: RuleAngle) =>
  unit === 'degrees' ? givenText(value, 'degrees') : `${givenText(value, 'none')} radians`;

/** Why something that only mugs have cannot be told of this one. */
function onlyMugs(body: Body, what: string) {
  return unknownLook(`${what}: only told of mugs, not of ${body.name}.`, [body.detection]);
}

function box(body: Body, text: string): Mark[] {
  return [{ kind: 'highlight', detection: body.detection, box: body.box, text }];
}

/** The program's own verdict; with a limit the angle, if it was measured. */
export function upright({ within }: Of<'upright'>): Judge {
  if (within) return tilt({ kind: 'tilt', limit: { is: 'atMost', value: within } });
  return (body) => {
    if (!body.upright) return onlyMugs(body, 'Tilt');
    const { verdict, degrees, confidence } = body.upright;
    if (verdict === 'unsure' || verdict === 'notApplicable') return unknownTilt(body);
    const isUpright = verdict === 'pass';
    return plainLook(
      plainly(isUpright),
      [body.detection],
      () => ({
        fact: `${body.name} ${isUpright ? 'stands upright' : `leans${degrees === null ? '' : ` by ${valueText(Math.abs(degrees), 'degrees')}`}`}`,
        advice: (wanted) => (wanted ? instruction(body, turnBack(degrees, 0)) : null),
        marks: (wanted) => (isUpright === wanted ? [] : box(body, 'tilted')),
      }),
      confidence,
    );
  };
}

function unknownTilt(body: Body) {
  const why = body.upright?.verdict === 'notApplicable' ? 'it is seen from above' : 'cannot tell';
  return unknownLook(`Tilt of ${body.name}: ${why}.`, [body.detection], box(body, 'tilt?'));
}

/** Back to what is allowed; degrees are positive clockwise. */
function turnBack(degrees: number | null, allowed: number): string {
  if (degrees === null) return 'set it upright';
  const by = valueText(roundedUp(Math.abs(degrees) - allowed, 'degrees'), 'degrees');
  return `turn it ${by} ${degrees > 0 ? 'anticlockwise' : 'clockwise'}`;
}

/** How far it leans, to whichever side. */
export function tilt({ limit }: Of<'tilt'>): Judge {
  const range = rangeOf(limit, degreesOf);
  const asked = range && ready(range, limit, 'degrees', 1, angleText);
  return (body) => {
    if (!body.upright) return onlyMugs(body, 'Tilt');
    const { degrees, confidence } = body.upright;
    if (degrees === null || !asked) return unknownTilt(body);
    const { high } = asked.range;
    return measuredLook(
      Math.abs(degrees),
      asked,
      [body.detection],
      () => ({
        fact: (value) => `${body.name} leans by ${value}`,
        advice: (wanted) =>
          wanted && Math.abs(degrees) > high ? instruction(body, turnBack(degrees, high)) : null,
        marks: (_, value) => box(body, value),
      }),
      confidence,
    );
  };
}

/** Why the side of a handle is not known. The front and a hidden handle look alike to the program. */
function unknownHandle(body: Body) {
  return unknownLook(
    `Handle of ${body.name}: cannot tell (hidden, or towards the camera).`,
    [body.detection],
    box(body, 'handle?'),
  );
}

export function handle({ points }: Of<'handle'>): Judge {
  return (body) => {
    if (!body.handle) return onlyMugs(body, 'Handle');
    const { side, confidence } = body.handle;
    if (side === 'unknown') return unknownHandle(body);
    return handleLook(body, side === points, side, points === 'front' ? 'to the front' : points, confidence);
  };
}

function handleLook(body: Body, isSo: boolean, side: string, asked: string, confidence: number) {
  return plainLook(
    plainly(isSo),
    [body.detection],
    () => ({
      fact: `the handle of ${body.name} points ${side}`,
      advice: (wanted) => {
        const which = body.name === 'the mug' ? 'the mug' : body.name;
        return wanted
          ? `Turn ${which} so that the handle points ${asked}.`
          : `Turn ${which} so that the handle does not point ${asked}.`;
      },
      marks: () => box(body, `handle ${side}`),
    }),
    confidence,
  );
}

/** Where a handle that points to a side stands, clockwise from up, and how far it may really be from there. */
const sideDegrees = { left: 270, right: 90 } as const;
const sideSpread = 45;

/**
 * The program tells sides, not degrees. So a handle on a side has that side's angle; when only other angles that it
 * may have are asked for, it cannot be told.
 */
export function handleAngle({ limit }: Of<'handleAngle'>): Judge {
  const allowed = angleRange(limit);
  return (body) => {
    if (!body.handle) return onlyMugs(body, 'Handle');
    const { side, confidence } = body.handle;
    if (side === 'unknown') return unknownHandle(body);
    const middle = sideDegrees[side];
    const asked = `at ${textOf(limit)}`;
    if (allowed(middle)) return handleLook(body, true, `${side} (${middle}°)`, asked, confidence);
    const maybe = Array.from({ length: 2 * sideSpread + 1 }, (_, step) => middle - sideSpread + step).some(
      allowed,
    );
    if (maybe) {
      return unknownLook(
        `Handle of ${body.name}: it points ${side}, but its angle cannot be told.`,
        [body.detection],
        box(body, `handle ${side}`),
      );
    }
    return handleLook(body, false, `${side} (${middle}°)`, asked, confidence);
  };
}

function textOf(limit: AngleLimit): string {
  if (limit.is === 'between') return `${angleText(limit.low)} to ${angleText(limit.high)}`;
  return angleText(limit.value);
}

/** Whether an angle in degrees is allowed, all the way round: from 350° to 10° runs over 0°. */
function angleRange(limit: AngleLimit): (degrees: number) => boolean {
  const turn = (degrees: number) => ((degrees % 360) + 360) % 360;
  if (limit.is === 'between') {
    const [low, high] = [turn(degreesOf(limit.low)), turn(degreesOf(limit.high))];
    return (degrees) => turn(degrees - low) <= turn(high - low);
  }
  const value = turn(degreesOf(limit.value));
  const away = (degrees: number) => Math.abs(turn(degrees - value + 180) - 180);
  const range: Range | null = rangeOf(limit, degreesOf);
  if (limit.is === 'about' || limit.is === 'exactly') {
    const room = limit.is === 'about' && limit.tolerance ? degreesOf(limit.tolerance) : 10;
    return (degrees) => away(degrees) <= room;
  }
  return (degrees) => range !== null && hold(turn(degrees), range).outcome === 'pass';
}

export function seenFromAbove(): Judge {
  return (body) => {
    if (body.mug === null) return onlyMugs(body, 'View');
    if (!body.seenFromAbove) {
      return unknownLook(`View of ${body.name}: cannot tell.`, [body.detection], box(body, 'view?'));
    }
    const { value, confidence } = body.seenFromAbove;
    return plainLook(
      plainly(value),
      [body.detection],
      () => ({
        fact: `${body.name} is seen from ${value ? 'above' : 'the side'}`,
        advice: (wanted) => `Take the photo from ${wanted ? 'above' : 'the side'}.`,
        marks: (wanted) => (value === wanted ? [] : box(body, value ? 'from above' : 'from the side')),
      }),
      confidence,
    );
  };
}

/** How sure the detector is. */
export function confidence({ limit }: Of<'confidence'>): Judge {
  const range = rangeOf(limit, (value) => value);
  if (!range) return () => unknownLook('The limit cannot be read.');
  const share = ready(range, limit, 'percent', 0.01, (value: number) => givenText(value * 100, 'percent'));
  return (body) => {
    return measuredLook(body.score, share, [body.detection], () => ({
      fact: (value) => `${body.name} is recognised with ${value} confidence`,
      advice: (wanted) =>
        wanted && body.score < range.low
          ? instruction(body, 'show it more clearly, whole and in better light')
          : null,
      marks: (_, value) => box(body, value),
    }));
  };
}
