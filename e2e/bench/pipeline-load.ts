/**
 * Sends photos through the whole core, as the command line does. Run as a script:
 * `node pipeline-load.ts JOB.json`; prints one JSON line per checkpoint.
 */
import { readFileSync } from 'node:fs';
import { openApp } from '../../electron/cli/open-app.ts';
import type { Box } from '../../shared/analysis.ts';
import { mugLabel } from '../../shared/analysis.ts';

export interface LoadJob {
  paths: string[];
  dataDir: string;
  /** After so many photos resident memory is read. */
  checkpoints: number[];
  /** Reports the mug boxes of every photo too, for the baseline to pose the same ones. */
  wantBoxes: boolean;
}

export interface LoadReport {
  photos: number;
  /** From the first photo taken to the last one stored; the inference is warm before. */
  wallMs: number;
  /** Resident bytes of this process and of the inference child. */
  mainBytes: number;
  childBytes: number;
  boxes?: Box[][];
}

/** One photo in the networks while the next is decoded. */
const photosAtOnce = 2;

const job = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as LoadJob;
const { app } = openApp({ host: 'command line', data: job.dataDir });
await app.start();
await ready();
const boxes: Box[][] = [];
const startedAt = performance.now();
let taken = 0;
let done = 0;
await Promise.all(Array.from({ length: photosAtOnce }, work));
await app.stop();

async function work(): Promise<void> {
  while (taken < job.paths.length) {
    const index = taken++;
    const { photo } = await app.takeFile(job.paths[index] ?? '');
    const { detections } = await app.pipeline.analyze(photo.id, { fresh: true });
    boxes[index] = detections
      .filter(({ label, pose }) => label === mugLabel && pose !== null)
      .map(({ box }) => box);
    done++;
    if (job.checkpoints.includes(done) || done === job.paths.length) report();
  }
}

function report(): void {
  const last = done === job.paths.length;
  const line: LoadReport = {
    photos: done,
    wallMs: performance.now() - startedAt,
    mainBytes: residentBytes('self'),
    childBytes: childProcesses().reduce((sum, pid) => sum + residentBytes(pid), 0),
    ...(last && job.wantBoxes && { boxes }),
  };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

/** The inference answers its first request only when it is warm. */
async function ready(): Promise<void> {
  const answer = await app.dispatch('app.info', {});
  if (!answer.ok) throw new Error(answer.error.message);
  if ((answer.value as { inference: { state: string } }).inference.state === 'ready') return;
  await new Promise<void>((resolve, reject) => {
    const stop = app.events.listen('inference.changed', ({ state, reason }) => {
      if (state !== 'ready' && state !== 'failed') return;
      stop();
      if (state === 'ready') resolve();
      else reject(new Error(reason ?? 'The inference did not start.'));
    });
  });
}

/** Linux: /proc tells; elsewhere only this process can be read. */
function residentBytes(process_: string): number {
  try {
    const status = readFileSync(`/proc/${process_}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1024;
  } catch {
    return process_ === 'self' ? process.memoryUsage.rss() : 0;
  }
}

function childProcesses(): string[] {
  try {
    return readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').trim().split(' ').filter(Boolean);
  } catch {
    return [];
  }
}
