import { fork, type Serializable } from 'node:child_process';
import type { ForkInference } from './inference.ts';

/** Starts the inference child as a Node process. Its standard output goes to standard error, which is for logs. */
export function forkNode(entry: string): ForkInference {
  return () => {
    const child = fork(entry, [], { execArgv: [], stdio: ['ignore', 2, 2, 'ipc'] });
    let hearExit = (_reason: { code: number | null; signal: string | null }): void => {};
    child.once('exit', (code, signal) => hearExit({ code, signal }));
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
