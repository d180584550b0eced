import { expect, test } from 'vitest';
import type { Layer } from '../../../shared/template.ts';
import { comparedTo, conditionText, summaryOf } from './mapping-words.ts';

const place = { x: 0, y: 0, width: 10, height: 10, rotation: 0, opacity: 1, hide: false };
const image: Layer = {
  ...{ ...place, layer: 'photo', type: 'image', picture: null, objectFit: 'cover' },
  ...{ borderWidth: 0, borderColor: 'transparent', borderRadius: 0 },
};

test('a layer says in a line what it takes', () => {
  const entry = {
    ...{ layer: 'photo', cell: 0, picture: { kind: 'mockup' as const } },
    visible: [{ value: 'zone', is: '=' as const, to: 'left' }],
  };
  expect(summaryOf(image, entry, false)).toBe('the design on the mug, when zone is left');
});

test('one that takes nothing is as it is, hidden, or shows the photo, which is not said twice', () => {
  expect(summaryOf(image, undefined, false)).toBe('as it is');
  expect(summaryOf({ ...image, hide: true }, undefined, false)).toBe('hidden');
  const entry = { layer: 'photo', cell: 0, picture: { kind: 'photo' as const } };
  expect(summaryOf(image, entry, true)).toBe('shows the photo');
});

test('what is compared to is a number only as it is written, so that nothing changes while one types', () => {
  expect(['2', '0.5', '-3'].map(comparedTo)).toEqual([2, 0.5, -3]);
  expect(['', '0.', '07', '1e3', 'left', ' 2'].map(comparedTo)).toEqual([
    '',
    '0.',
    '07',
    '1e3',
    'left',
    ' 2',
  ]);
});

test('a condition reads as a sentence', () => {
  expect(conditionText({ value: 'mug_count', is: '≥', to: 1 })).toBe('mug_count at least 1');
  expect(conditionText({ value: 'zone', is: 'missing', to: '' })).toBe('zone is not known');
});
