import fc from 'fast-check';
import {
  type Condition,
  type Consequence,
  type PhotoClaim,
  type Predicate,
  type Region,
  type Rule,
  type RuleBody,
  type Statement,
  type Subject,
  sides,
  superlatives,
  type Target,
  type Trait,
} from './rule.ts';

/** Rules of every shape that words can say, for property tests. */
const value = fc.integer({ min: 0, max: 40_000 }).map((hundredths) => hundredths / 100);
const length = fc.record({ value, unit: fc.constantFrom('px', 'percent', 'mm', 'cm', 'in') });
const angle = fc.record({ value, unit: fc.constantFrom('degrees', 'radians') });
const share = fc.integer({ min: 0, max: 1_000 }).map((thousandths) => thousandths / 1_000);
const whole = fc.nat(1_000);

function limitOf<T>(of: fc.Arbitrary<T>, measure: (value: T) => number) {
  return fc.oneof(
    fc.record({ is: fc.constantFrom('atLeast', 'atMost', 'moreThan', 'lessThan', 'exactly'), value: of }),
    fc
      .tuple(of, of)
      .filter(([low, high]) => measure(low) <= measure(high))
      .map(([low, high]) => ({ is: 'between' as const, low, high })),
    fc.record({ is: fc.constant('about'), value: of, tolerance: fc.option(of) }),
  );
}
const lengthLimit = limitOf(length, ({ value, unit }) => (unit === 'px' ? value : value * 10 ** 6)).filter(
  (limit) => limit.is !== 'between' || limit.low.unit === limit.high.unit,
);
const angleLimit = limitOf(angle, ({ value }) => value).filter(
  (limit) => limit.is !== 'between' || limit.low.unit === limit.high.unit,
);
const shareLimit = limitOf(share, Number);
const countLimit = limitOf(whole, Number);

const name = fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' });
const usualLabel = fc.constantFrom(
  'laptop',
  'book',
  'bottle',
  'table',
  'person',
  'computer mouse',
  'scissors',
);
const label = fc.oneof(
  { weight: 5, arbitrary: usualLabel },
  name.map((text) => text.toLowerCase()),
);
const thing = fc.record({ kind: fc.constant('object'), label });
const body: fc.Arbitrary<RuleBody> = fc.oneof(fc.constant({ kind: 'mug' as const }), thing);

const subject: fc.Arbitrary<Subject> = fc.oneof(
  fc.record({ body, quantifier: fc.constantFrom('every', 'some', 'no'), pick: fc.constant(null) }),
  fc.record({
    body,
    quantifier: fc.constantFrom('every', 'no'),
    pick: fc.oneof(
      fc.record({ by: fc.constant('superlative'), word: fc.constantFrom(...superlatives) }),
      fc.record({
        by: fc.constant('ordinal'),
        number: fc.oneof(fc.constant(-1), fc.integer({ min: 1, max: 1_000 })),
      }),
      fc.record({ by: fc.constant('nearest'), to: body }),
    ),
  }),
);

const area = fc.record({ kind: fc.constant('area'), name });
const region: fc.Arbitrary<Region> = fc.oneof(
  fc.record({ kind: fc.constant('frame') }),
  fc.record({
    kind: fc.constant('zone'),
    zone: fc.constantFrom(
      ...(['top-left', 'top', 'top-right', 'left', 'centre'] as const),
      ...(['right', 'bottom-left', 'bottom', 'bottom-right'] as const),
    ),
  }),
  fc.record({ kind: fc.constant('half'), side: fc.constantFrom(...sides) }),
  fc.record({ kind: fc.constant('third'), side: fc.constantFrom(...sides, 'middle', 'centre') }),
  fc.record({
    kind: fc.constant('quadrant'),
    corner: fc.constantFrom('top-left', 'top-right', 'bottom-left', 'bottom-right'),
  }),
  area,
);

const target: fc.Arbitrary<Target> = fc.oneof(
  fc.record({ kind: fc.constant('frameEdge'), side: fc.option(fc.constantFrom(...sides)) }),
  fc.record({ kind: fc.constant('surfaceEdge') }),
  fc.record({ kind: fc.constant('otherMugs') }),
  thing,
  area,
  fc.record({ kind: fc.constant('centre'), of: fc.constantFrom('frame', 'reference') }),
);

const bare = <K extends string>(kind: K) => fc.record({ kind: fc.constant(kind) });

