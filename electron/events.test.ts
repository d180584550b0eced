import { expect, test } from 'vitest';
import { createEventBus } from './events.ts';

function busWithLog() {
  const entries: unknown[] = [];
  const bus = createEventBus({ error: (entry: unknown) => entries.push(entry) });
  return { bus, entries };
}

test('a listener hears its event and no other', () => {
  const { bus } = busWithLog();
  const heard: string[] = [];
  bus.listen('models.changed', ({ activeId }) => heard.push(activeId));
  bus.emit('models.changed', { activeId: 'a' });
  bus.emit('analysis.failed', {
    photo: null,
    name: 'x',
    error: { code: 'internal', message: '' },
    batchId: null,
  });
  expect(heard).toEqual(['a']);
});

test('who listens to all hears names and payloads in order', () => {
  const { bus } = busWithLog();
  const heard: unknown[] = [];
  bus.listenAll((name, payload) => heard.push([name, payload]));
  bus.emit('models.changed', { activeId: 'a' });
  bus.emit('models.changed', { activeId: 'b' });
  expect(heard).toEqual([
    ['models.changed', { activeId: 'a' }],
    ['models.changed', { activeId: 'b' }],
  ]);
});

test('a stopped listener hears nothing more, and stopping twice or listening twice does no harm', () => {
  const { bus } = busWithLog();
  const heard: string[] = [];
  const hear = ({ activeId }: { activeId: string }) => heard.push(activeId);
  const stop = bus.listen('models.changed', hear);
  const stopSecond = bus.listen('models.changed', hear);
  bus.emit('models.changed', { activeId: 'both' });
  stop();
  stop();
  bus.emit('models.changed', { activeId: 'one' });
  stopSecond();
  bus.emit('models.changed', { activeId: 'none' });
  expect(heard).toEqual(['both', 'both', 'one']);
});

test('a listener that throws is logged, and the others still hear', () => {
  const { bus, entries } = busWithLog();
  const heard: string[] = [];
  bus.listen('models.changed', () => {
    throw new Error('broken listener');
  });
  bus.listen('models.changed', ({ activeId }) => heard.push(activeId));
  bus.emit('models.changed', { activeId: 'a' });
  expect(heard).toEqual(['a']);
  expect(entries).toHaveLength(1);
});
