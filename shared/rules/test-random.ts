import fc from 'fast-check';
import type { Box, Detection } from '../analysis.ts';
import { mug, thing } from '../positioning/test-scenes.ts';
import { defaultSettings } from '../settings.ts';
import type {
  Condition,
  LengthLimit,
  NumberLimit,
  Predicate,
  Region,
  RuleAngle,
  RuleLength,
  Subject,
} from './rule.ts';
import { type Scene, sceneOf } from './scene.ts';
import type { Plain } from './test-brute-force.ts';
import { every } from './test-rules.ts';

/** Random scenes and conditions. Boxes have whole pixels and limits none, so that nothing lies on a limit. */
const area = { name: 'Tray', area: { x: 0.123, y: 0.234, width: 0.531, height: 0.417 } };

function boxIn(width: number, height: number): fc.Arbitrary<Box> {
  return fc
    .record({ left: fc.nat(width - 2), top: fc.nat(height - 2), w: fc.nat(400), h: fc.nat(400) })
    .map(({ left, top, w, h }) => ({
      x: left,
      y: top,
      width: 1 + Math.min(w, width - left - 1),
      height: 1 + Math.min(h, height - top - 1),
    }));
}

function mugIn(width: number, height: number): fc.Arbitrary<Detection> {
  return fc
    .record({
      box: boxIn(width, height),
      score: fc.constantFrom(0.2, 0.4, 0.5, 0.7, 0.91),
      side: fc.constantFrom('left', 'right', 'unknown'),
      verdict: fc.constantFrom('pass', 'fail', 'unsure'),
      degrees: fc.option(fc.integer({ min: -30, max: 30 })),
      fromAbove: fc.option(fc.boolean()),
    })
    .map(({ box, score, side, verdict, degrees, fromAbove }) =>
      mug(box, {
        score,
        handle: { side, confidence: 0.9 },
        upright: { verdict, degrees, confidence: 0.9 },
        seenFromAbove: fromAbove === null ? null : { value: fromAbove, confidence: 0.9 },
      }),
    );
}

/** None is as large, as wide or as far left as another: which one is the largest is plain. */
function areAlike({ box: a }: Detection, { box: b }: Detection): boolean {
  const measures = ({ x, y, width, height }: Box) => [
    width,
    height,
    width * height,
    2 * x + width,
    2 * y + height,
  ];
  const others = measures(b);
  return measures(a).some((measure, index) => measure === others[index]);
}

/** Neither half nor third of it is a whole or half pixel: no centre lies on a border. */
const side = fc.integer({ min: 100, max: 533 }).map((third) => 3 * third + 1.26);

export const plainScenes: fc.Arbitrary<Plain> = fc
  .record({ width: side, height: side })
  .chain(({ width, height }) =>
    fc.record({
      width: fc.constant(width),
      height: fc.constant(height),
      scale: fc.option(fc.constantFrom(0.731, 2.137, 4.019)),
      mugs: fc.uniqueArray(mugIn(Math.floor(width), Math.floor(height)), {
        maxLength: 6,
        comparator: areAlike,
      }),
      things: fc.array(
        fc
          .tuple(fc.constantFrom('laptop', 'book'), boxIn(Math.floor(width), Math.floor(height)))
          .map(([label, box]) => thing(label, box)),
        { maxLength: 3 },
      ),
    }),
  )
  .map(({ mugs, things, ...rest }) => ({ ...rest, detections: [...mugs, ...things], areas: [area] }));

/** The scene that the judge sees of a plain one. */
export function sceneFrom(plain: Plain): Scene {
  const { width, height, scale, detections, areas } = plain;
  const calibration =
    scale === null ? { kind: 'none' as const } : { kind: 'pixelsPerMillimetre' as const, value: scale };
  return sceneOf({
    analysis: {
      photo: { id: '0'.repeat(64), name: 'a.jpg', format: 'jpeg', bytes: 1 },
      width,
      height,
      detections: [...detections],
    },
    settings: { ...defaultSettings, positioning: { ...defaultSettings.positioning, calibration } },
    areas,
  });
}

const units = fc.constantFrom('px', 'percent', 'mm', 'cm', 'in');
const most = { px: 400, percent: 60, mm: 300, cm: 30, in: 12 } as const;
/** Never a whole number, nor half or a third of one. */
const odd = (high: number) => fc.nat(999).map((step) => ((step + 0.371) / 1_000) * high);
const lengths: fc.Arbitrary<RuleLength> = units.chain((unit) =>
  odd(most[unit]).map((value) => ({ value, unit })),
);
const isOneEnd = fc.constantFrom('atLeast', 'atMost', 'moreThan', 'lessThan', 'exactly');

export const lengthLimits: fc.Arbitrary<LengthLimit> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ is: isOneEnd, value: lengths }) },
  units.chain((unit) =>
    fc.record({
      is: fc.constant('between' as const),
      low: odd(most[unit]).map((value) => ({ value, unit })),
      high: odd(most[unit]).map((value) => ({ value, unit })),
    }),
  ),
  fc.record({ is: fc.constant('about' as const), value: lengths, tolerance: fc.constant(null) }),
);

const shareLimits: fc.Arbitrary<NumberLimit> = fc.oneof(
  fc.record({ is: isOneEnd, value: odd(1) }),
  fc.record({ is: fc.constant('between' as const), low: odd(1), high: odd(1) }),
);
const countLimits: fc.Arbitrary<NumberLimit> = fc.oneof(
  fc.record({ is: isOneEnd, value: fc.nat(4) }),
  fc.record({ is: fc.constant('between' as const), low: fc.nat(4), high: fc.nat(4) }),
);

