import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { LoadJob, LoadResult } from './load.ts';
import { startRedis } from './redis.ts';
import type { SinkMessage } from './sink.ts';

export type Contender = 'outbox' | 'raw undici' | 'BullMQ';

export interface Comparison {
  durability: LoadJob['durability'];
  /** Messages a second from the first call to the last answer, one number per round. */
  deliveredPerSecond: Map<Contender, number[]>;
  recordedPerSecond: Map<Contender, number[]>;
  recordP99Ms: Map<Contender, number[]>;
}

export interface Sink {
  port: number;
  /** When so many more have been answered, milliseconds since 1970. */
  afterMore(count: number): Promise<number>;
  /** Hears of every timed request. */
  onTimed(hear: (request: { messageId: string | null; at: number }) => void): () => void;
  stop(): void;
}

const scripts: Record<Contender, string> = {
  outbox: 'outbox-load.ts',
  'raw undici': 'raw-load.ts',
  BullMQ: 'bullmq-load.ts',
};

/** The three side by side on the same payload and server, in turns: a noisy machine hurts all alike. */
export async function compare(
  folder: string,
  durability: LoadJob['durability'],
  options: { messages: number; rounds: number; concurrency: number; body: string },
): Promise<Comparison> {
  const sink = await startSink();
  const redis = await startRedis(join(folder, `redis-${durability}`), durability);
  const result: Comparison = {
    durability,
    deliveredPerSecond: new Map(),
    recordedPerSecond: new Map(),
    recordP99Ms: new Map(),
  };
  const contenders = (Object.keys(scripts) as Contender[]).filter(
    (name) => name !== 'BullMQ' || redis !== null,
  );
  try {
    // The first round warms files and caches and is not counted.
    for (let round = 0; round <= options.rounds; round++) {
      for (const name of contenders) {
        const runFolder = join(folder, `${durability}-${round}-${name.replace(' ', '-')}`);
        const { messages, concurrency, body } = options;
        const url = `http://127.0.0.1:${sink.port}/hook`;
        const redisSocket = redis === null ? {} : { redisSocket: redis.socket };
        const job: LoadJob = {
          folder: runFolder,
          url,
          messages,
          concurrency,
          durability,
          body,
          ...redisSocket,
        };
        const { startedAt, recordedMs, recordP99Ms, endedAt } = await runOne(scripts[name], job, sink);
        if (round === 0) continue;
        note(result.deliveredPerSecond, name, (messages / (endedAt - startedAt)) * 1_000);
        note(result.recordedPerSecond, name, (messages / recordedMs) * 1_000);
        note(result.recordP99Ms, name, recordP99Ms);
      }
    }
  } finally {
    await redis?.stop();
    sink.stop();
  }
  return result;
}

async function runOne(script: string, job: LoadJob, sink: Sink): Promise<LoadResult & { endedAt: number }> {
  mkdirSync(job.folder, { recursive: true });
  const ended = sink.afterMore(job.messages);
  const child = fork(join(import.meta.dirname, script), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  child.send(job);
  const [result] = (await once(child, 'message')) as [LoadResult];
  const endedAt = await ended;
  const gone = once(child, 'exit');
  child.disconnect();
  await gone;
  rmSync(job.folder, { recursive: true, force: true });
  return { ...result, endedAt };
}

/** Starts the sink in a process of its own, as a vendor's server would be. */
export async function startSink(): Promise<Sink> {
  const child = fork(join(import.meta.dirname, 'sink.ts'));
  const { port } = await heard(child, 'listening');
  return {
    port,
    async afterMore(count) {
      child.send({ awaitMore: count });
      return (await heard(child, 'reached')).at;
    },
    onTimed(hear) {
      const listener = (message: SinkMessage) => message.kind === 'timed' && hear(message);
      child.on('message', listener);
      return () => child.off('message', listener);
    },
    stop: () => child.disconnect(),
  };
}

function heard<K extends SinkMessage['kind']>(
  child: ChildProcess,
  kind: K,
): Promise<SinkMessage & { kind: K }> {
  return new Promise((resolve) => {
    const hear = (message: SinkMessage) => {
      if (message.kind !== kind) return;
      child.off('message', hear);
      resolve(message as SinkMessage & { kind: K });
    };
    child.on('message', hear);
  });
}

function note(numbers: Map<Contender, number[]>, name: Contender, value: number): void {
  numbers.set(name, [...(numbers.get(name) ?? []), value]);
}
