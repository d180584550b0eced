import { utilityProcess } from 'electron';
import { childEnvironment } from '../pipeline/child-environment.ts';
import type { ForkInference, InferenceChild } from '../pipeline/inference.ts';

/** Starts a child as Electron's utility process: Node with its own memory, ended with the app. */
export function forkUtility(entry: string, serviceName: string): ForkInference {
  return (): InferenceChild => {
    const child = utilityProcess.fork(entry, [], {
      serviceName,
      env: childEnvironment(),
      stdio: 'inherit',
    });
    return {
      get pid() {
        return child.pid;
      },
      send: (message) => child.postMessage(message),
      onMessage: (hear) => void child.on('message', hear),
      // Electron tells no signal: a process that was killed has a code that is not 0.
      onExit: (hear) => void child.once('exit', (code) => hear({ code, signal: null })),
      // child.kill() only asks; one that hangs inside a native call would not hear it.
      kill: () => {
        if (child.pid === undefined) child.kill();
        else process.kill(child.pid, 'SIGKILL');
      },
    };
  };
}
