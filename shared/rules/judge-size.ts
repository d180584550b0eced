import { ratio, shareOfFrame } from '../positioning/distances.ts';
import { instruction } from './advice.ts';
import { readyLength } from './judge-distance.ts';
import { plainly } from './judge-logic.ts';
import { type Judge, measuredLook, plainLook, ready, unknownLook } from './judge-look.ts';
import { rangeOf } from './measure-limits.ts';
import { givenText, notCalibrated, valueText } from './measure-units.ts';
import type { Predicate } from './rule.ts';
import type { Body, Scene } from './scene.ts';
import type { Mark } from './verdict.ts';

type Of<K extends Predicate['kind']> = Extract<Predicate, { kind: K }>;

/** Width or height of its box. */
export function size({ of, limit }: Of<'size'>, scene: Scene): Judge {
  const asked = readyLength(limit, scene, scene.frame[of]);
  if (!asked) return (body) => unknownLook(notCalibrated, [body.detection]);
  const isReal = asked.unit !== 'px' && asked.unit !== 'percent';
  return (body) => {
    const value = body.box[of];
    return measuredLook(value, asked, [body.detection], () => ({
      fact: (text) => `${body.name} is ${text} ${of === 'width' ? 'wide' : 'high'}`,
      // What is too small in millimetres does not grow by going nearer.
      advice: (wanted) => (isReal || !wanted ? null : byDistance(body, value, asked.range)),
      marks: (_, text) => [{ kind: 'distance', ...across(body, of), text }],
    }));
  };
}

function across({ box, centre }: Body, of: 'width' | 'height') {
  return of === 'width'
    ? { from: { x: box.x, y: centre.y }, to: { x: box.x + box.width, y: centre.y } }
    : { from: { x: centre.x, y: box.y }, to: { x: centre.x, y: box.y + box.height } };
}

/** Nearer or farther away, by how much it would have to look larger or smaller. */
function byDistance(body: Body, value: number, { low, high }: { low: number; high: number }): string | null {
  if (value < low)
    return instruction(body, `take the photo from nearer, ${times(ratio(low, value))} as large`);
  if (value > high)
    return instruction(body, `take the photo from farther away, ${times(ratio(high, value))} as large`);
  return null;
}

const times = (factor: number) => `${valueText(factor, 'none')} times`;

/** Share of the frame that its box covers. */
export function cover({ limit }: Of<'cover'>, scene: Scene): Judge {
  const range = rangeOf(limit, (value) => value);
  if (!range) return () => unknownLook('The limit cannot be read.');
  const asked = ready(range, limit, 'percent', 0.01, (value: number) => givenText(value * 100, 'percent'));
  return (body) => {
    const share = shareOfFrame(body.box, scene.frame);
    return measuredLook(share, asked, [body.detection], () => ({
      fact: (text) => `${body.name} covers ${text} of the frame`,
      advice: (wanted) =>
        wanted
          ? byDistance(body, Math.sqrt(share), {
              low: Math.sqrt(Math.max(0, range.low)),
              high: Math.sqrt(range.high),
            })
          : null,
      marks: (_, text) => box(body, text),
    }));
  };
}

function box(body: Body, text: string): Mark[] {
  return [{ kind: 'highlight', detection: body.detection, box: body.box, text }];
}

/** The class of the settings. */
export function sizeClass({ is }: Of<'sizeClass'>, scene: Scene): Judge {
  const { small, large } = scene.positioning.sizeClasses;
  return (body) => {
    const share = shareOfFrame(body.box, scene.frame);
    const actual = share < small ? 'small' : share < large ? 'medium' : 'large';
    return plainLook(plainly(actual === is), [body.detection], () => ({
      fact: `${body.name} is ${actual}`,
      advice: (wanted) => {
        if (!wanted) return null;
        const range = {
          small: { low: 0, high: small },
          medium: { low: small, high: large },
          large: { low: large, high: 1 },
        }[is];
        return byDistance(body, Math.sqrt(share), { low: Math.sqrt(range.low), high: Math.sqrt(range.high) });
      },
      marks: () => box(body, actual),
    }));
  };
}
