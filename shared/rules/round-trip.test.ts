import fc from 'fast-check';
import { expect, it } from 'vitest';
import { arbitraryRule } from './arbitrary-rules.ts';
import { parse } from './parse.ts';
import { print } from './print.ts';

it('reads every rule back from its canonical words', () => {
  fc.assert(
    fc.property(arbitraryRule, (rule) => {
      const { rule: back, canonical, problems } = parse(print(rule));
      expect(problems.filter(({ level }) => level === 'error')).toEqual([]);
      expect(back).toEqual(rule);
      expect(canonical).toBe(print(rule));
    }),
    { numRuns: 500 },
  );
});
