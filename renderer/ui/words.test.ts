import { expect, test } from 'vitest';
import {
  agoText,
  bytesText,
  clockTime,
  count,
  handleText,
  percent,
  spanText,
  tookText,
  uprightText,
  viewText,
} from './words.ts';

const space = '\u00a0';

test('what cannot be told is said so', () => {
  expect(handleText({ side: 'unknown', confidence: 0.4 })).toBe('Cannot tell (hidden or facing us)');
  expect(handleText(null)).toBe('Cannot tell (hidden or facing us)');
  expect(viewText(null)).toBe('Cannot tell');
});

test('only what is certain is 100 % sure', () => {
  expect(handleText({ side: 'left', confidence: 0.9999 })).toBe(`Left (99${space}% sure)`);
  expect(percent(0.305)).toBe(`31${space}%`);
});

test('the upright verdict comes in words with its angle and its side', () => {
  const of = (verdict: 'pass' | 'fail' | 'unsure' | 'notApplicable', degrees: number | null) =>
    uprightText({ verdict, degrees, confidence: 1 });
  expect(of('pass', -1.6)).toBe('Straight (within 1.6°)');
  expect(of('fail', 12)).toBe('Tilted 12.0° to the right');
  expect(of('fail', -12)).toBe('Tilted 12.0° to the left');
  expect(of('fail', null)).toBe('Tilted');
  expect(of('unsure', 4)).toBe('Not sure (about 4.0°)');
  expect(of('notApplicable', null)).toBe('Not judged (seen from above)');
});

test('amounts, sizes and spans read as people write them', () => {
  expect([count(1, 'mug'), count(0, 'mug'), count(2, 'analysis', 'analyses')]).toEqual([
    '1 mug',
    '0 mugs',
    '2 analyses',
  ]);
  expect([bytesText(120), bytesText(187_392), bytesText(2_350_000)]).toEqual(['1 KB', '187 KB', '2.4 MB']);
  expect([spanText(0.2), spanText(59), spanText(150), spanText(7_300)]).toEqual([
    '1 s',
    '59 s',
    '3 min',
    '2 h 2 min',
  ]);
});

test('times are relative until they are a week old', () => {
  const now = Date.parse('2026-11-22T12:00:00Z');
  expect(agoText('2026-11-22T11:59:40Z', now)).toBe('just now');
  expect(agoText('2026-11-22T11:00:00Z', now)).toBe('1 hour ago');
  expect(agoText('2026-11-20T12:00:00Z', now)).toBe('2 days ago');
  expect(agoText('2026-10-01T12:00:00Z', now)).toMatch(/2026/);
});

test('a moment of today is its time alone, of another day it has its day', () => {
  const at = new Date(2026, 10, 22, 14, 2, 10);
  expect(clockTime(at.toISOString(), at.getTime())).toBe('14:02:10');
  expect(clockTime(at.toISOString(), at.getTime() + 86_400_000)).toMatch(/^Sun,? 22 Nov, 14:02:10$/);
});

test('what took less than a second is told in milliseconds', () => {
  expect([tookText(0.4), tookText(84), tookText(999), tookText(2_340)]).toEqual([
    '0 ms',
    '84 ms',
    '999 ms',
    '2.3 s',
  ]);
});
