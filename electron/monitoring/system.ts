import { readFile, statfs } from 'node:fs/promises';
import os from 'node:os';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { mem, networkStats } from 'systeminformation';
import type { Log } from '../log.ts';

/** What the machine and this process do, by the name of the metric. Null: it cannot be told. */
export interface SystemSource {
  read(): Promise<Record<string, number | null>>;
  stop(): void;
}

const loopResolutionMs = 20;
/** Where telling it starts another program, it is asked for this rarely. */
const dearEveryMs = 15_000;

/** Reads what can be read without starting a program; only macOS and Windows need one for memory or network. */
export function createSystemSource(parts: {
  dataDir: string;
  monotonic(): number;
  log: Pick<Log, 'debug'>;
}): SystemSource {
  const { dataDir, monotonic, log } = parts;
  const loop = monitorEventLoopDelay({ resolution: loopResolutionMs });
  loop.enable();
  const cpu = share();
  const network = rates(monotonic);
  const readMemory =
    process.platform === 'darwin' ? seldom(memoryOfMac, monotonic) : async () => memoryUsed();
  const readNetwork = process.platform === 'linux' ? linuxNetwork : seldom(otherNetwork, monotonic);

  async function attempt<T>(what: string, work: () => Promise<T>): Promise<T | null> {
    try {
      return await work();
    } catch (error) {
      log.debug({ err: error, what }, 'A figure of the machine cannot be read');
      return null;
    }
  }

  return {
    async read() {
      const [disk, memory, bytes] = await Promise.all([
        attempt('disk', () => diskUsed(dataDir)),
        attempt('memory', readMemory),
        attempt('network', readNetwork),
      ]);
      const traffic = bytes === null ? null : network(bytes);
      return {
        cpu: cpu(),
        memory,
        disk,
        'network.in': traffic?.in ?? null,
        'network.out': traffic?.out ?? null,
        ...loopDelay(loop),
        'process.memory': process.memoryUsage.rss(),
      };
    },
    stop: () => loop.disable(),
  };
}

/** The histogram counts its own resolution along. */
function loopDelay(loop: ReturnType<typeof monitorEventLoopDelay>): Record<string, number | null> {
  const at = (share: number) =>
    loop.count === 0 ? null : Math.max(0, loop.percentile(share) / 1e6 - loopResolutionMs);
  const delay = { 'eventLoop.p50': at(50), 'eventLoop.p99': at(99) };
  loop.reset();
  return delay;
}

/** How busy all cores were since the last time it was asked; null at the first. */
function share(): () => number | null {
  let before = times();
  return () => {
    const now = times();
    const [busy, total] = [now.busy - before.busy, now.total - before.total];
    before = now;
    return total > 0 ? (100 * busy) / total : null;
  };
}

function times(): { busy: number; total: number } {
  let [busy, total] = [0, 0];
  for (const { times: of } of os.cpus()) {
    const used = of.user + of.nice + of.sys + of.irq;
    busy += used;
    total += used + of.idle;
  }
  return { busy, total };
}

/** A container's limit counts where there is one. */
function memoryUsed(): number {
  const limit = process.constrainedMemory();
  const total = limit > 0 && limit < os.totalmem() ? limit : os.totalmem();
  return 100 * (1 - Math.min(total, process.availableMemory()) / total);
}

/** There the system's own figure counts what is only cached as used. */
async function memoryOfMac(): Promise<number> {
  const { total, available } = await mem();
  return 100 * (1 - available / total);
}

/** As `df` counts: what only the administrator may fill is not there for us. */
async function diskUsed(folder: string): Promise<number> {
  const { blocks, bfree, bavail } = await statfs(folder);
  const used = blocks - bfree;
  return (100 * used) / (used + bavail);
}

interface Bytes {
  in: number;
  out: number;
}

/** Of all that are not this machine's own loop (https://www.kernel.org/doc/html/latest/networking/statistics.html). */
async function linuxNetwork(): Promise<Bytes> {
  const sum = { in: 0, out: 0 };
  for (const line of (await readFile('/proc/net/dev', 'utf8')).split('\n').slice(2)) {
    const [name = '', figures = ''] = line.split(':');
    if (figures === '' || name.trim() === 'lo') continue;
    const columns = figures.trim().split(/\s+/).map(Number);
    sum.in += columns[0] ?? 0;
    sum.out += columns[8] ?? 0;
  }
  return sum;
}

async function otherNetwork(): Promise<Bytes> {
  const all = await networkStats();
  return {
    in: all.reduce((sum, { rx_bytes }) => sum + rx_bytes, 0),
    out: all.reduce((sum, { tx_bytes }) => sum + tx_bytes, 0),
  };
}

/** Bytes per second since the last time that the counters moved on; a counter that began anew counts as nothing. */
function rates(monotonic: () => number): (bytes: Bytes) => Bytes | null {
  let before: { at: number; bytes: Bytes } | null = null;
  return (bytes) => {
    const at = monotonic();
    const last = before;
    before = { at, bytes };
    if (last === null || at <= last.at) return null;
    const perSecond = (now: number, then: number) => (1_000 * Math.max(0, now - then)) / (at - last.at);
    return { in: perSecond(bytes.in, last.bytes.in), out: perSecond(bytes.out, last.bytes.out) };
  };
}

function seldom<T>(ask: () => Promise<T>, monotonic: () => number): () => Promise<T> {
  let kept: { at: number; value: T } | null = null;
  return async () => {
    if (kept === null || monotonic() - kept.at >= dearEveryMs) kept = { at: monotonic(), value: await ask() };
    return kept.value;
  };
}
