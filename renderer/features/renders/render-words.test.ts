import { expect, test } from 'vitest';
import { doubtText, fallbackText, standingText } from './render-words.ts';
import { render, result, start } from './test-render.ts';

const now = start + 60_000;

test('a held picture says until when and why', () => {
  const held = render('a', 0, {
    state: 'held',
    dueAt: new Date(now + 30_000).toISOString(),
    explanation: 'The quota of Templated is used up.',
  });
  expect(standingText(held, now)).toMatch(
    /^Held until .*\d\d:\d\d:\d\d: The quota of Templated is used up\.$/,
  );
});

test('a moment that is past is not promised', () => {
  const waiting = render('a', 0, { state: 'waiting', dueAt: new Date(now - 1).toISOString() });
  expect(standingText(waiting, now)).toBe('Its turn is next.');
});

test('a failed one says its sentence, and admits when there is none', () => {
  const failed = render('a', 0, { state: 'failed', explanation: 'There is no layer “title”.' });
  expect(standingText(failed, now)).toBe('There is no layer “title”.');
  expect(standingText({ ...failed, explanation: null }, now)).toMatch(/could not be drawn/);
});

test('a fallback is told in plain words, whatever the reason begins and ends with', () => {
  const reason = (fallbackReason: string | null) => fallbackText({ ...result, fallbackReason });
  expect(reason(null)).toBeNull();
  expect(reason('Templated cannot be reached.')).toBe(
    'Drawn on this machine instead of by Templated: Templated cannot be reached.',
  );
  expect(reason('There is no key for it')).toBe(
    'Drawn on this machine instead of by Templated: there is no key for it.',
  );
});

test('who drew it comes before what was left out', () => {
  const warnings = ['The font “Oswald” is not here: Inter took its place.'];
  expect(doubtText({ ...result, warnings })).toBe(warnings[0]);
  expect(doubtText({ ...result, warnings, fallbackReason: 'It is offline.' })).toContain('it is offline');
  expect(doubtText(result)).toBeNull();
});
