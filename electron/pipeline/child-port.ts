/** A child process' way to its parent. */
export interface ChildPort {
  send(message: unknown): void;
  onMessage(hear: (message: unknown) => void): void;
}

/** The way to the parent: Electron's utility process or a forked Node process, which ends with its parent. */
export function openChildPort(): ChildPort {
  const { parentPort } = process as { parentPort?: ParentPort };
  if (parentPort !== undefined) {
    return {
      send: (message) => parentPort.postMessage(message),
      onMessage: (hear) => parentPort.on('message', ({ data }) => hear(data)),
    };
  }
  // Without a parent there is nobody left to work for.
  process.on('disconnect', () => process.exit(0));
  // Ctrl-C and a service manager reach every process of a group: when to end is the parent's to say.
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => {});
  return {
    send: (message) => void (process.connected && process.send?.(message)),
    onMessage: (hear) => void process.on('message', hear),
  };
}

interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', hear: (event: { data: unknown }) => void): void;
}
