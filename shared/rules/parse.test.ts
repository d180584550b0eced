import { expect, it } from 'vitest';
import { parse } from './parse.ts';

it('reads what an operator writes, word for word', () => {
  const { rule, canonical, confidence, problems } = parse(
    'Mugs must be centred within 5 % of the frame and at least 4 cm apart; handle to the right',
  );
  expect(rule).not.toBeNull();
  expect({ canonical, confidence, problems }).toEqual({
    canonical:
      'Every mug must be centred within 5 % and every mug must be at least 4 cm from other mugs. Every mug must have the handle on the right.',
    confidence: 1,
    problems: [],
  });
});
