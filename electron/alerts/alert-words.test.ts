import { expect, test } from 'vitest';
import { eventDataSchemas } from '../../shared/event.ts';
import { alertEventOf, durationWords, type Spoken, type SpokenAlert } from './alert-words.ts';

const alert = (title: string, also: Partial<SpokenAlert> = {}): SpokenAlert => ({
  id: `alr_${title}`,
  severity: 'error',
  state: 'firing',
  labels: { alertname: 'Disk', disk: title },
  title,
  message: '',
  details: {},
  analysisId: null,
  raisedAt: '2026-11-01T00:00:00.000Z',
  count: 1,
  endedAt: null,
  ...also,
});
const ended = (title: string) => alert(title, { endedAt: '2026-11-01T00:12:00.000Z' });

const spoken = (also: Partial<Spoken>): Spoken => ({
  occasion: 'new',
  firing: [],
  firingCount: also.firing?.length ?? 0,
  ended: [],
  endedCount: also.ended?.length ?? 0,
  ids: [],
  severity: 'error',
  isOpen: true,
  groupId: 'grp_1',
  ...also,
});
const words = (also: Partial<Spoken>) => alertEventOf(spoken(also));

test('one alert speaks for itself', () => {
  const one = alert('a', { message: 'Full.', details: { free: '1 %' }, count: 3, analysisId: 'ana_1' });
  expect(words({ firing: [one], ids: [one.id] })).toEqual({
    severity: 'error',
    data: {
      title: 'a',
      message: 'Full.',
      details: { free: '1 %', alertname: 'Disk', disk: 'a', times: 3 },
      status: 'firing',
      alert_ids: ['alr_a'],
      count: 1,
      group: 'grp_1',
      analysis_id: 'ana_1',
    },
  });
});

test('several are listed with what they have in common; the rest is counted', () => {
  const { data } = words({
    firing: [alert('a', { message: 'Full.\nVery.' }), alert('b')],
    firingCount: 12,
    ended: [ended('c')],
  });
  expect(data).toMatchObject({ title: '12 alerts: a', details: { alertname: 'Disk' }, count: 12 });
  expect(data.message).toBe(
    '• error: a. Full.\n• error: b\nand 10 more\n\nResolved meanwhile:\n• c (12 min)',
  );
});

test.each([
  ['ended', { ended: [ended('a')] }, 'Resolved: a', 'It is over after 12 min.', 'resolved'],
  [
    'ended',
    { ended: [ended('a'), ended('b')] },
    'Resolved: 2 alerts: a',
    '• a (12 min)\n• b (12 min)',
    'resolved',
  ],
  ['repeat', { firing: [alert('a')] }, 'Still firing: a', '', 'firing'],
  ['escalated', { firing: [alert('a')], preface: 'Nobody.' }, 'Escalated: a', 'Nobody.', 'firing'],
  ['reminder', { firing: [alert('a')], isOpen: false }, 'Still open: a', '', 'acknowledged'],
] as const)('%s: %o', (occasion, also, title, message, status) => {
  const { data, severity } = words({ occasion, ...also });
  expect(data).toMatchObject({ title, message, status });
  expect(severity).toBe(status === 'resolved' ? 'success' : 'error');
});

test('however long the words, the event is a valid one', () => {
  const long = alert('🙂'.repeat(150), {
    message: 'x'.repeat(20_000),
    labels: { alertname: 'y'.repeat(500) },
  });
  const { data } = words({ occasion: 'escalated', firing: [long], preface: 'p'.repeat(500) });
  expect(eventDataSchemas.system_alert.parse(data)).toEqual(data);
  expect(data.title.isWellFormed()).toBe(true);
});

test.each([
  [0, '0 s'],
  [59_400, '59 s'],
  [60_000, '1 min'],
  [3_599_999, '1 h'],
  [11_100_000, '3 h 5 min'],
  [90_000_000, '25 h'],
])('%d ms is %s', (ms, expected) => {
  expect(durationWords(ms)).toBe(expected);
});
