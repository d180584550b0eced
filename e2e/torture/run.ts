import { type ChildProcess, fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type ChildJob, type ChildMessage, type DeadLetter, isCritical } from './job.ts';
import { seededRandom } from './random.ts';
import { type Ledger, type Receiver, startReceiver } from './receiver.ts';

export interface TortureOptions {
  notices: number;
  kills: number;
  seed: number;
  /** Hears how far it is, now and then. */
  onProgress?: (progress: { acknowledged: number; kills: number }) => void;
}

export interface ChannelReport {
  channel: string;
  /** Acknowledged notices that never arrived. Must be 0. */
  lost: number;
  /** Messages taken more than once under one id, as at-least-once allows. */
  duplicates: number;
  /** Notices that came under two ids. Must be 0. */
  underTwoIds: number;
  /** Notices that came before one that was written earlier; counts only where order is asked for. */
  outOfOrder: number;
}

export interface TortureReport {
  notices: number;
  /** Of these, how many were written in the end. Must be all: nothing else is looked for among what arrived. */
  acknowledged: number;
  kills: number;
  fullDisks: number;
  clockJumps: number;
  closedPorts: number;
  /** Publishes that were refused because the disk was full; they were not acknowledged and were tried again. */
  refused: number;
  /** Dead letters that had to be replayed by hand at the end, by why. They come late, so they are in no order. */
  deadLetters: Readonly<Record<string, number>>;
  /** Not ended when everything had arrived. Must be 0. */
  leftOver: number;
  answers: Readonly<Record<string, number>>;
  channels: ChannelReport[];
  tookSeconds: number;
  /** From the last acknowledgement to the last arrival. */
  drainSeconds: number;
  largestMegabytes: number;
}

/** One webhook that takes what comes, one that asks for order, one workflow that takes batches. */
export const channels = ['free', 'ordered', 'batched'] as const;

const hourMs = 3_600_000;
/** What the program needs to open at all: SQLite's shared memory. */
const smallestFileBytes = 65_536;
/** A run that arrives nowhere for so long is given up, and reports what was lost. */
const patienceMs = 60_000;

/**
 * Publishes numbered notices from a process that is killed again and again, into a server that fails at random,
 * with a clock that jumps and a disk that fills; then counts. Throws when the process ends by itself.
 */
