import { expect, it } from 'vitest';
import { nameText, openFor, untilText } from './alert-words.ts';
import { alert } from './test-alert.ts';

it.each([
  ['ChannelDown', 'Channel down'],
  ['Threshold', 'Threshold'],
  ['system_alert', 'System alert'],
  ['GPUHot', 'GPUHot'],
  ['Line 4 CPU', 'Line 4 CPU'],
  ['', ''],
])('%s is called %s', (name, words) => {
  expect(nameText(name)).toBe(words);
});

it('says how long it is until then, and now for what is due', () => {
  expect(untilText('2026-11-22T10:04:00Z', Date.parse('2026-11-22T10:00:00Z'))).toBe('in 4 min');
  expect(untilText('2026-11-22T10:00:00Z', Date.parse('2026-11-22T10:00:09Z'))).toBe('now');
});

it('an alert is open until it has ended', () => {
  const raised = alert('1', 0);
  const later = Date.parse('2026-11-22T10:12:00Z');
  expect(openFor(raised, later)).toBe('12 min');
  const ended = { at: '2026-11-22T10:05:00.000Z', who: null, note: '' };
  expect(openFor({ ...raised, ended }, later)).toBe('5 min');
});
