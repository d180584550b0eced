import { readFile } from 'node:fs/promises';
import { createMemoryTransport } from '../../electron/memory-transport.ts';
import { describeContract } from './contract-suite.ts';
import { startTestApp } from './test-app.ts';

describeContract('memory', async () => {
  const { app, close } = await startTestApp('memory');
  return {
    transport: createMemoryTransport(app),
    async fetchFile(urlPath) {
      const file = await app.files.resolve(urlPath);
      return new Uint8Array('preview' in file ? Buffer.from(file.preview) : await readFile(file.path));
    },
    close,
  };
});
