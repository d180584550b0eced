import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type DataRow, dataOf, emptyRow, readJson, readValue, rowsOf, writeValue } from './alert-data.ts';

const row = (name: string, value: string): DataRow => ({ ...emptyRow(), name, value });

it('numbers stay numbers, and words stay words', () => {
  expect(['4', '-0.25', '1e3', 'true', 'null'].map(readValue)).toEqual([4, -0.25, 1000, true, null]);
  expect(['', 'Line 4', '12 px', '2026-11-22', 'nullable', '4.'].map(readValue)).toEqual([
    '',
    'Line 4',
    '12 px',
    '2026-11-22',
    'nullable',
    '4.',
  ]);
});

it('digits that no number can hold stay text, and quotes make text of a number', () => {
  expect(readValue('12345678901234567890')).toBe('12345678901234567890');
  expect(readValue('007')).toBe('007');
  expect(readValue('"4"')).toBe('4');
});

it('lists and objects can be typed into a line', () => {
  expect(readValue('[1, "a"]')).toEqual([1, 'a']);
  expect(readValue('{"left": 2}')).toEqual({ left: 2 });
  expect(readValue('[1, ')).toBe('[1, ');
});

it('reads back every value that it writes', () => {
  const { json } = fc.letrec((tie) => ({
    json: fc.oneof(
      fc.string(),
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      tie('list'),
    ),
    list: fc.array(fc.oneof(fc.string(), fc.boolean(), fc.constant(null)), { maxLength: 3 }),
  }));
  fc.assert(
    fc.property(json as fc.Arbitrary<string | number>, (value) => {
      expect(readValue(writeValue(value))).toEqual(Object.is(value, -0) ? 0 : value);
    }),
  );
});

it('lines without a name do not count', () => {
  expect(dataOf([row('station', '4'), row(' ', 'x'), row(' line ', 'B')])).toEqual({ station: 4, line: 'B' });
});

it('lines and JSON say the same', () => {
  const data = { station: 4, serial: '0042', limits: [1, 2] };
  expect(dataOf(rowsOf(data))).toEqual(data);
  expect(readJson(JSON.stringify(data))).toEqual({ data });
});

it('says why a text is no data', () => {
  expect(readJson('{')).toEqual({ reason: 'This is not JSON yet.' });
  expect(readJson('[1]')).toEqual({ reason: 'Names with values are needed: { "station": 4 }.' });
  expect(readJson('')).toEqual({ data: {} });
});
