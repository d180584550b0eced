import { describe, expect, it } from 'vitest';
import { createEventBus } from '../../electron/events.ts';
import { oneMetric } from '../../electron/web/test-metrics.ts';
import { startWeb, type WebCore, type WebHost } from '../../electron/web.ts';
import { httpTransport } from '../../renderer/api.ts';
import { createClient } from '../../shared/client.ts';
import { AppError } from '../../shared/errors.ts';
import { defaultSettings } from '../../shared/settings.ts';

const silent = { error() {}, warn() {} };

const core: WebCore = {
  events: createEventBus(silent),
  metrics: oneMetric,
  settings: () => defaultSettings,
  pages: { opened: () => () => undefined },
  hooks: {
    servedAt() {},
    receive: () => Promise.reject(new AppError('notFound', 'There are no hooks here.')),
  },
  dispatch: async () => ({ ok: true, value: {} }),
  files: { resolve: () => Promise.reject(new AppError('notFound', 'There are no files here.')) },
};

function serve(port: number): Promise<WebHost> {
  return startWeb({ app: core, rendererDir: import.meta.dirname, port, token: 'token', log: silent });
}

function clientOf(port: number, token: string) {
  const withToken: typeof fetch = (address, init) =>
    fetch(address, {
      ...init,
      headers: { ...Object.fromEntries(new Headers(init?.headers)), authorization: `Bearer ${token}` },
    });
  const origin = `http://127.0.0.1:${port}`;
  return createClient(httpTransport({ origin, fetch: withToken, retryDelayMs: () => 20 }));
}

describe('the HTTP client of the page', () => {
  it('notices that the host has gone, finds it again, and hears events as before', async () => {
    let host = await serve(0);
    const client = clientOf(host.port, 'token');
    const states: boolean[] = [];
    const changes = new EventTarget();
    const until = (state: boolean) =>
      new Promise<void>((resolve) => {
        const look = () =>
          states.at(-1) === state ? resolve() : changes.addEventListener('change', look, { once: true });
        look();
      });
    const stopWatching = client.watchConnection((connected) => {
      states.push(connected);
      changes.dispatchEvent(new Event('change'));
    });
    await until(true);
    await host.close();
    await until(false);
    await expect(client.call('settings.get', {})).rejects.toMatchObject({ code: 'internal' });

    host = await serve(host.port);
    await until(true);
    expect(states).toEqual([false, true, false, true]);
    const heard = new Promise((resolve) => client.listen('models.changed', resolve));
    core.events.emit('models.changed', { activeId: 'second' });
    expect(await heard).toEqual({ activeId: 'second' });
    stopWatching();
    await host.close();
  });

  it('says what to do when the token is not right any more', async () => {
    const host = await serve(0);
    const call = clientOf(host.port, 'of yesterday').call('settings.get', {});
    await expect(call).rejects.toMatchObject({
      code: 'host.unauthorized',
      message: expect.stringContaining('Open the whole address'),
    });
    await host.close();
  });
});
