import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { GpuMeasure } from '../../shared/metrics.ts';
import type { Clock } from '../delivery/clock.ts';
import type { Log } from '../log.ts';

/** What the GPUs do. One program of the driver goes on telling; nothing is started for a look. */
export interface GpuSource {
  start(): void;
  /** The newest of every GPU, by its number; empty without any. */
  read(): ReadonlyMap<string, Record<GpuMeasure, number | null>>;
  /** A sentence: why there is nothing; null when there is. */
  absent(): string | null;
  stop(): void;
}

const fields = ['index', 'utilization.gpu', 'memory.used', 'memory.total', 'temperature.gpu', 'power.draw'];
const everySeconds = 5;
/** Figures older than this are of the past. */
const staleMs = 4 * everySeconds * 1_000;
/** A driver may be installed, or a GPU plugged in, while the program runs. */
const lookAgainMs = 3_600_000;

/** Over nvidia-smi (https://docs.nvidia.com/deploy/nvidia-smi/): other makers' drivers tell nothing this way. */
export function createGpuSource(parts: {
  clock: Clock;
  log: Pick<Log, 'debug'>;
  /** Which program to ask, for tests. */
  command?: string;
}): GpuSource {
  const { clock, log, command = 'nvidia-smi' } = parts;
  let child: ChildProcessByStdio<null, Readable, null> | null = null;
  let why: string | null = 'The GPU was not asked yet.';
  let newest = new Map<string, { at: number; figures: Record<GpuMeasure, number | null> }>();
  let cancelLook = () => {};
  let isStopped = false;

  function start(): void {
    const query = [
      `--query-gpu=${fields.join(',')}`,
      '--format=csv,noheader,nounits',
      '-l',
      `${everySeconds}`,
    ];
    const started = spawn(command, query, { stdio: ['ignore', 'pipe', 'ignore'], windowsHide: true });
    child = started;
    // An error and an end may both come.
    let isOver = false;
    const end = (reason: string, detail: object) => {
      if (isOver || isStopped) return;
      isOver = true;
      child = null;
      why = reason;
      newest = new Map();
      log.debug(detail, 'The GPU is not measured');
      cancelLook = clock.after(lookAgainMs, start);
    };
    started.once('error', (error) =>
      end('There is no nvidia-smi on this machine, so that nothing is known of a GPU.', { err: error }),
    );
    started.once('close', (code) => end('nvidia-smi tells nothing of a GPU on this machine.', { code }));
    // Its lines keep no process alive.
    started.unref();
    createInterface({ input: started.stdout }).on('line', (line) => {
      const figures = figuresOf(line);
      if (figures === null) return;
      why = null;
      newest.set(figures.index, { at: clock.monotonic(), figures: figures.of });
    });
  }

  return {
    start,
    read() {
      const fresh = [...newest].filter(([, { at }]) => clock.monotonic() - at <= staleMs);
      return new Map(fresh.map(([index, { figures }]) => [index, figures]));
    },
    absent: () => why,
    stop() {
      isStopped = true;
      cancelLook();
      child?.kill();
    },
  };
}

/** A line as it was asked for; `[N/A]` is what this GPU cannot tell. Null for a line of another kind. */
export function figuresOf(line: string): { index: string; of: Record<GpuMeasure, number | null> } | null {
  const [index = '', ...columns] = line.split(',').map((column) => column.trim());
  if (!/^\d+$/.test(index) || columns.length !== fields.length - 1) return null;
  const [use = null, used = null, total = null, temperature = null, power = null] = columns.map(numberOf);
  const memory = used === null || total === null || total === 0 ? null : (100 * used) / total;
  return { index, of: { use, memory, temperature, power } };
}

function numberOf(text: string): number | null {
  return /^\d+(\.\d+)?$/.test(text) ? Number(text) : null;
}
