import { expect, it } from 'vitest';
import { endOf, fieldTime } from './silence-ends.ts';

const now = new Date(2026, 10, 22, 23, 50).getTime();
const local = (iso: string | null) => (iso === null ? null : fieldTime(iso));

it.each([
  ['30min', '', '2026-11-23T00:20'],
  ['2h', '', '2026-11-23T01:50'],
  ['tomorrow', '', '2026-11-23T08:00'],
  ['custom', '2026-12-01T12:30', '2026-12-01T12:30'],
  ['custom', '', null],
] as const)('%s %s ends at %s', (choice, custom, end) => {
  expect(local(endOf(choice, custom, now))).toBe(end);
});
