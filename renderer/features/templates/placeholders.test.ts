import { expect, test } from 'vitest';
import { complete, placeholderAt, placeholdersIn, suggest } from './placeholders.ts';

test('a placeholder is open from its braces to the caret', () => {
  expect(placeholderAt('Mugs: {{mug_c', 13)).toEqual({ from: 8, query: 'mug_c' });
  expect(placeholderAt('{{', 2)).toEqual({ from: 2, query: '' });
  expect(placeholderAt('{{mug_count}} and', 17)).toBeNull();
  expect(placeholderAt('no braces', 4)).toBeNull();
});

test('taking a value closes its braces and puts the caret behind them', () => {
  const text = 'Mugs: {{mug_c';
  const open = placeholderAt(text, text.length);
  if (open === null) throw new Error('It is open.');
  expect(complete(text, text.length, open, 'mug_count')).toEqual({ text: 'Mugs: {{mug_count}}', caret: 19 });
});

test('what is left of an old name and its braces is replaced, its format stays', () => {
  const text = '{{mug_width|0}} px';
  const open = placeholderAt(text, 6);
  if (open === null) throw new Error('It is open.');
  expect(complete(text, 6, open, 'mug_height').text).toBe('{{mug_height|0}} px');
});

test('the names in a text are told once, without their formats', () => {
  expect(placeholdersIn('{{zone|upper}} {{ zone }} {{template_params.title}}')).toEqual([
    'zone',
    'template_params.title',
  ]);
});

test('names that begin as typed come first, then those with it within, then by what they are', () => {
  const values = [
    { name: 'edge_left', title: 'Gap to the left' },
    { name: 'left', title: 'Left' },
    { name: 'gap', title: 'left over' },
    { name: 'zone', title: 'Zone' },
  ];
  expect(suggest(values, 'LEFT').map(({ name }) => name)).toEqual(['left', 'edge_left', 'gap']);
});
