import { createLog } from '../../electron/log.ts';
import { findResources } from '../../electron/paths.ts';
import { startWeb } from '../../electron/web.ts';
import { httpTransport } from '../../renderer/api.ts';
import { fetchAsPage } from '../fetch-as-page.ts';
import { describeContract } from './contract-suite.ts';
import { startTestApp } from './test-app.ts';

describeContract('HTTP and server-sent events', async () => {
  const { app, close } = await startTestApp('web');
  const web = await startWeb({
    app,
    rendererDir: findResources().rendererDir,
    port: 0,
    log: createLog({ level: 'silent' }),
  });
  const origin = `http://127.0.0.1:${web.port}`;
  const fetch = await fetchAsPage(web.url);
  return {
    transport: httpTransport({ origin, fetch }),
    async fetchFile(urlPath) {
      const response = await fetch(`${origin}${urlPath}`);
      if (!response.ok) throw new Error(`${urlPath}: ${response.status}`);
      return new Uint8Array(await response.arrayBuffer());
    },
    async close() {
      await web.close();
      await close();
    },
  };
});