const arbitraryPredicate: fc.Arbitrary<Trait['is']> = fc.oneof(
  fc.record({
    kind: fc.constant('centred'),
    axis: fc.constantFrom('both', 'horizontal', 'vertical'),
    on: fc.oneof(bare('frame'), bare('reference'), area),
    within: fc.option(length),
  }),
  fc.record({ kind: fc.constant('in'), region, wholly: fc.boolean() }),
  fc.record({ kind: fc.constant('distance'), to: target, limit: lengthLimit }),
  fc.record({
    kind: fc.constant('side'),
    side: fc.constantFrom('left', 'right', 'above', 'below'),
    of: body,
  }),
  fc.record({
    kind: fc.constant('arranged'),
    as: fc.constantFrom('row', 'column', 'grid', 'diagonal'),
    within: fc.option(length),
  }),
  fc.record({ kind: fc.constantFrom('evenlySpaced', 'similarSize'), within: fc.option(share) }),
  fc.record({ kind: fc.constant('size'), of: fc.constantFrom('width', 'height'), limit: lengthLimit }),
  fc.record({ kind: fc.constant('cover'), limit: shareLimit }),
  fc.record({ kind: fc.constant('sizeClass'), is: fc.constantFrom('small', 'medium', 'large') }),
  fc.record({ kind: fc.constant('overlaps'), body }),
  bare('onSurface'),
  fc.record({ kind: fc.constant('upright'), within: fc.option(angle) }),
  fc.record({ kind: fc.constant('tilt'), limit: angleLimit }),
  fc.record({ kind: fc.constant('handle'), points: fc.constantFrom('left', 'right', 'front') }),
  fc.record({ kind: fc.constant('handleAngle'), limit: angleLimit }),
  fc.record({ kind: fc.constant('confidence'), limit: shareLimit }),
  bare('seenFromAbove'),
) as fc.Arbitrary<Trait['is']>;

const isTogether = ({ kind }: Predicate) =>
  kind === 'arranged' || kind === 'evenlySpaced' || kind === 'similarSize';
const trait = fc.record({ is: arbitraryPredicate.filter((is) => !isTogether(is)), not: fc.boolean() });
const where = fc.array(trait, { minLength: 1, maxLength: 2 });

/** Only those of which something is so, now and then; not of what is picked by its number or its neighbour. */
export const arbitrarySubject: fc.Arbitrary<Subject> = fc.oneof(
  { weight: 3, arbitrary: subject },
  {
    weight: 1,
    arbitrary: fc
      .tuple(subject, where)
      .map(([about, traits]) =>
        about.pick === null || about.pick.by === 'superlative' ? { ...about, where: traits } : about,
      ),
  },
);

/** One of several of each is asked of every one. */
const claim = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('claim'),
      subject: arbitrarySubject,
      predicate: arbitraryPredicate,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('claim'),
      subject: arbitrarySubject.map((about) => ({ ...about, quantifier: 'every' as const, pick: null })),
      predicate: fc.record({
        kind: fc.constant('either'),
        of: fc.array(trait, { minLength: 2, maxLength: 3 }),
      }),
    }),
  },
);

const photoClaim: fc.Arbitrary<PhotoClaim> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('megapixels', 'width', 'height', 'longSide', 'shortSide', 'megabytes'),
    limit: limitOf(value, Number),
  }),
  fc.record({ kind: fc.constant('orientation'), is: fc.constantFrom('landscape', 'portrait', 'square') }),
  fc.record({
    kind: fc.constant('format'),
    is: fc.constantFrom('jpeg', 'png', 'webp', 'avif', 'gif', 'tiff'),
  }),
) as fc.Arbitrary<PhotoClaim>;

export const arbitraryCondition: fc.Arbitrary<Condition> = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    {
      weight: 6,
      arbitrary: claim,
    },
    {
      weight: 2,
      arbitrary: fc.oneof(
        fc.record({ kind: fc.constant('count'), body, limit: countLimit, in: fc.option(region) }),
        fc.record({ kind: fc.constant('count'), body, limit: countLimit, in: fc.option(region), where }),
      ),
    },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('photo'), is: photoClaim }) },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constantFrom('all', 'any'),
        of: fc.array(tie('condition'), { minLength: 2, maxLength: 4 }),
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('not'), of: tie('condition') }) },
  ),
})).condition as fc.Arbitrary<Condition>;

const consequence: fc.Arbitrary<Consequence> = fc.oneof(
  fc.record({
    do: fc.constant('alert'),
    severity: fc.option(fc.constantFrom('info', 'success', 'warning', 'error', 'critical')),
  }),
  fc.record({ do: fc.constant('notify'), channel: name }),
  fc.record({ do: fc.constant('useTemplate'), template: name }),
  fc.record({ do: fc.constant('reject') }),
  fc.record({ do: fc.constant('tag'), tag: name }),
) as fc.Arbitrary<Consequence>;
const consequences = fc.array(consequence, { maxLength: 3 });
const some = fc.array(consequence, { minLength: 1, maxLength: 3 });

const scope = fc.option(fc.record({ in: fc.constantFrom('context', 'batch'), name }));
const none = fc.constant(null);
const maybe = fc.option(arbitraryCondition);

/** Without something asked there is one condition, or none and what follows in any case. */
const statement = fc.oneof(
  fc
    .record({
      ...{ scope, when: maybe, unless: maybe, must: arbitraryCondition, else: maybe },
      ...{ onPass: consequences, onFail: consequences },
    })
    .map((made) => (made.when === null ? { ...made, else: null } : made)),
  fc
    .record({
      ...{ scope, when: arbitraryCondition, unless: none, must: none, else: none },
      ...{ onPass: consequences, onFail: consequences },
    })
    .filter(({ onPass, onFail }) => onPass.length + onFail.length > 0),
  fc.record({
    ...{ scope, when: none, unless: none, must: none, else: none },
    ...{ onPass: some, onFail: fc.constant<Consequence[]>([]) },
  }),
) as fc.Arbitrary<Statement>;

export const arbitraryRule: fc.Arbitrary<Rule> = fc.record({
  version: fc.constant(1),
  statements: fc.array(statement, { minLength: 1, maxLength: 3 }),
});
