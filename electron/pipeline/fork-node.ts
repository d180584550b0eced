import { fork, type Serializable } from 'node:child_process';
import { childEnvironment } from './child-environment.ts';
import type { ForkInference } from './inference.ts';

/** How much is kept of what the child prints. */
const keptCharacters = 4_000;

/**
 * Starts a child as a Node process. What its native libraries print is mostly about drivers that are
 * not there: it is kept, and shown on standard error only when the child ends by itself in a bad way.
 */
export function forkNode(entry: string): ForkInference {
  return () => {
    const child = fork(entry, [], {
      execArgv: [],
      env: childEnvironment(),
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    let printed = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text) => {
        printed = (printed + text).slice(-keptCharacters);
      });
    }
    let hearExit = (_reason: { code: number | null; signal: string | null }): void => {};
    child.once('exit', (code, signal) => hearExit({ code, signal }));
    child.once('close', (code, signal) => {
      if (code !== 0 && signal !== 'SIGKILL') process.stderr.write(printed);
    });
    child.on('error', () => {
      // A process that never was does not exit; all other errors are followed by an exit.
      if (child.pid === undefined) hearExit({ code: null, signal: null });
    });
    return {
      pid: child.pid,
      send: (message) => void (child.connected && child.send(message as Serializable)),
      onMessage: (hear) => void child.on('message', hear),
      onExit: (hear) => {
        hearExit = hear;
      },
      kill: () => void child.kill('SIGKILL'),
    };
  };
}
