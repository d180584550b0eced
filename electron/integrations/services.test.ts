import { beforeEach, expect, test } from 'vitest';
import { createFakeClock, type FakeClock } from '../delivery/fake-clock.ts';
import { createServices, type Service } from './services.ts';

let clock: FakeClock;
let done: string[];
let complaints: string[];

beforeEach(() => {
  clock = createFakeClock();
  done = [];
  complaints = [];
});

const service = (name: string, more: Partial<Service> = {}): Service => ({
  name,
  start: () => void done.push(`start ${name}`),
  stop: async () => void done.push(`stop ${name}`),
  ...more,
});

function create(...services: Service[]) {
  const note = (entry: object, message?: string) => complaints.push(`${JSON.stringify(entry)} ${message}`);
  return createServices(services, { clock, log: { error: note, warn: note } as never });
}

test('they start in order and stop the other way round, once', async () => {
  const services = create(service('storage'), service('courier'), service('screens'));
  await services.start();
  await Promise.all([services.stop(), services.stop()]);
  expect(done).toEqual([
    'start storage',
    'start courier',
    'start screens',
    'stop screens',
    'stop courier',
    'stop storage',
  ]);
});

test.each<[string, () => Promise<void>]>([
  ['throws', () => Promise.reject(new Error('This is a bug.'))],
  ['hangs', () => new Promise(() => undefined)],
])('one that %s takes no other down, and is logged', async (_case, bad) => {
  const services = create(service('first'), service('bad', { start: bad, stop: bad }), service('last'));
  const started = services.start();
  await clock.advance(30_000);
  await started;
  const stopped = services.stop();
  await clock.advance(30_000);
  await stopped;
  expect(done).toEqual(['start first', 'start last', 'stop last', 'stop first']);
  expect(complaints).toHaveLength(2);
  for (const complaint of complaints) expect(complaint).toContain('"service":"bad"');
});
