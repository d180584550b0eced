import { startTemplatedServer, type TemplatedServerOptions } from '../../../e2e/servers/templated.ts';
import { defaultSettings } from '../../../shared/settings.ts';
import { type Clock, systemClock } from '../../delivery/clock.ts';
import { createHttp } from '../../http.ts';
import { createTemplatedClient } from './client.ts';

/** A clock whose pauses end at once; how long they were to be is in `pauses`. Time goes by as they say. */
export function hastyClock(): Clock & { pauses: number[] } {
  const pauses: number[] = [];
  let ahead = 0;
  return {
    pauses,
    now: () => Date.now() + ahead,
    monotonic: () => systemClock.monotonic() + ahead,
    after(ms, run) {
      const timer = setImmediate(() => {
        pauses.push(ms);
        ahead += ms;
        run();
      });
      return () => clearImmediate(timer);
    },
  };
}

/** A server of Templated's kind and a client that knows its key. */
export async function openTemplated(options: TemplatedServerOptions = {}) {
  const server = await startTemplatedServer(options);
  const http = createHttp({ version: '1.2.3', settings: () => defaultSettings.network, env: {} });
  const clock = hastyClock();
  const { baseUrl, key } = server;
  const client = createTemplatedClient({ http, baseUrl: () => baseUrl, key: () => key, clock });
  return {
    server,
    http,
    clock,
    client,
    async close() {
      await http.close();
      await server.close();
    },
  };
}
