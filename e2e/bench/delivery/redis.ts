import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

/** A Redis of its own on a socket, with an append-only file as durable as asked. Null where none is installed. */
export async function startRedis(
  folder: string,
  durability: 'FULL' | 'NORMAL',
): Promise<{ socket: string; stop(): Promise<void> } | null> {
  if (spawnSync('redis-server', ['--version']).error !== undefined) return null;
  mkdirSync(folder, { recursive: true });
  const socket = join(folder, 'redis.sock');
  const fsync = durability === 'FULL' ? 'always' : 'everysec';
  const switches = [
    '--port',
    '0',
    '--unixsocket',
    socket,
    '--dir',
    folder,
    '--appendonly',
    'yes',
    '--appendfsync',
    fsync,
  ];
  const redis = spawn('redis-server', [...switches, '--save', ''], { stdio: ['ignore', 'pipe', 'inherit'] });
  await untilReady(redis);
  return {
    socket,
    async stop() {
      const gone = once(redis, 'exit');
      redis.kill();
      await gone;
    },
  };
}

async function untilReady(redis: ChildProcess): Promise<void> {
  let text = '';
  for await (const chunk of redis.stdout ?? []) {
    text += chunk;
    if (/ready to accept connections/i.test(text)) break;
  }
  redis.stdout?.resume();
}
