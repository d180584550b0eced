import { beforeEach, expect, it, vi } from 'vitest';
import type { Answer } from '../../../shared/client.ts';
import { delivery } from '../deliveries/test-delivery.ts';

/** The core as far as these tests need it. */
const calls: { name: string; input: unknown }[] = [];
const answers = new Map<string, () => Answer>();
const hearers = new Set<(name: string, payload: unknown) => void>();

vi.stubGlobal('window', {
  h200: {
    async call(name: string, input: unknown) {
      calls.push({ name, input });
      return answers.get(name)?.() ?? { ok: true, value: { items: [] } };
    },
    listen(hear: (name: string, payload: unknown) => void) {
      hearers.add(hear);
      return () => hearers.delete(hear);
    },
  },
  addEventListener: () => {},
});
vi.stubGlobal('location', { hash: '' });

const { changeDraft, followSent, isOurs, sendAlert, useAlert, writeAgain, writeDataAs } = await import(
  './alert.ts'
);

const initial = useAlert.getState();
const waiting = delivery('a', 0, { state: 'waiting' });

beforeEach(() => {
  calls.length = 0;
  useAlert.setState(initial, true);
  answers.set('notices.send', () => ({ ok: true, value: { eventId: 'evt_a', deliveries: [waiting] } }));
  answers.set('deliveries.list', () => ({ ok: true, value: { items: [waiting] } }));
});

it('what is missing is said at its field, and nothing is sent', async () => {
  changeDraft({ title: ' ', json: '{', channelIds: [] });
  await sendAlert();
  expect(useAlert.getState().errors).toEqual({
    title: 'A title is needed.',
    data: 'This is not JSON yet.',
    channelIds: 'Pick at least one channel.',
  });
  expect(calls).toEqual([]);
  changeDraft({ title: 'Line 4' });
  expect(useAlert.getState().errors).toEqual({});
});

it('sends with data, keeps the choice of channels for the next one, and follows the deliveries', async () => {
  const stop = followSent();
  const rows = [{ key: '1', name: 'station', value: '4' }];
  changeDraft({ title: 'Line 4', severity: 'error', rows, channelIds: ['slack'] });
  await sendAlert();
  expect(calls.find(({ name }) => name === 'notices.send')?.input).toEqual({
    title: 'Line 4',
    message: '',
    severity: 'error',
    data: { station: 4 },
    channelIds: ['slack'],
  });
  expect(useAlert.getState().draft).toMatchObject({ title: '', severity: 'info', channelIds: ['slack'] });
  for (const hear of hearers) hear('delivery.changed', { deliveries: [delivery('a')], more: false });
  expect(useAlert.getState().sent[0]?.deliveries.map(({ state }) => state)).toEqual(['delivered']);
  stop();
});

it('what ended between the answer and the listening is asked for', async () => {
  answers.set('deliveries.list', () => ({ ok: true, value: { items: [delivery('a')] } }));
  changeDraft({ title: 'Line 4' });
  await sendAlert();
  expect(useAlert.getState().sent[0]?.deliveries[0]?.state).toBe('delivered');
});

it('what the core refuses is said at the field, and the draft stays', async () => {
  answers.set('notices.send', () => ({
    ok: false,
    error: { code: 'call.invalid', message: 'Too long.', field: 'message' },
  }));
  changeDraft({ title: 'Line 4', message: 'x' });
  await sendAlert();
  expect(useAlert.getState()).toMatchObject({
    errors: { message: 'Too long.' },
    draft: { title: 'Line 4' },
    sending: false,
  });
});

it('an alert of our own is known before and after the answer', async () => {
  changeDraft({ title: ' Line 4 ' });
  const sending = sendAlert();
  expect(isOurs({ id: 'evt_a', title: 'Line 4' })).toBe(true);
  expect(isOurs({ id: 'evt_b', title: 'Line 5' })).toBe(false);
  await sending;
  expect(isOurs({ id: 'evt_a', title: 'Line 4' })).toBe(true);
  expect(isOurs({ id: 'evt_b', title: 'Line 4' })).toBe(false);
});

it('data goes to JSON and back; JSON that cannot be read stays', () => {
  writeAgain({ title: 'Line 4', data: { station: 4, serial: '007' } });
  writeDataAs('json');
  expect(JSON.parse(useAlert.getState().draft.json ?? '')).toEqual({ station: 4, serial: '007' });
  changeDraft({ json: '{"station": ' });
  writeDataAs('lines');
  expect(useAlert.getState().draft.json).toBe('{"station": ');
  expect(useAlert.getState().errors.data).toBe('This is not JSON yet.');
  changeDraft({ json: '{"station": 5}' });
  writeDataAs('lines');
  expect(useAlert.getState().draft.rows.map(({ name, value }) => `${name} ${value}`)).toEqual([
    'station 5',
    ' ',
  ]);
});
