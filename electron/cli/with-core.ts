import type { CallInput, CallName, CallOutput } from '../../shared/contract.ts';
import { fromWireError } from '../../shared/errors.ts';
import type { App } from '../app.ts';
import { openApp } from './open-app.ts';
import { createOutput } from './output.ts';
import { onStop } from './signals.ts';

/** What a command about channels and deliveries works with. */
export interface Core {
  app: App;
  /** Throws AppError. */
  call<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>>;
  /** To standard output: results only. */
  write(text: string): Promise<void>;
  /** To standard error, for people. */
  say(sentence: string): void;
  /** The user, or a reader who has left, wants it to end. */
  signal: AbortSignal;
}

/**
 * Runs a command over the core without its inference, and gives the status to exit with. Unless another program has
 * this in its hands, what waits in the data folder is delivered meanwhile.
 */
export async function withCore(
  options: { dataFolder?: string },
  work: (core: Core) => Promise<number>,
): Promise<number> {
  const { app } = openApp({ host: 'command line', data: options.dataFolder, inference: false });
  const abort = new AbortController();
  let interrupted: number | null = null;
  const stopListening = onStop((status) => {
    interrupted = status;
    abort.abort();
  });
  // The core's own timers keep no process alive.
  const alive = setInterval(() => {}, 60_000);
  const output = createOutput(process.stdout, () => abort.abort());
  try {
    await app.start();
    const status = await work({
      app,
      async call(name, input) {
        const answer = await app.dispatch(name, input);
        if (!answer.ok) throw fromWireError(answer.error);
        return answer.value as never;
      },
      write: output.write,
      say: (sentence) => console.error(sentence),
      signal: abort.signal,
    });
    return interrupted ?? status;
  } finally {
    await app.stop();
    clearInterval(alive);
    stopListening();
  }
}
