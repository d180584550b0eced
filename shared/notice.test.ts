import { expect, test } from 'vitest';
import type { EventData, EventRecord } from './event.ts';
import { noticeOf } from './notice.ts';

const alert = (details: EventData<'system_alert'>['details']): EventRecord<'system_alert'> => ({
  id: 'evt_1',
  type: 'system_alert',
  severity: 'warning',
  occurredAt: '2026-11-22T10:00:00.000Z',
  data: { title: 'Line 4', message: 'Look at it.', details },
});

test('key data comes in its order, text as it is and the rest as JSON', () => {
  expect(noticeOf(alert({ station: 4, side: 'left', parts: [1, 2] })).facts).toEqual([
    { label: 'station', value: '4' },
    { label: 'side', value: 'left' },
    { label: 'parts', value: '[1,2]' },
  ]);
});

test('more key data than anybody reads is cut visibly', () => {
  const many = Object.fromEntries(Array.from({ length: 103 }, (_, index) => [`name ${index}`, index]));
  const { facts } = noticeOf(alert(many));
  expect(facts).toHaveLength(101);
  expect(facts.at(-1)).toEqual({ label: 'And', value: '3 further values' });
});

test('a value that is too long is cut visibly, and never in the middle of a character', () => {
  const [fact] = noticeOf(alert({ text: '🫖'.repeat(2_000) })).facts;
  expect(fact?.value).toHaveLength(2_000);
  expect(fact?.value).toMatch(/…$/);
  expect(fact?.value.isWellFormed()).toBe(true);
});

test('a photo without a name is told by the start of its id', () => {
  const data = {
    image_id: 'abcdef0123456789',
    mug_count: 0,
    positions: [],
    confidence_scores: [],
    processing_time: 0.2,
  };
  const notice = noticeOf({ ...alert({}), type: 'mug_detected', data });
  expect(notice).toMatchObject({ title: '0 mugs found in photo abcdef01', thread: 'photo-abcdef0123456789' });
});
