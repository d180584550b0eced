import { describe, expect, it, test } from 'vitest';
import { conflictsOf } from './conflicts.ts';
import type { Condition, Predicate, Rule } from './rule.ts';
import { claim, count, length, no, photo, picked, ruleOf, some } from './test-rules.ts';

const apart = (
  is: 'atLeast' | 'atMost' | 'moreThan' | 'lessThan',
  value: number,
  unit: 'cm' | 'mm' | 'in' | 'px' = 'cm',
) =>
  ({
    kind: 'distance',
    to: { kind: 'otherMugs' },
    limit: { is, value: length(value, unit) },
  }) satisfies Predicate;
const from = (side: 'left' | 'right' | null, is: 'atLeast' | 'atMost', percent: number) =>
  ({
    kind: 'distance',
    to: { kind: 'frameEdge', side },
    limit: { is, value: length(percent, 'percent') },
  }) satisfies Predicate;
const half = (side: 'left' | 'right' | 'top' | 'bottom') =>
  ({ kind: 'in', region: { kind: 'half', side }, wholly: false }) satisfies Predicate;
const third = (side: 'left' | 'centre' | 'right') =>
  ({ kind: 'in', region: { kind: 'third', side }, wholly: false }) satisfies Predicate;
const zone = (of: 'left' | 'right' | 'top-left') =>
  ({ kind: 'in', region: { kind: 'zone', zone: of }, wholly: false }) satisfies Predicate;
const handle = (points: 'left' | 'right') => ({ kind: 'handle', points }) satisfies Predicate;
const centred = { kind: 'centred', axis: 'both', on: { kind: 'frame' }, within: null } satisfies Predicate;
const upright = { kind: 'upright', within: null } satisfies Predicate;

function kindsOf(...musts: (Condition | Rule)[]) {
  const rules = musts.map((must, index) => ({
    id: `${index}`,
    name: `Rule ${index}`,
    rule: 'statements' in must ? must : ruleOf(must),
  }));
  return conflictsOf(rules).map(({ kind }) => kind);
}

