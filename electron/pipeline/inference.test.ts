import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { builtInModel } from '../../models/manifest.ts';
import type { InferenceStatus } from '../../shared/contract.ts';
import { defaultSettings } from '../../shared/settings.ts';
import { createLog } from '../log.ts';
import { forkNode } from './fork-node.ts';
import { createInference, type Inference, type InferenceOptions, type LoadedModel } from './inference.ts';

const {
  task: _task,
  file: _file,
  source: _source,
  input: _input,
  outputs: _outputs,
  ...facts
} = builtInModel('mug-detector');
const detector: LoadedModel = {
  ...facts,
  source: 'builtIn',
  layout: 'ssd',
  input: { width: 300, height: 300 },
  addedAt: null,
  path: 'works',
};
const forkMisbehaving = forkNode(join(import.meta.dirname, 'misbehaving-child.ts'));

let inference: Inference;
const states: InferenceStatus[] = [];
let pid: number | undefined;
let time = 0;

function begin(options: Partial<InferenceOptions> = {}): Inference {
  states.length = 0;
  inference = createInference({
    fork: () => {
      const child = forkMisbehaving();
      pid = child.pid;
      return child;
    },
    detector,
    poseModel: { path: 'pose', reference: { id: 'cup-pose', name: 'Cup pose', sha256: '' } },
    headPath: 'head',
    settings: () => defaultSettings.inference,
    onStatus: (status) => states.push(status),
    log: createLog({ level: 'silent' }),
    now: () => time,
    random: () => 0,
    ...options,
  });
  return inference;
}

afterEach(() => inference.stop());

/** Asks for photos one after the other, all at once; the code of the error or 'ok' for each. */
function lookAt(...paths: string[]): Promise<string[]> {
  const looks = paths.map((path) =>
    inference.analyze({ path, floor: 0.1, poseFloor: 0.1, maxMegapixels: 10 }).then(
      () => 'ok',
      (error) => error.code,
    ),
  );
  return Promise.all(looks);
}

test('it starts, answers in order of asking and stops', async () => {
  begin();
  expect(inference.status()).toMatchObject({ state: 'stopped', provider: null });
  await inference.start();
  expect(inference.status()).toMatchObject({ state: 'ready', reason: null, restarts: 0 });
  expect(inference.provider()).toEqual({ requested: 'auto', used: 'cpu', reason: null });
  expect(await lookAt('a', 'is damaged', 'b')).toEqual(['ok', 'photo.damaged', 'ok']);
  await inference.stop();
  expect(states.map(({ state }) => state)).toEqual(['starting', 'ready', 'stopped']);
  expect(() => process.kill(pid ?? 0, 0)).toThrow('ESRCH');
});

test('a call starts it where nobody did', async () => {
  begin();
  expect(await lookAt('a')).toEqual(['ok']);
});

test('only the photo in hand fails when the process dies, the one being prepared is sent again', async () => {
  begin();
  expect(await lookAt('a', 'dies', 'b', 'c', 'd')).toEqual(['ok', 'inference.crashed', 'ok', 'ok', 'ok']);
  expect(inference.status()).toMatchObject({ state: 'ready', restarts: 1 });
});

test('of two bad photos in a row each fails for itself', async () => {
  begin();
  expect(await lookAt('a', 'dies', 'dies', 'b')).toEqual([
    'ok',
    'inference.crashed',
    'inference.crashed',
    'ok',
  ]);
});

test('a kill from outside costs one photo', async () => {
  begin();
  await inference.start();
  const looks = lookAt('is silent', 'a', 'b');
  process.kill(pid ?? 0, 'SIGKILL');
  expect(await looks).toEqual(['inference.crashed', 'ok', 'ok']);
  expect(states.find(({ state }) => state === 'restarting')?.reason).toContain('SIGKILL');
});

test('a photo that takes too long fails, and the process with it, not the photos behind', async () => {
  begin({ settings: () => ({ ...defaultSettings.inference, timeoutMs: 400 }) });
  await inference.start();
  expect(await lookAt('hangs', 'a', 'b')).toEqual(['inference.timedOut', 'ok', 'ok']);
  expect(inference.status().restarts).toBe(1);
});

