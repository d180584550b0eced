import { expect, it } from 'vitest';
import type { LogEntry } from '../../../shared/log-entry.ts';
import { isWanted, linesOf, notOn, restText, textOf } from './log-lines.ts';

const entry = (message: string, more: Partial<LogEntry> = {}): LogEntry => ({
  at: '2026-11-28T14:00:00.000Z',
  level: 'info',
  message,
  ids: {},
  fields: {},
  ...more,
});

it('takes what is as bad or worse and says the text anywhere, in small or capital letters', () => {
  const slow = entry('Slow', { level: 'warn', fields: { channel: 'Ops' } });
  expect(isWanted(slow, { level: 'info', text: '' })).toBe(true);
  expect(isWanted(slow, { level: 'error', text: '' })).toBe(false);
  expect(isWanted(slow, { level: 'info', text: 'OPS' })).toBe(true);
  expect(isWanted(slow, { level: 'info', text: 'pager' })).toBe(false);
});

it('what is on the page already is not taken twice', () => {
  expect(notOn([entry('a'), entry('b')], [entry('c'), entry('b')])).toEqual([entry('c')]);
});

it('two equal entries are two lines', () => {
  const [one, other] = linesOf([entry('a'), entry('a')]);
  expect(one?.key).not.toBe(other?.key);
});

it('the line says what else there is, without what does not fit', () => {
  const said = entry('Sent', { ids: { channelId: 'slack' }, fields: { tookMs: 84, err: { stack: 'long' } } });
  expect(restText(said)).toBe('slack tookMs=84');
});

it('a line is copied with its ids and all that it says', () => {
  const text = textOf(entry('Sent', { ids: { deliveryId: 'dlv_1' }, fields: { tookMs: 84 } }));
  expect(JSON.parse(text)).toMatchObject({ message: 'Sent', deliveryId: 'dlv_1', tookMs: 84 });
});