describe('conflictsOf', () => {
  test.each<[string, Condition, Condition]>([
    ['a gap that is both large and small', claim(apart('atLeast', 6)), claim(apart('atMost', 4))],
    ['the same in other units', claim(apart('atLeast', 6)), claim(apart('atMost', 1, 'in'))],
    ['limits that meet where one leaves the end out', claim(apart('moreThan', 4)), claim(apart('atMost', 4))],
    ['two halves', claim(half('left')), claim(half('right'))],
    ['all here and one there', claim(half('left')), claim(half('right'), some)],
    ['all here and the largest there', claim(half('left')), claim(half('right'), picked('largest'))],
    [
      'the largest here and there',
      claim(half('top'), picked('largest')),
      claim(half('bottom'), picked('largest')),
    ],
    ['a half and a third', claim(half('right')), claim(third('left'))],
    ['a zone and a half', claim(zone('left')), claim(half('right'))],
    ['two zones', claim(zone('left')), claim(zone('top-left'))],
    ['the middle and a third', claim(centred), claim(third('left'))],
    ['the left third, far from the left edge', claim(third('left')), claim(from('left', 'atLeast', 40))],
    ['two sides of a handle', claim(handle('left')), claim(handle('right'))],
    ['asked for and forbidden', claim(upright), claim(upright, no)],
    ['in a third of a half that is forbidden', claim(third('left')), claim(half('left'), no)],
    ['forbidden to be nearer, asked to be', claim(apart('lessThan', 5), no), claim(apart('atMost', 4))],
    ['more than there may be', count({ is: 'atLeast', value: 5 }), count({ is: 'lessThan', value: 5 })],
    [
      'nothing between two whole numbers',
      count({ is: 'moreThan', value: 2 }),
      count({ is: 'lessThan', value: 3 }),
    ],
    [
      'more in a part than in all',
      count({ is: 'atMost', value: 3 }),
      count({ is: 'atLeast', value: 4 }, { kind: 'half', side: 'left' }),
    ],
    ['no mug, and something asked of mugs', count({ is: 'exactly', value: 0 }), claim(upright)],
    [
      'two shapes of a photo',
      photo({ kind: 'orientation', is: 'portrait' }),
      photo({ kind: 'orientation', is: 'landscape' }),
    ],
    [
      'two sizes of a photo',
      photo({ kind: 'megapixels', limit: { is: 'atLeast', value: 4 } }),
      photo({ kind: 'megapixels', limit: { is: 'atMost', value: 2 } }),
    ],
  ])('finds %s', (_, a, b) => {
    expect(kindsOf(a, b)).toEqual(['conflict']);
    expect(kindsOf(b, a)).toEqual(['conflict']);
    expect(kindsOf({ kind: 'all', of: [a, b] })).toEqual(['conflict']);
  });

  test.each<[string, Condition, Condition]>([
    ['limits that leave room', claim(apart('atLeast', 3)), claim(apart('atMost', 4))],
    ['limits that share their end', claim(apart('atLeast', 4)), claim(apart('atMost', 4))],
    ['lengths of the photo and of the world', claim(apart('atLeast', 60, 'px')), claim(apart('atMost', 4))],
    ['one here and another there', claim(half('left'), some), claim(half('right'), some)],
    [
      'the largest here and the smallest there',
      claim(half('left'), picked('largest')),
      claim(half('right'), picked('smallest')),
    ],
    [
      'none on the left and none on the right: there may be none',
      claim(half('left'), no),
      claim(half('right'), no),
    ],
    ['halves across each other', claim(half('left')), claim(half('top'))],
    ['a zone that may be narrow, and a third', claim(zone('left')), claim(third('centre'))],
    [
      'either of two that exclude each other',
      { kind: 'any', of: [claim(half('left')), claim(half('right'))] },
      claim(upright),
    ],
  ])('keeps quiet about %s', (_, a, b) => {
    expect(kindsOf(a, b)).toEqual([]);
  });

  test.each<[string, Condition]>([
    ['farther from the edge than there is room', claim(from(null, 'atLeast', 60))],
    [
      'farther from both sides than there is room',
      { kind: 'all', of: [claim(from('left', 'atLeast', 60)), claim(from('right', 'atLeast', 50))] },
    ],
    ['more than the whole frame', claim({ kind: 'cover', limit: { is: 'moreThan', value: 1 } })],
  ])('finds what nothing can satisfy: %s', (_, must) => {
    expect(kindsOf(must)).toEqual(['conflict']);
  });

  it('compares what is asked on a condition only with the same condition, or none', () => {
    const laptop = claim(upright, { ...some, body: { kind: 'object', label: 'laptop' } });
    const book = claim(upright, { ...some, body: { kind: 'object', label: 'book' } });
    const onLeft = (when: Condition | null) => ruleOf(claim(half('left')), { when });
    const onRight = (when: Condition | null) => ruleOf(claim(half('right')), { when });
    expect(kindsOf(onLeft(laptop), onRight(laptop))).toEqual(['conflict']);
    expect(kindsOf(onLeft(laptop), onRight(null))).toEqual(['conflict']);
    expect(kindsOf(onLeft(laptop), onRight(book))).toEqual([]);
  });

  it('lets different contexts ask for different things', () => {
    const inContext = (must: Condition, name: string) => ruleOf(must, { scope: { in: 'context', name } });
    expect(
      kindsOf(inContext(claim(half('left')), 'Café'), inContext(claim(half('right')), 'Studio')),
    ).toEqual([]);
    expect(kindsOf(inContext(claim(half('left')), 'Café'), inContext(claim(half('right')), 'café'))).toEqual([
      'conflict',
    ]);
  });

  it('finds what is said already, unless something follows from it', () => {
    const weak = claim(apart('atLeast', 3));
    const strong = claim(apart('atLeast', 40, 'mm'));
    expect(kindsOf(weak, strong)).toEqual(['redundant']);
    expect(kindsOf(strong, strong)).toEqual(['redundant']);
    expect(kindsOf(ruleOf(weak, { onFail: [{ do: 'reject' }] }), strong)).toEqual([]);
    expect(kindsOf(claim(upright, no), claim(upright, no))).toEqual(['redundant']);
  });

  it('says in a sentence what does not go together', () => {
    const rules = [
      { id: 'a', name: 'Wide', rule: ruleOf(claim(apart('atLeast', 6))) },
      { id: 'b', name: 'Tight', rule: ruleOf(claim(apart('atMost', 4))) },
    ];
    expect(conflictsOf(rules)).toEqual([
      {
        kind: 'conflict',
        ruleIds: ['a', 'b'],
        reason:
          '“Wide” wants the distance between mugs to be at least 6 cm, but “Tight” wants it to be at most 4 cm: no photo can satisfy both.',
      },
    ]);
  });
});
