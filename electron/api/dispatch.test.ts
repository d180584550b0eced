import { expect, test } from 'vitest';
import { type CallName, calls } from '../../shared/contract.ts';
import { AppError } from '../../shared/errors.ts';
import { createDispatch, type Handlers } from './dispatch.ts';

/** A dispatch whose handlers all fail, but for the given ones. */
function dispatchWith(given: Partial<Handlers>) {
  const entries: { level: string; entry: object }[] = [];
  const unexpected = () => {
    throw new Error('Not expected to be called.');
  };
  const names = Object.keys(calls) as CallName[];
  const all = Object.fromEntries(names.map((name) => [name, unexpected])) as unknown as Handlers;
  const dispatch = createDispatch(
    { ...all, ...given },
    {
      error: (entry: object) => entries.push({ level: 'error', entry }),
      debug: (entry: object) => entries.push({ level: 'debug', entry }),
    },
  );
  return { dispatch, entries };
}

const batch = {
  id: 'b1',
  state: 'running' as const,
  total: 1,
  done: 0,
  failed: 0,
  photosPerSecond: null,
  secondsLeft: null,
};

test('a handler gets the validated input, with defaults and without unknown fields', async () => {
  const inputs: unknown[] = [];
  const { dispatch } = dispatchWith({
    'photos.analyzeBatch': (input) => {
      inputs.push(input);
      return batch;
    },
  });
  const photoIds = ['a'.repeat(64)];
  const answer = await dispatch('photos.analyzeBatch', { photoIds, path: '/etc/passwd' });
  expect(answer).toEqual({ ok: true, value: batch });
  expect(inputs).toEqual([{ photoIds, fresh: false, more: false, unreadable: 0 }]);
});

test('a batch of nothing is refused, unless it ends one that waits for more', async () => {
  const { dispatch } = dispatchWith({ 'photos.analyzeBatch': () => batch });
  expect(await dispatch('photos.analyzeBatch', { photoIds: [] })).toMatchObject({
    ok: false,
    error: { code: 'call.invalid', field: 'photoIds', message: 'At least one photo is needed.' },
  });
  for (const rest of [{ batchId: 'b1' }, { unreadable: 1 }])
    expect(await dispatch('photos.analyzeBatch', { photoIds: [], ...rest })).toMatchObject({ ok: true });
});

test.each(['photos.explode', '', 'toString', '__proto__', 'constructor', 'photos', 'photos.add.'])(
  'there is no call named "%s"',
  async (name) => {
    const { dispatch } = dispatchWith({});
    expect(await dispatch(name, {})).toMatchObject({ ok: false, error: { code: 'call.unknown' } });
  },
);

test.each([
  ['photos.analyze', {}, 'photoId'],
  ['photos.analyze', { photoId: '../../etc/passwd' }, 'photoId'],
  ['analyses.list', { limit: 0 }, 'limit'],
  ['analyses.delete', { ids: ['a', 7] }, 'ids.1'],
  ['photos.add', { name: 'a.jpg', bytes: 'text' }, 'bytes'],
  ['settings.set', { positioning: { reference: { kind: 'point' } } }, 'positioning.reference.point'],
])('%s names the field that is wrong in a sentence', async (name, input, field) => {
  const { dispatch } = dispatchWith({});
  const answer = await dispatch(name, input);
  expect(answer).toMatchObject({ ok: false, error: { code: 'call.invalid', field } });
  expect(answer).toHaveProperty(
    'error.message',
    expect.stringMatching(/^The value of ".+" is not valid: .+\.$/),
  );
});

test('a rule of ours speaks for itself', async () => {
  const { dispatch } = dispatchWith({});
  const answer = await dispatch('settings.set', { detection: { ignoreBelow: 0.9, reviewBelow: 0.1 } });
  expect(answer).toHaveProperty('error', {
    code: 'call.invalid',
    field: 'detection.reviewBelow',
    message: 'The review threshold must not be lower than the ignore threshold.',
    fields: { 'detection.reviewBelow': 'The review threshold must not be lower than the ignore threshold.' },
  });
});

test('every field that is wrong is named, each with its own complaint', async () => {
  const { dispatch } = dispatchWith({});
  const answer = await dispatch('channels.save', { kind: 'slack', name: ' ', eventTypes: ['nonsense'] });
  expect(answer).toMatchObject({
    ok: false,
    error: {
      message: 'The value of "name" is not valid: Give it a name.',
      field: 'name',
      fields: { name: 'Give it a name.', 'eventTypes.0': expect.stringContaining('mug_detected') },
    },
  });
});

test.each([7, 'text', true, []])('an input that is %j instead of an object is invalid', async (input) => {
  const { dispatch } = dispatchWith({});
  expect(await dispatch('analyses.get', input)).toMatchObject({ ok: false, error: { code: 'call.invalid' } });
});

test('no input is the same as an empty one', async () => {
  const { dispatch } = dispatchWith({ 'batches.list': () => ({ batches: [] }) });
  expect(await dispatch('batches.list', undefined)).toEqual({ ok: true, value: { batches: [] } });
});

test('an AppError is answered as it is, and does not alarm the log', async () => {
  const { dispatch, entries } = dispatchWith({
    'analyses.get': () => {
      throw new AppError('notFound', 'It is gone.', { cause: new Error('inside') });
    },
  });
  expect(await dispatch('analyses.get', { id: 'a' })).toEqual({
    ok: false,
    error: { code: 'notFound', message: 'It is gone.' },
  });
  expect(entries).toEqual([{ level: 'debug', entry: expect.objectContaining({ call: 'analyses.get' }) }]);
});

test('anything else that goes wrong tells nothing of itself to the caller and all to the log', async () => {
  const failure = new TypeError('secret of /home/anna');
  const { dispatch, entries } = dispatchWith({ 'analyses.get': () => Promise.reject(failure) });
  const answer = await dispatch('analyses.get', { id: 'a' });
  expect(answer).toMatchObject({ ok: false, error: { code: 'internal' } });
  expect(JSON.stringify(answer)).not.toMatch(/secret|anna|stack/);
  expect(entries).toEqual([{ level: 'error', entry: expect.objectContaining({ err: failure }) }]);
});
