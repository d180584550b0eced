import { startWeb } from '../web.ts';
import { exitStatus } from './exit-status.ts';
import { openApp } from './open-app.ts';
import { untilStopped } from './signals.ts';

/** Serves the app until it is told to stop. The address with the token is the only line on standard output. */
export async function serve(options: { port: number; token?: string; dataFolder?: string }): Promise<number> {
  const { app, log, rendererDir } = openApp({ host: 'web', data: options.dataFolder });
  try {
    const web = await startWeb({ app, rendererDir, port: options.port, token: options.token, log });
    try {
      await app.start();
      process.stdout.write(`${web.url}\n`);
      await untilStopped();
    } finally {
      await web.close();
    }
  } finally {
    await app.stop();
  }
  return exitStatus.ok;
}