export async function torture(options: TortureOptions): Promise<TortureReport> {
  const random = seededRandom(options.seed);
  const dataDir = mkdtempSync(join(tmpdir(), 'h200-torture-'));
  const receiver = await startReceiver(channels, random);
  const run = new Run(options, random, dataDir, receiver);
  try {
    return await run.toTheEnd();
  } finally {
    await receiver.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

class Run {
  readonly #options: TortureOptions;
  readonly #random: () => number;
  readonly #dataDir: string;
  readonly #receiver: Receiver;
  readonly #acknowledged = new Set<number>();
  readonly #startedAt = performance.now();
  readonly #startedAtWall = Date.now();
  #kills = 0;
  #fullDisks = 0;
  #clockJumps = 0;
  #closedPorts = 0;
  #refused = 0;
  #clockOffsetMs = 0;
  #largestBytes = 0;
  #lastAcknowledgedAt = performance.now();

  constructor(options: TortureOptions, random: () => number, dataDir: string, receiver: Receiver) {
    this.#options = options;
    this.#random = random;
    this.#dataDir = dataDir;
    this.#receiver = receiver;
  }

  async toTheEnd(): Promise<TortureReport> {
    while (this.#kills < this.#options.kills) await this.#oneLife();
    this.#receiver.calmDown();
    await this.#receiver.openPort();
    const { deadLetters, leftOver, order } = await this.#lastLife();
    return {
      notices: this.#options.notices,
      acknowledged: this.#acknowledged.size,
      kills: this.#kills,
      fullDisks: this.#fullDisks,
      clockJumps: this.#clockJumps,
      closedPorts: this.#closedPorts,
      refused: this.#refused,
      deadLetters: countBy(deadLetters.map(({ why }) => why)),
      leftOver,
      answers: this.#receiver.answers,
      channels: channels.map((channel) => this.#judge(channel, order, deadLetters)),
      tookSeconds: (performance.now() - this.#startedAt) / 1_000,
      drainSeconds: (performance.now() - this.#lastAcknowledgedAt) / 1_000,
      largestMegabytes: this.#largestBytes / 1_048_576,
    };
  }

  /** A process that publishes its share, and is killed somewhere in the middle of it. */
  async #oneLife(): Promise<void> {
    const share = Math.ceil(((this.#kills + 1) / this.#options.kills) * this.#options.notices);
    const full = this.#random() < 0.15;
    if (full) this.#fullDisks++;
    if (this.#random() < 0.3) this.#jumpClock();
    const closed = this.#random() < 0.1;
    if (closed) {
      this.#closedPorts++;
      await this.#receiver.closePort();
    }
    const child = this.#start({ upTo: share, full });
    const gone = once(child, 'exit');
    const ready = await this.#untilReady(child);
    // Death comes at any moment: while it opens, publishes, sends, settles, or waits.
    if (ready) await wait(this.#random() * 400);
    if (closed) await this.#receiver.openPort();
    child.kill('SIGKILL');
    const [code, signal] = await gone;
    if (signal !== 'SIGKILL') throw new Error(`The tortured process ended by itself: ${code ?? signal}.`);
    this.#kills++;
    this.#options.onProgress?.({ acknowledged: this.#acknowledged.size, kills: this.#kills });
  }

  /** The process that is left alone: publishes what is missing and lives until everything has arrived. */
  async #lastLife(): Promise<{ deadLetters: DeadLetter[]; leftOver: number; order: number[] }> {
    // The long pauses of the schedule end at once.
    this.#clockOffsetMs += 48 * hourMs;
    const child = this.#start({ upTo: this.#options.notices, full: false });
    await this.#untilReady(child);
    await this.#untilArrived(() => this.#acknowledged.size < this.#options.notices);
    let deadLetters: DeadLetter[] = [];
    const hear = (message: ChildMessage) => {
      if (message.kind === 'replayed') deadLetters = message.deadLetters;
    };
    child.on('message', hear);
    child.send('replay');
    await this.#untilArrived(() => channels.some((channel) => this.#missing(channel) > 0));
    child.send('stop');
    const [{ leftOver, order }] = await Promise.all([this.#untilStopped(child), once(child, 'exit')]);
    return { deadLetters, leftOver, order };
  }

  #start(job: Pick<ChildJob, 'upTo' | 'full'>): ChildProcess {
    const whole: ChildJob = {
      ...job,
      dataDir: this.#dataDir,
      port: this.#receiver.port,
      missing: this.#unacknowledged(job.upTo),
      startedAt: this.#startedAtWall,
      clockOffsetMs: this.#clockOffsetMs,
      seed: Math.floor(this.#random() * 2 ** 31),
    };
    const child = fork(join(import.meta.dirname, 'child.ts'), {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    child.send(whole);
    child.on('message', (message: ChildMessage) => this.#hear(message));
    if (job.full && child.pid !== undefined) this.#fillDisk(child.pid);
    return child;
  }

  #hear(message: ChildMessage): void {
    if (message.kind === 'acknowledged') {
      for (const number of message.numbers) this.#acknowledged.add(number);
      this.#lastAcknowledgedAt = performance.now();
    }
    if (message.kind === 'refused') this.#refused++;
    if (message.kind === 'memory') this.#largestBytes = Math.max(this.#largestBytes, message.residentBytes);
  }

  /** The process may write no file beyond a point inside those that are there: writes fail as on a full disk. */
  #fillDisk(pid: number): void {
    const size = ['h200.sqlite', 'h200.sqlite-wal'].map((name) => sizeOf(join(this.#dataDir, name)));
    const limit = smallestFileBytes + Math.floor(this.#random() * Math.max(...size));
    spawnSync('prlimit', [`--pid=${pid}`, `--fsize=${limit}`]);
  }

  #jumpClock(): void {
    this.#clockJumps++;
    // Forward more often than back, up to twelve hours.
    this.#clockOffsetMs += (this.#random() * 1.5 - 0.5) * 12 * hourMs;
  }

  #unacknowledged(upTo: number): number[] {
    const missing: number[] = [];
    for (let number = 1; number <= upTo; number++) if (!this.#acknowledged.has(number)) missing.push(number);
    return missing;
  }

  #untilReady(child: ChildProcess): Promise<boolean> {
    // One life in ten ends before it has opened its database.
    const hurry =
      this.#random() < 0.1 ? wait(this.#random() * 300).then(() => false) : new Promise<never>(() => {});
    const ready = this.#message(child, 'ready').then(() => true);
    const refused = this.#message(child, 'didNotOpen').then(() => false);
    return Promise.race([ready, refused, hurry]);
  }

  #untilStopped(child: ChildProcess): Promise<ChildMessage & { kind: 'stopping' }> {
    return this.#message(child, 'stopping');
  }

  #message<K extends ChildMessage['kind']>(
    child: ChildProcess,
    kind: K,
  ): Promise<ChildMessage & { kind: K }> {
    return new Promise((resolve, reject) => {
      child.on('message', (message: ChildMessage) => {
        if (message.kind === kind) resolve(message as ChildMessage & { kind: K });
      });
      child.once('exit', (code, signal) => {
        if (signal !== 'SIGKILL')
          reject(new Error(`The tortured process ended by itself: ${code ?? signal}.`));
      });
    });
  }

  /** Waits while `isOpen`; gives up when nothing has moved for a minute. */
  async #untilArrived(isOpen: () => boolean): Promise<void> {
    let seen = -1;
    let movedAt = performance.now();
    while (isOpen() && performance.now() - movedAt < patienceMs) {
      const now =
        this.#acknowledged.size + channels.reduce((sum, name) => sum + this.#ledger(name).idsByEvent.size, 0);
      if (now !== seen) movedAt = performance.now();
      seen = now;
      await wait(20);
    }
  }

  #ledger(channel: string): Ledger {
    const ledger = this.#receiver.ledgers[channel];
    if (ledger === undefined) throw new Error(`There is no ledger for ${channel}.`);
    return ledger;
  }

  #missing(channel: string): number {
    const { idsByEvent } = this.#ledger(channel);
    return [...this.#acknowledged].filter((number) => !idsByEvent.has(`torture-${number}`)).length;
  }

  #judge(channel: string, order: readonly number[], deadLetters: readonly DeadLetter[]): ChannelReport {
    const { takenById, idsByEvent, firstTaken } = this.#ledger(channel);
    const replayed = new Set(deadLetters.map(({ number }) => number));
    const position = new Map(order.map((number, index) => [number, index]));
    return {
      channel,
      lost: this.#missing(channel),
      duplicates: [...takenById.values()].reduce((sum, times) => sum + times - 1, 0),
      underTwoIds: [...idsByEvent.values()].filter((ids) => ids.size > 1).length,
      // Order is kept within a priority: critical ones overtake.
      outOfOrder: [true, false]
        .map((critical) =>
          firstTaken
            .filter((number) => number > 0)
            .filter((number) => isCritical(number) === critical && !replayed.has(number)),
        )
        // One whose place is not known cannot be called in order.
        .map((numbers) => numbers.map((number) => position.get(number) ?? Number.NaN))
        .reduce((sum, places) => sum + stepsBack(places), 0),
    };
  }
}

function stepsBack(places: readonly number[]): number {
  return places.filter((place, index) => !(place >= (places[index - 1] ?? 0))).length;
}

function countBy(words: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
