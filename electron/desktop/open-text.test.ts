import { expect, it } from 'vitest';
import { openText } from './open-text.ts';

it.each([
  [0, 0, 'no alert is open'],
  [1, 0, '1 alert open'],
  [2, 1, '3 alerts open, 1 of them acknowledged'],
  [0, 2, '2 alerts open, acknowledged'],
  [1_200, 0, '1,200 alerts open'],
])('%i firing and %i acknowledged: %s', (firing, acknowledged, text) => {
  expect(openText({ firing, acknowledged })).toBe(text);
});
