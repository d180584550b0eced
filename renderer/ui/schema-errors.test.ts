import { describe, expect, it, test } from 'vitest';
import { z } from 'zod';
import { errorsOf } from './schema-errors.ts';

const schema = z.object({
  share: z.number().min(0).max(1).default(0.3),
  edge: z.number().gt(0).lt(0.5),
  time: z.number().int().min(1_000),
});
const named = z.object({ name: z.string().min(1, 'Give it a name.') });
const words = {
  share: { label: 'Share', percent: true },
  edge: { label: 'Edge', percent: true },
  time: { label: 'Time', unit: 'ms' },
};
const good = { share: 0.5, edge: 0.25, time: 2_000 };

describe('errorsOf', () => {
  it('has nothing to say about a good value', () => {
    expect(errorsOf(schema, good, words)).toEqual({});
  });

  test.each([
    [{ share: 5 }, { share: 'Must be at most 100 %.' }],
    [{ share: -1 }, { share: 'Must be at least 0 %.' }],
    [{ edge: 0.7 }, { edge: 'Must be less than 50 %.' }],
    [{ edge: 0 }, { edge: 'Must be more than 0 %.' }],
    [{ time: 5 }, { time: 'Must be at least 1000 ms.' }],
    [{ time: 1_000.5 }, { time: 'A whole number is needed.' }],
    [{ share: null }, { share: 'A value is needed.' }],
    [{ time: null }, { time: 'A value is needed.' }],
  ])('says of %o what the operator can do', (change, errors) => {
    expect(errorsOf(schema, { ...good, ...change }, words)).toEqual(errors);
  });

  it('leaves the words for texts to their schema', () => {
    expect(errorsOf(named, { name: '' }, {})).toEqual({ name: 'Give it a name.' });
  });
});
