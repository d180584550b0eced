import { toAppError } from '../../shared/errors.ts';
import type { App } from '../app.ts';
import type { Log } from '../log.ts';
import { guard } from './guard.ts';
import { type HealthAccess, serveHealth } from './health.ts';
import { serveHooks } from './hooks.ts';
import { serveMetrics } from './metrics.ts';
import { bearerOf, makeToken } from './token.ts';

export interface DesktopListenerOptions {
  app: Pick<App, 'hooks' | 'metrics' | 'settings' | 'events' | 'dispatch'>;
  log: Pick<Log, 'warn' | 'error'>;
}

const cannotServe = 'What other programs ask for cannot be served';

interface Opened {
  port: number;
  close(): Promise<void>;
}

/**
 * What the desktop serves to other programs of this machine, on 127.0.0.1, for as long as the settings want it: the
 * hooks, and how the program does. The window itself needs no server. Returns what closes it.
 */
export function openDesktopListener({ app, log }: DesktopListenerOptions): () => Promise<void> {
  let opened: Opened | null = null;
  let stopped = false;
  let turn = Promise.resolve();

  /** The port that the settings want now; null: none. */
  function wanted(): number | null {
    const { hooks, monitoring } = app.settings();
    return (hooks.enabled || monitoring.serveMetrics) && !stopped ? hooks.port : null;
  }

  async function follow(): Promise<void> {
    const port = wanted();
    if (port !== (opened?.port ?? null)) {
      await opened?.close();
      opened = null;
      if (port !== null) {
        try {
          opened = await open(port);
        } catch (error) {
          const { code } = toAppError(error);
          if (code !== 'host.portTaken') log.error({ err: error }, cannotServe);
          const why = code === 'host.portTaken' ? 'is used by another program' : 'cannot be opened';
          return tell(null, `Port ${port} ${why}. Choose another one.`);
        }
      }
    }
    tell(port);
  }

  /** Where what is switched on is served now. */
  function tell(port: number | null, problem: string | null = null): void {
    const { hooks, monitoring } = app.settings();
    const at = (isOn: boolean, path: string) =>
      port !== null && isOn ? `http://127.0.0.1:${port}${path}` : null;
    app.metrics.servedAt({ url: at(monitoring.serveMetrics, '/metrics'), ownToken: true, problem });
    app.hooks.servedAt({ url: at(hooks.enabled, '/hooks/'), lasting: true, problem });
  }

  async function open(port: number): Promise<Opened> {
    // Few want it: whoever does not starts without a web server.
    const { close, listen, newServer } = await import('../web.ts');
    const server = newServer(log);
    // Nobody knows this token: here every route lets its senders in by itself.
    guard(server, { token: makeToken(), port: () => port });
    serveHooks(server, { door: app.hooks, log });
    const isOn = () => app.settings().monitoring.serveMetrics;
    serveMetrics(server, { door: app.metrics, isOn, ownToken: true });
    const isKnown: HealthAccess['isKnown'] = ({ authorization }) =>
      app.metrics.letsIn(bearerOf(authorization) ?? '');
    serveHealth(server, app, { isOn, isKnown });
    await listen(server, port);
    return { port, close: () => close(server) };
  }

  const next = () => {
    turn = turn.then(follow).catch((error: unknown) => log.error({ err: error }, cannotServe));
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
