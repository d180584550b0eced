import { readFile } from 'node:fs/promises';
import { describeContract } from './contract-suite.ts';
import { createMemoryTransport } from './memory-transport.ts';
import { startTestApp } from './test-app.ts';

describeContract('memory', async () => {
  const { app, close } = await startTestApp('memory');
  return {
    transport: createMemoryTransport(app),
    fetchFile: async (urlPath) => new Uint8Array(await readFile((await app.files.resolve(urlPath)).path)),
    close,
  };
});
