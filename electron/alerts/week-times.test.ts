import { expect, test } from 'vitest';
import { type WeekTimes, weekdays } from '../../shared/alert.ts';
import { endOf, isWithin } from './week-times.ts';

const at = (text: string) => Date.parse(text);
const iso = (time: number | null) => (time === null ? null : new Date(time).toISOString());
const night: WeekTimes = { days: ['monday'], from: '22:00', to: '07:00', timeZone: 'UTC' };

// 2 November 2026 is a Monday.
test.each([
  ['2026-11-02T21:59:59Z', false],
  ['2026-11-02T22:00:00Z', true],
  ['2026-11-03T06:59:59Z', true],
  ['2026-11-03T07:00:00Z', false],
  ['2026-11-03T22:00:00Z', false],
  ['2026-11-02T03:00:00Z', false],
])('a night that begins on Monday holds at %s: %s', (time, holds) => {
  expect(isWithin(night, at(time))).toBe(holds);
});

test.each([
  ['a day', { days: ['monday'], from: '09:00', to: '17:00' }, '2026-11-02T09:00:00Z', '2026-11-02T17:00:00Z'],
  [
    'to midnight',
    { days: ['monday'], from: '09:00', to: '24:00' },
    '2026-11-02T10:30:30Z',
    '2026-11-03T00:00:00Z',
  ],
  [
    'a whole day',
    { days: ['monday'], from: '08:00', to: '08:00' },
    '2026-11-02T01:00:00Z',
    '2026-11-03T00:00:00Z',
  ],
  [
    'a weekend, day after day',
    { days: ['saturday', 'sunday'], from: '00:00', to: '24:00' },
    '2026-11-07T05:00:00Z',
    '2026-11-09T00:00:00Z',
  ],
  [
    'another zone',
    { days: ['monday'], from: '22:00', to: '07:00', timeZone: 'America/New_York' },
    '2026-11-03T04:00:00Z',
    '2026-11-03T12:00:00Z',
  ],
  [
    'a night in which clocks go back',
    { days: ['saturday'], from: '22:00', to: '07:00', timeZone: 'Europe/Berlin' },
    '2026-10-24T21:00:00Z',
    '2026-10-25T06:00:00Z',
  ],
  [
    'a night in which clocks go forward',
    { days: ['saturday'], from: '22:00', to: '07:00', timeZone: 'Europe/Berlin' },
    '2026-03-28T22:00:00Z',
    '2026-03-29T05:00:00Z',
  ],
])('%s ends when its clock shows it', (_name, times, now, end) => {
  expect(iso(endOf([{ timeZone: 'UTC', ...times } as WeekTimes], at(now)))).toBe(
    new Date(at(end)).toISOString(),
  );
});

test('outside all times there is no end', () => {
  expect(endOf([night], at('2026-11-02T12:00:00Z'))).toBeNull();
  expect(endOf([], at('2026-11-02T12:00:00Z'))).toBeNull();
});

test('times that never end are taken as ending in a week', () => {
  const always: WeekTimes = { days: [...weekdays], from: '00:00', to: '00:00', timeZone: 'UTC' };
  const now = at('2026-11-02T12:00:00Z');
  expect(endOf([always], now)).toBe(now + 7 * 86_400_000);
});
