import { readFile } from 'node:fs/promises';
import type { App } from '../../electron/app.ts';
import type { Transport } from '../../shared/client.ts';
import { describeContract } from './contract-suite.ts';
import { startTestApp } from './test-app.ts';

/** Calls and events in one process; what crosses is cloned as it would be over a real border. */
function memoryTransport(app: App): Transport {
  return {
    call: async (name, input) => structuredClone(await app.dispatch(name, structuredClone(input))),
    listen: (name, hear) =>
      app.events.listenAll((heard, payload) => {
        if (heard === name) hear(structuredClone(payload));
      }),
    watchConnection(hear) {
      hear(true);
      return () => {};
    },
  };
}

describeContract('memory', async () => {
  const { app, close } = await startTestApp('memory');
  return {
    transport: memoryTransport(app),
    fetchFile: async (urlPath) => new Uint8Array(await readFile((await app.files.resolve(urlPath)).path)),
    close,
  };
});
