import { createLog } from '../../electron/log.ts';
import { findResources } from '../../electron/paths.ts';
import { startWeb } from '../../electron/web.ts';
import { httpTransport } from '../../renderer/api.ts';
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
  const cookie = await logIn(web.url);
  const withCookie: typeof fetch = (address, init) =>
    fetch(address, {
      ...init,
      headers: { ...Object.fromEntries(new Headers(init?.headers)), cookie, origin },
    });
  return {
    transport: httpTransport({ origin, fetch: withCookie }),
    async fetchFile(urlPath) {
      const response = await withCookie(`${origin}${urlPath}`);
      if (!response.ok) throw new Error(`${urlPath}: ${response.status}`);
      return new Uint8Array(await response.arrayBuffer());
    },
    async close() {
      await web.close();
      await close();
    },
  };
});

/** As a browser does at its first visit; the cookie it then sends. */
async function logIn(url: string): Promise<string> {
  const response = await fetch(url, { redirect: 'manual' });
  return response.headers.get('set-cookie')?.split(';', 1)[0] ?? '';
}