const sides = fc.constantFrom('left', 'right', 'top', 'bottom');
export const regions: fc.Arbitrary<Region> = fc.oneof(
  fc.constant({ kind: 'frame' } as const),
  fc.record({
    kind: fc.constant('zone' as const),
    zone: fc.constantFrom(
      'top-left',
      'top',
      'top-right',
      'left',
      'centre',
      'right',
      'bottom-left',
      'bottom',
      'bottom-right',
    ),
  }),
  fc.record({ kind: fc.constant('half' as const), side: sides }),
  fc.record({
    kind: fc.constant('third' as const),
    side: fc.constantFrom('left', 'right', 'top', 'bottom', 'middle', 'centre'),
  }),
  fc.record({
    kind: fc.constant('quadrant' as const),
    corner: fc.constantFrom('top-left', 'top-right', 'bottom-left', 'bottom-right'),
  }),
  fc.constantFrom({ kind: 'area', name: 'Tray' } as const, { kind: 'area', name: 'Nowhere' } as const),
);

const bodies = fc.constantFrom({ kind: 'mug' } as const, { kind: 'object', label: 'laptop' } as const);

export const distances: fc.Arbitrary<Extract<Predicate, { kind: 'distance' }>> = fc.record({
  kind: fc.constant('distance' as const),
  to: fc.oneof(
    fc.option(sides).map((side) => ({ kind: 'frameEdge', side }) as const),
    fc.constantFrom(
      { kind: 'otherMugs' } as const,
      { kind: 'object', label: 'laptop' } as const,
      { kind: 'centre', of: 'frame' } as const,
    ),
  ),
  limit: lengthLimits,
});

/** One for each kind of claim. */
export const predicateKinds: readonly fc.Arbitrary<Predicate>[] = [
  distances,
  fc.record({ kind: fc.constant('in' as const), region: regions, wholly: fc.boolean() }),
  fc.record({
    kind: fc.constant('centred' as const),
    axis: fc.constantFrom('both', 'horizontal', 'vertical'),
    on: fc.constant({ kind: 'frame' } as const),
    within: fc.option<RuleLength>(lengths),
  }),
  fc.record({
    kind: fc.constant('size' as const),
    of: fc.constantFrom('width', 'height'),
    limit: lengthLimits,
  }),
  fc.record({ kind: fc.constantFrom('cover', 'confidence'), limit: shareLimits }),
  fc.record({ kind: fc.constant('overlaps' as const), body: bodies }),
  fc.record({ kind: fc.constant('handle' as const), points: fc.constantFrom('left', 'right') }),
  fc.constant({ kind: 'seenFromAbove' } as const),
  fc.record({
    kind: fc.constant('upright' as const),
    within: fc.option<RuleAngle>(
      fc.nat(20).map((value) => ({ value: value + 0.5, unit: 'degrees' as const })),
    ),
  }),
];
export const predicates: fc.Arbitrary<Predicate> = fc.oneof(
  { weight: 6, arbitrary: distances },
  ...predicateKinds.map((arbitrary) => ({ weight: 2, arbitrary })),
);

type Trait = NonNullable<Subject['where']>[number];

export const traits: fc.Arbitrary<Trait> = fc.record({
  is: predicates,
  not: fc.boolean(),
}) as fc.Arbitrary<Trait>;

/** Only some of them, now and then. */
const narrowed: fc.Arbitrary<Subject> = fc
  .tuple(
    fc.constant(null).chain(() => subjects),
    fc.array(traits, { minLength: 1, maxLength: 2 }),
  )
  .map(([subject, where]) => ({ ...subject, where }));

export const subjects: fc.Arbitrary<Subject> = fc.record({
  body: fc.oneof({ weight: 5, arbitrary: fc.constant(every.body) }, bodies),
  quantifier: fc.constantFrom('every', 'some', 'no'),
  pick: fc.option(
    fc
      .constantFrom('largest', 'smallest', 'leftmost', 'bottommost', 'tallest', 'widest')
      .map((word) => ({ by: 'superlative', word }) as const),
    { freq: 2 },
  ),
});

const claims: fc.Arbitrary<Condition> = fc.record({
  kind: fc.constant('claim' as const),
  subject: fc.oneof({ weight: 2, arbitrary: subjects }, narrowed),
  predicate: fc.oneof(
    { weight: 4, arbitrary: predicates },
    fc.record({
      kind: fc.constant('either' as const),
      of: fc.array(traits, { minLength: 2, maxLength: 3 }),
    }),
  ),
});

export const conditions: fc.Arbitrary<Condition> = fc.letrec<{ tree: Condition }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    { weight: 6, arbitrary: claims },
    fc.record({
      kind: fc.constant('count' as const),
      body: bodies,
      limit: countLimits,
      in: fc.option(regions),
    }),
    fc.record({
      kind: fc.constant('count' as const),
      body: bodies,
      limit: countLimits,
      in: fc.option(regions),
      where: fc.array(traits, { minLength: 1, maxLength: 2 }),
    }),
    fc.record({
      kind: fc.constant('photo' as const),
      is: fc.oneof(
        fc.record({
          kind: fc.constant('orientation' as const),
          is: fc.constantFrom('landscape', 'portrait', 'square'),
        }),
        fc.record({
          kind: fc.constantFrom('width', 'longSide'),
          limit: fc.record({ is: isOneEnd, value: odd(1_600) }),
        }),
        fc.record({
          kind: fc.constant('megapixels' as const),
          limit: fc.record({ is: isOneEnd, value: odd(2) }),
        }),
      ),
    }),
    fc.record({ kind: fc.constant('not' as const), of: tie('tree') }),
    fc.record({
      kind: fc.constantFrom('all', 'any'),
      of: fc.array(tie('tree'), { minLength: 2, maxLength: 3 }),
    }),
  ),
})).tree;
