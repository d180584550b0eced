import { toAppError } from '../../shared/errors.ts';
import type { App } from '../app.ts';
import type { Log } from '../log.ts';
import { guard } from './guard.ts';
import { serveHooks } from './hooks.ts';
import { makeToken } from './token.ts';

export interface DesktopListenerOptions {
  app: Pick<App, 'hooks' | 'settings' | 'events'>;
  log: Pick<Log, 'warn' | 'error'>;
}

interface Opened {
  port: number;
  close(): Promise<void>;
}

/**
 * What the desktop serves to other programs of this machine, on 127.0.0.1, for as long as the settings want it: the
 * hooks. The window itself needs no server. Returns what closes it.
 */
export function openDesktopListener({ app, log }: DesktopListenerOptions): () => Promise<void> {
  let opened: Opened | null = null;
  let stopped = false;
  let turn = Promise.resolve();

  /** The port that the settings want now; null: none. */
  function wanted(): number | null {
    const { enabled, port } = app.settings().hooks;
    return enabled && !stopped ? port : null;
  }

  async function follow(): Promise<void> {
    const port = wanted();
    if (port === (opened?.port ?? null)) return;
    await opened?.close();
    opened = null;
    if (port === null) return;
    try {
      opened = await open(port);
      app.hooks.servedAt({ url: `http://127.0.0.1:${port}/hooks/`, lasting: true, problem: null });
    } catch (error) {
      const { code } = toAppError(error);
      if (code !== 'host.portTaken') log.error({ err: error }, 'Hooks cannot be served');
      const why = code === 'host.portTaken' ? 'is used by another program' : 'cannot be opened';
      const problem = `Port ${port} ${why}. Choose another one.`;
      app.hooks.servedAt({ url: null, lasting: true, problem });
    }
  }

  async function open(port: number): Promise<Opened> {
    // Few want it: whoever does not starts without a web server.
    const { close, listen, newServer } = await import('../web.ts');
    const server = newServer(log);
    // Nobody knows this token: here every route lets its senders in by itself.
    guard(server, { token: makeToken(), port: () => port });
    serveHooks(server, { door: app.hooks, log });
    await listen(server, port);
    return { port, close: () => close(server) };
  }

  const next = () => {
    turn = turn.then(follow).catch((error: unknown) => log.error({ err: error }, 'Hooks cannot be served'));
  };
  const stopListening = app.events.listen('settings.changed', next);
  next();
  return async () => {
    stopListening();
    stopped = true;
    next();
    await turn;
  };
}