test('drawing does not wait behind photos', async () => {
  begin();
  await inference.start();
  const photos = lookAt('is silent', 'a', 'b', 'c');
  const job = { path: 'a', maxSide: 10, format: 'jpeg', outPath: 'b' } as const;
  await expect(inference.drawPicture(job)).resolves.toEqual({ width: 1, height: 1 });
  process.kill(pid ?? 0, 'SIGKILL');
  expect(await photos).toEqual(['inference.crashed', 'ok', 'ok', 'ok']);
});

test('however many bad photos come in a row, the good ones behind them are looked at', async () => {
  begin();
  const bad = Array.from({ length: 7 }, () => 'dies');
  expect(await lookAt(...bad, 'a', 'b')).toEqual([...bad.map(() => 'inference.crashed'), 'ok', 'ok']);
  expect(inference.status()).toMatchObject({ state: 'ready', restarts: 7 });
});

test('when it keeps dying while it loads it gives up, says so, and tries again with a later call', async () => {
  begin({ detector: { ...detector, path: 'dies' } });
  await expect(inference.start()).rejects.toMatchObject({ code: 'inference.unavailable' });
  expect(inference.status()).toMatchObject({ state: 'failed', provider: null, restarts: 5 });
  expect(inference.status().reason).toContain('keeps dying');
  expect(await lookAt('a')).toEqual(['inference.unavailable']);
  expect(inference.status().restarts).toBe(5);
  time += 60_000;
  expect(await lookAt('a')).toEqual(['inference.unavailable']);
  expect(inference.status().restarts).toBe(6);
});

test('a damaged model is reported at once, and another model mends it', async () => {
  begin({ detector: { ...detector, path: 'damaged' } });
  const looks = lookAt('a');
  await expect(inference.start()).rejects.toMatchObject({ code: 'model.damaged' });
  expect(await looks).toEqual(['model.damaged']);
  expect(inference.status()).toMatchObject({ state: 'failed', reason: 'The model is damaged.' });
  await inference.use({ ...detector, id: 'other' });
  expect(inference.status()).toMatchObject({ state: 'ready', model: { id: 'other' } });
  expect(await lookAt('a')).toEqual(['ok']);
});

test('a model that cannot be used leaves the one before in use', async () => {
  begin();
  await inference.start();
  await expect(inference.use({ ...detector, id: 'other', path: 'damaged' })).rejects.toMatchObject({
    code: 'model.damaged',
  });
  expect(inference.status()).toMatchObject({ state: 'ready', model: { id: 'mug-detector' } });
  await inference.use({ ...detector, id: 'other' });
  expect(inference.status().model?.id).toBe('other');
});

test('a cancelled photo is given up at once, wherever it is', async () => {
  begin();
  await inference.start();
  const job = { floor: 0.1, poseFloor: 0.1, maxMegapixels: 10 };
  const [before, inHand, queued] = [new AbortController(), new AbortController(), new AbortController()];
  before.abort();
  const looks = [
    inference.analyze({ ...job, path: 'a', signal: before.signal }),
    inference.analyze({ ...job, path: 'is silent', signal: inHand.signal }),
    inference.analyze({ ...job, path: 'b' }),
    inference.analyze({ ...job, path: 'dies', signal: queued.signal }),
  ];
  const codes = Promise.allSettled(looks);
  inHand.abort();
  queued.abort();
  const [first, second, third, fourth] = await codes;
  for (const look of [first, second, fourth]) {
    expect(look).toMatchObject({ status: 'rejected', reason: { code: 'cancelled' } });
  }
  expect(third?.status).toBe('fulfilled');
});

test('other settings take effect with the next photo, in a new process', async () => {
  let intraOpThreads = 1;
  begin({ settings: () => ({ ...defaultSettings.inference, intraOpThreads }) });
  const look = () => inference.analyze({ path: 'a', floor: 0.1, poseFloor: 0.1, maxMegapixels: 10 });
  const first = await look();
  expect((await look()).width).toBe(first.width);
  intraOpThreads = 2;
  expect((await look()).width).not.toBe(first.width);
  expect(inference.status()).toMatchObject({ state: 'ready', restarts: 0 });
});

test('what is asked while it stops or after is refused', async () => {
  begin();
  await inference.start();
  const looks = lookAt('is silent', 'a');
  await inference.stop();
  expect(await looks).toEqual(['inference.unavailable', 'inference.unavailable']);
  expect(await lookAt('a')).toEqual(['inference.unavailable']);
  await inference.start();
  expect(await lookAt('a')).toEqual(['ok']);
});
