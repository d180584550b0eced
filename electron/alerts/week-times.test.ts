import fc from 'fast-check';
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
  [
    'a night whose end clocks leap over',
    { days: ['saturday'], from: '22:00', to: '02:30', timeZone: 'Europe/Berlin' },
    '2026-03-28T22:00:00Z',
    '2026-03-29T01:00:00Z',
  ],
  [
    'a whole day where clocks leap over midnight',
    { days: ['thursday'], from: '00:00', to: '24:00', timeZone: 'Africa/Cairo' },
    '2026-04-23T10:00:00Z',
    '2026-04-23T22:00:00Z',
  ],
  // One that is slow holds everything up: alerts ask this each time.
])('%s ends when its clock shows it', { timeout: 1_000 }, (_name, times, now, end) => {
  expect(iso(endOf([{ timeZone: 'UTC', ...times } as WeekTimes], at(now)))).toBe(
    new Date(at(end)).toISOString(),
  );
});

const zones = [
  'UTC',
  'Europe/Berlin',
  'Africa/Cairo',
  'Australia/Lord_Howe',
  'America/Asuncion',
  'Asia/Kathmandu',
];
const timeOfDay = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom('00', '15', '30', '59'))
  .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${minute}`);
/** Nights around those in which clocks are changed somewhere, and others. */
const moment = fc
  .tuple(
    fc.constantFrom(
      '2026-03-28',
      '2026-04-04',
      '2026-04-23',
      '2026-10-03',
      '2026-10-24',
      '2026-10-29',
      '2026-11-02',
    ),
    fc.integer({ min: 0, max: 2 * 1_440 }),
    fc.integer({ min: 0, max: 59_999 }),
  )
  .map(([day, minute, ms]) => at(`${day}T00:00:00Z`) + minute * 60_000 + ms);

test('times end at the first whole minute at which none holds', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          days: fc.uniqueArray(fc.constantFrom(...weekdays), { minLength: 1, maxLength: 2 }),
          from: timeOfDay,
          to: timeOfDay,
          timeZone: fc.constantFrom(...zones),
        }),
        { minLength: 1, maxLength: 2 },
      ),
      moment,
      (all, now) => {
        const holds = (time: number) => all.some((times) => isWithin(times, time));
        let minute = Math.ceil((now + 1) / 60_000) * 60_000;
        while (holds(minute)) minute += 60_000;
        expect(iso(endOf(all, now))).toBe(holds(now) ? iso(minute) : null);
      },
    ),
    { numRuns: 300 },
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
