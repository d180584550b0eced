import type {
  Condition,
  Consequence,
  PhotoClaim,
  Predicate,
  Subject,
  Surroundings,
  Trait,
} from '../../../shared/rules/rule.ts';

const everyMug: Subject = { body: { kind: 'mug' }, quantifier: 'every', pick: null };
const fourCentimetres = { is: 'atLeast', value: { value: 4, unit: 'cm' } } as const;
const half = { is: 'atLeast', value: 0.5 } as const;

/** What each kind of claim about one mug begins with in the form. */
const simple: { [K in Trait['is']['kind']]: { label: string; start: Trait['is'] & { kind: K } } } = {
  centred: {
    label: 'is centred',
    start: { kind: 'centred', axis: 'both', on: { kind: 'frame' }, within: { value: 5, unit: 'percent' } },
  },
  in: { label: 'is in', start: { kind: 'in', region: { kind: 'frame' }, wholly: true } },
  distance: {
    label: 'keeps a distance',
    start: { kind: 'distance', to: { kind: 'otherMugs' }, limit: fourCentimetres },
  },
  side: {
    label: 'is beside',
    start: { kind: 'side', side: 'left', of: { kind: 'object', label: 'laptop' } },
  },
  arranged: { label: 'stands in', start: { kind: 'arranged', as: 'row', within: null } },
  evenlySpaced: { label: 'is evenly spaced', start: { kind: 'evenlySpaced', within: null } },
  similarSize: { label: 'is similar in size', start: { kind: 'similarSize', within: null } },
  size: { label: 'measures', start: { kind: 'size', of: 'width', limit: fourCentimetres } },
  cover: { label: 'covers of the frame', start: { kind: 'cover', limit: { is: 'atLeast', value: 0.15 } } },
  sizeClass: { label: 'is of the size', start: { kind: 'sizeClass', is: 'medium' } },
  overlaps: { label: 'overlaps', start: { kind: 'overlaps', body: { kind: 'mug' } } },
  onSurface: { label: 'is on the table', start: { kind: 'onSurface' } },
  upright: { label: 'is upright', start: { kind: 'upright', within: { value: 3, unit: 'degrees' } } },
  tilt: {
    label: 'is tilted',
    start: { kind: 'tilt', limit: { is: 'atMost', value: { value: 5, unit: 'degrees' } } },
  },
  handle: { label: 'has its handle', start: { kind: 'handle', points: 'right' } },
  handleAngle: {
    label: 'has a handle angle',
    start: {
      kind: 'handleAngle',
      limit: {
        is: 'about',
        value: { value: 90, unit: 'degrees' },
        tolerance: { value: 20, unit: 'degrees' },
      },
    },
  },
  confidence: { label: 'is recognised', start: { kind: 'confidence', limit: half } },
  seenFromAbove: { label: 'is seen from above', start: { kind: 'seenFromAbove' } },
};

const predicates: Record<Predicate['kind'], { label: string; start: Predicate }> = {
  ...simple,
  either: {
    label: 'is one of several',
    start: {
      kind: 'either',
      of: [
        { is: simple.centred.start, not: false },
        { is: simple.handle.start, not: false },
      ],
    },
  },
};

/** What narrows a subject down begins with this. */
export const firstTrait: Trait = { is: simple.onSurface.start, not: false };
const together: readonly string[] = ['arranged', 'evenlySpaced', 'similarSize'];

/** What may be so of one of them by itself. */
export const traitKinds = Object.entries(simple)
  .filter(([kind]) => !together.includes(kind))
  .map(([value, { label }]) => ({ value, label }));

export function traitOf(kind: string): Trait['is'] {
  return simple[kind as Trait['is']['kind']].start;
}

const photos: Record<PhotoClaim['kind'], { label: string; start: PhotoClaim }> = {
  megapixels: { label: 'megapixels', start: { kind: 'megapixels', limit: { is: 'atLeast', value: 2 } } },
  width: { label: 'width in px', start: { kind: 'width', limit: { is: 'atLeast', value: 1_000 } } },
  height: { label: 'height in px', start: { kind: 'height', limit: { is: 'atLeast', value: 1_000 } } },
  longSide: { label: 'long side in px', start: { kind: 'longSide', limit: { is: 'atLeast', value: 1_500 } } },
  shortSide: {
    label: 'short side in px',
    start: { kind: 'shortSide', limit: { is: 'atLeast', value: 1_000 } },
  },
  megabytes: { label: 'megabytes', start: { kind: 'megabytes', limit: { is: 'atMost', value: 10 } } },
  orientation: { label: 'orientation', start: { kind: 'orientation', is: 'landscape' } },
  format: { label: 'format', start: { kind: 'format', is: 'jpeg' } },
};

/** What a sentence of the form begins with. */
export const firstCondition: Condition = {
  kind: 'claim',
  subject: everyMug,
  predicate: predicates.centred.start,
};

/** The kinds of conditions as the form offers them, by group. */
export const conditionKinds = [
  {
    group: 'A mug or a thing',
    items: Object.entries(predicates).map(([kind, { label }]) => ({ value: `claim.${kind}`, label })),
  },
  { group: 'How many', items: [{ value: 'count', label: 'there are' }] },
  {
    group: 'The photo',
    items: Object.entries(photos).map(([kind, { label }]) => ({
      value: `photo.${kind}`,
      label: `its ${label}`,
    })),
  },
  {
    group: 'Several',
    items: [
      { value: 'all', label: 'all of these' },
      { value: 'any', label: 'one of these' },
      { value: 'not', label: 'not this' },
    ],
  },
];

export function kindOf(condition: Condition): string {
  if (condition.kind === 'claim') return `claim.${condition.predicate.kind}`;
  if (condition.kind === 'photo') return `photo.${condition.is.kind}`;
  return condition.kind;
}

/** Another kind of condition in place of this one; what both have is kept. */
export function asKind(kind: string, before: Condition): Condition {
  const [what, which = ''] = kind.split('.');
  const inside = before.kind === 'all' || before.kind === 'any' ? before.of : [before, firstCondition];
  switch (what) {
    case 'claim': {
      const subject = before.kind === 'claim' ? before.subject : everyMug;
      return { kind: 'claim', subject, predicate: predicates[which as Predicate['kind']].start };
    }
    case 'photo':
      return { kind: 'photo', is: photos[which as PhotoClaim['kind']].start };
    case 'all':
    case 'any':
      return { kind: what, of: inside };
    case 'not':
      return { kind: 'not', of: before };
    default:
      return { kind: 'count', body: { kind: 'mug' }, limit: { is: 'atLeast', value: 1 }, in: null };
  }
}

/** What a consequence begins with: with a channel or template that is there. */
export function startOf(
  what: Consequence['do'],
  { channels = [], templates = [] }: Surroundings,
): Consequence {
  const { start } = consequenceStarts[what];
  if (start.do === 'notify') return { ...start, channel: channels[0] ?? start.channel };
  if (start.do === 'useTemplate') return { ...start, template: templates[0] ?? start.template };
  return start;
}

/** What can follow from a sentence. */
export const consequenceStarts: Record<Consequence['do'], { label: string; start: Consequence }> = {
  alert: { label: 'Alert', start: { do: 'alert', severity: 'warning' } },
  reject: { label: 'Reject the photo', start: { do: 'reject' } },
  tag: { label: 'Tag it', start: { do: 'tag', tag: 'check' } },
  notify: { label: 'Notify a channel', start: { do: 'notify', channel: 'Slack' } },
  useTemplate: { label: 'Use a template', start: { do: 'useTemplate', template: 'Product listing' } },
};
