import type { WriteStream } from 'node:tty';
import { findPhotos } from '../pipeline/folder.ts';

export interface Progress {
  /** Writes what came of one more photo; the bar makes room, as both may show in one terminal. */
  step(write: () => Promise<void>): Promise<void>;
  stop(): void;
}

/** A bar on a terminal, nothing elsewhere. Photos are counted while the first are analysed already. */
export async function startProgress(stream: WriteStream, paths: readonly string[]): Promise<Progress> {
  if (!stream.isTTY) return { step: (write) => write(), stop() {} };
  const { default: cliProgress } = await import('cli-progress');
  const format = '{bar} {value}/{total} photos{left}';
  const options = { stream, format, hideCursor: true, clearOnComplete: true, gracefulExit: false };
  const bar = new cliProgress.SingleBar(options, cliProgress.Presets.rect);
  const startedAt = performance.now();
  let total = 0;
  let done = 0;
  let running = true;
  const show = () => bar.start(total, done, { left: timeLeft(performance.now() - startedAt, done, total) });

  void countPhotos(paths, (count) => {
    total = count;
    if (!running) return false;
    if (count === 1 && done === 0) show();
    else bar.setTotal(count);
    return true;
  });
  return {
    async step(write) {
      // The bar remembers where it stands, so it has to go before another line moves that place.
      bar.stop();
      await write();
      done++;
      total = Math.max(total, done);
      show();
    },
    stop() {
      running = false;
      bar.stop();
    },
  };
}

/** By the pace so far: `, 2 min left`; nothing before the first photo. */
function timeLeft(elapsedMs: number, done: number, total: number): string {
  if (done === 0) return '';
  const seconds = Math.ceil(((elapsedMs / done) * Math.max(0, total - done)) / 1_000);
  return seconds < 90 ? `, ${seconds} s left` : `, ${Math.round(seconds / 60)} min left`;
}

/** Counts until `goesOn` says no. */
async function countPhotos(paths: readonly string[], goesOn: (count: number) => boolean): Promise<void> {
  let count = 0;
  for await (const _ of findPhotos(paths)) if (!goesOn(++count)) return;
}
