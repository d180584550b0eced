import type { Writable } from 'node:stream';

/** Writes text to a stream, each piece when the reader has room for it; `onClosed` when nobody reads any more. */
export function createOutput(stream: Writable, onClosed: () => void): { write(text: string): Promise<void> } {
  // `h200 analyze … | head -1`: the reader leaving is no error of ours.
  stream.on('error', onClosed);
  return {
    write: (text) => new Promise((resolve) => stream.write(text, () => resolve())),
  };
}
