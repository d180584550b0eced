import { holds, plainly, type Truth } from './judge-logic.ts';
import { type Look, measuredLook, plainLook, ready, unknownLook } from './judge-look.ts';
import { bodiesOf, bodyText } from './judge-place.ts';
import { contains } from './measure.ts';
import { hold, rangeOf } from './measure-limits.ts';
import { noArea, regionBox, regionText } from './measure-regions.ts';
import { givenText, type Unit } from './measure-units.ts';
import { whereText } from './print.ts';
import type { Condition, PhotoClaim } from './rule.ts';
import type { Body, Scene } from './scene.ts';

/** How many of something there are, in the whole photo or in a part of it; with `belongs` of those alone. */
export function count(
  { body, limit, in: region, where: traits }: Extract<Condition, { kind: 'count' }>,
  scene: Scene,
  belongs: (body: Body) => Truth = () => holds,
): Look {
  const box = region ? regionBox(region, scene) : null;
  if (region?.kind === 'area' && !box) return unknownLook(noArea(region.name));
  const range = rangeOf(limit, (value) => value, true);
  if (!range) return unknownLook('The limit cannot be read.');
  const weighed = bodiesOf(body, scene)
    .filter(({ centre }) => !box || contains(box, centre))
    .map((one) => ({ one, outcome: belongs(one).outcome }));
  const found = weighed.flatMap(({ one, outcome }) => (outcome === 'pass' ? [one] : []));
  const unsure = weighed.filter(({ outcome }) => outcome === 'unknown');
  // What cannot be told may count or not: it matters where that changes what comes of it.
  const outcomes = unsure.map((_, more) => hold(found.length + more + 1, range).outcome);
  if (outcomes.some((outcome) => outcome !== hold(found.length, range).outcome))
    return unknownLook(
      `It cannot be told of ${counted(unsure.length, bodyText(body))} whether they count.`,
      unsure.map(({ one }) => one.detection),
    );
  const asked = ready(range, limit, 'none', 1, (value: number) => givenText(value, 'none'));
  const where = (number: number) =>
    `${region ? ` in ${regionText(region)}` : ''}${whereText(traits, body, number === 1 ? 'one' : 'many')}`;
  // Lists count them as mugs too.
  const besides =
    body.kind === 'mug' && scene.reviewCount > 0 ? `, besides ${scene.reviewCount} to be reviewed` : '';
  return measuredLook(
    found.length,
    asked,
    found.map(({ detection }) => detection),
    () => ({
      fact: () =>
        `there ${found.length > 1 ? 'are' : 'is'} ${counted(found.length, bodyText(body))}${where(found.length || 1)}${besides}`,
      advice: (wanted) => {
        if (!wanted) return null;
        const least = range.open ? Math.floor(range.low) + 1 : Math.ceil(range.low);
        const most = range.open ? Math.ceil(range.high) - 1 : Math.floor(range.high);
        const missing = least - found.length;
        if (missing > 0) return `Add ${counted(missing, bodyText(body))}${where(missing)}.`;
        if (found.length > most) return `Take away ${counted(found.length - most, bodyText(body))}.`;
        return null;
      },
      marks: () => [
        ...(box && region?.kind !== 'frame' ? [{ kind: 'area', box, text: '' } as const] : []),
        ...found.map(
          ({ detection, box: at }) => ({ kind: 'highlight', detection, box: at, text: '' }) as const,
        ),
      ],
    }),
  );
}

/** `2 mugs`, `no laptop`. */
function counted(number: number, label: string): string {
  if (number === 0) return `no ${label}`;
  return `${number} ${number === 1 ? label : pluralOf(label)}`;
}

function pluralOf(label: string): string {
  if (label === 'person') return 'people';
  if (/mouse$/.test(label)) return label.replace(/mouse$/, 'mice');
  return /(s|x|ch|sh)$/.test(label) ? `${label}es` : `${label}s`;
}

const measures: Record<
  Extract<PhotoClaim, { limit: unknown }>['kind'],
  { of: (scene: Scene) => number; name: string; unit: Unit; suffix: string }
> = {
  megapixels: {
    of: ({ frame }) => (frame.width * frame.height) / 1e6,
    name: 'has',
    unit: 'none',
    suffix: ' megapixels',
  },
  width: { of: ({ frame }) => frame.width, name: 'is', unit: 'px', suffix: ' wide' },
  height: { of: ({ frame }) => frame.height, name: 'is', unit: 'px', suffix: ' high' },
  longSide: {
    of: ({ frame }) => Math.max(frame.width, frame.height),
    name: 'is',
    unit: 'px',
    suffix: ' on its long side',
  },
  shortSide: {
    of: ({ frame }) => Math.min(frame.width, frame.height),
    name: 'is',
    unit: 'px',
    suffix: ' on its short side',
  },
  megabytes: { of: ({ photo }) => photo.bytes / 1e6, name: 'has', unit: 'none', suffix: ' megabytes' },
};

/** What is claimed of the photo itself. */
export function photoClaim(claim: PhotoClaim, scene: Scene): Look {
  const { width, height } = scene.frame;
  switch (claim.kind) {
    case 'orientation': {
      const actual = width > height ? 'landscape' : width < height ? 'portrait' : 'square';
      return plainLook(plainly(actual === claim.is), [], () => ({
        fact: `the photo is ${actual === 'square' ? 'square' : `in ${actual} format`}`,
        advice: (wanted) =>
          wanted ? `Take or crop it ${claim.is === 'square' ? 'square' : `in ${claim.is} format`}.` : null,
      }));
    }
    case 'format':
      return plainLook(plainly(scene.photo.format === claim.is), [], () => ({
        fact: `the photo is a ${scene.photo.format.toUpperCase()} file`,
        advice: (wanted) => (wanted ? `Save it as ${claim.is.toUpperCase()}.` : null),
      }));
    default: {
      const { of, name, unit, suffix } = measures[claim.kind];
      const range = rangeOf(claim.limit, (value) => value);
      if (!range) return unknownLook('The limit cannot be read.');
      const value = of(scene);
      const asked = ready(range, claim.limit, unit, 1, (limit: number) => givenText(limit, unit));
      return measuredLook(value, asked, [], () => ({
        fact: (text) => `the photo ${name} ${text}${suffix}`,
        advice: (wanted) => {
          if (!wanted) return null;
          if (value < range.low)
            return `Take a larger photo: ${givenText(range.low, unit)}${suffix} or more.`;
          return value > range.high
            ? `Make the photo smaller: ${givenText(range.high, unit)}${suffix} or less.`
            : null;
        },
      }));
    }
  }
}
