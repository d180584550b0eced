import fc from 'fast-check';
import { expect, it } from 'vitest';
import { matchersFor, matcherText, problemsOf } from './matchers.ts';

const labelled = (labels: Record<string, string>) => ({ labels });

it('a silence for one alert asks for all its labels', () => {
  expect(matchersFor([labelled({ alertname: 'ChannelDown', channel: 'ops' })])).toEqual([
    { name: 'alertname', op: '=', value: 'ChannelDown' },
    { name: 'channel', op: '=', value: 'ops' },
  ]);
});

it('for several it asks for what they have in common, and their names', () => {
  const both = [labelled({ alertname: 'A', source: 's' }), labelled({ alertname: 'B.1', source: 's' })];
  expect(matchersFor(both)).toEqual([
    { name: 'alertname', op: '=~', value: 'A|B\\.1' },
    { name: 'source', op: '=', value: 's' },
  ]);
});

it('names of any kind are matched as they are written', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 2, maxLength: 5 }), (names) => {
      const [matcher] = matchersFor(names.map((alertname) => labelled({ alertname })));
      const expression = new RegExp(`^(?:${matcher?.value})$`, 'u');
      expect(names.every((name) => expression.test(name))).toBe(true);
      expect(expression.test('none of them')).toBe(names.includes('none of them'));
    }),
  );
});

it('says what is wrong with a condition, and nothing of an empty line', () => {
  const wrong = { name: 'a b', op: '=', value: 'x' } as const;
  const open = { name: 'a', op: '=~', value: '(' } as const;
  expect(problemsOf([wrong, open, { name: '', op: '=', value: '' }])).toEqual([
    'A label is named with letters, digits and _ only.',
    'This is not a regular expression. What looks around or back cannot be used.',
    null,
  ]);
});

it('reads as a sentence', () => {
  expect(matcherText({ name: 'source', op: '!=', value: 'rules' })).toBe('source is not rules');
  expect(matcherText({ name: 'photo', op: '=', value: '' })).toBe('photo is empty');
});
