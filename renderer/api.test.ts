import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createClient } from '../shared/client.ts';
import { bridgeTransport, eventParser } from './api.ts';

it('reads events whole, however the stream is cut into pieces', () => {
  const payloads = fc.array(fc.record({ id: fc.string(), done: fc.nat() }), { maxLength: 5 });
  fc.assert(
    fc.property(payloads, fc.array(fc.nat(80)), (sent, cuts) => {
      const lines = sent.map((payload) => `event: batch.progressed\ndata: ${JSON.stringify(payload)}\n\n`);
      let stream = `retry: 1000\n\n: still here\n\n${lines.join(': still here\n\n')}`;
      const heard: unknown[] = [];
      const parse = eventParser((name, payload) => heard.push({ name, payload }));
      for (const cut of cuts) {
        parse(stream.slice(0, cut));
        stream = stream.slice(cut);
      }
      parse(stream);
      expect(heard).toEqual(sent.map((payload) => ({ name: 'batch.progressed', payload })));
    }),
  );
});

it('speaks through the bridge of the desktop window', async () => {
  const hearers = new Set<(name: string, payload: unknown) => void>();
  const client = createClient(
    bridgeTransport({
      call: async (name, input) =>
        name === 'models.use'
          ? { ok: false, error: { code: 'notFound', message: 'There is no such model.' } }
          : { ok: true, value: { name, input } },
      listen(hear) {
        hearers.add(hear);
        return () => hearers.delete(hear);
      },
    }),
  );
  expect(await client.call('settings.get', {})).toEqual({ name: 'settings.get', input: {} });
  await expect(client.call('models.use', { id: 'x' })).rejects.toMatchObject({ code: 'notFound' });

  const heard: unknown[] = [];
  const stop = client.listen('models.changed', (payload) => heard.push(payload));
  for (const hear of hearers) hear('models.changed', { activeId: 'one' });
  for (const hear of hearers) hear('settings.changed', {});
  stop();
  expect(heard).toEqual([{ activeId: 'one' }]);
  expect(hearers.size).toBe(0);
});
