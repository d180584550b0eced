import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { programDir } from '../../electron/paths.ts';

/** A web host in a process of its own. Answers are untyped here: only their times matter. */
export interface BenchServer {
  // biome-ignore lint/suspicious/noExplicitAny: the contract's types would have to be repeated for a benchmark.
  call(name: string, input: unknown): Promise<any>;
  addPhoto(name: string, bytes: Uint8Array): Promise<{ photo: { id: string } }>;
  stop(): Promise<void>;
}

const token = 'bench-token-bench-token-bench-token';

/** Starts `h200 serve` on a free port and waits for its address. */
export async function startServer(dataDir: string): Promise<BenchServer> {
  const cli = join(programDir(), 'electron', 'cli.ts');
  const child = spawn(process.execPath, [cli, 'serve', '--port', '0', '--token', token, '--data', dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const origin = await new Promise<string>((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (chunk) => {
      text += chunk;
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(text);
      if (found !== null) resolve(found[0]);
    });
    child.once('exit', () => reject(new Error('The web host ended before it was ready.')));
  });
  const post = async (name: string, headers: Record<string, string>, body: BodyInit) => {
    const response = await fetch(`${origin}/api/call/${name}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, ...headers },
      body,
    });
    const answer = await response.json();
    if (!answer.ok) throw new Error(`${name}: ${answer.error.message}`);
    return answer.value;
  };
  return {
    call: (name, input) => post(name, { 'content-type': 'application/json' }, JSON.stringify(input)),
    addPhoto: (name, bytes) =>
      post(
        'photos.add',
        {
          'content-type': 'application/octet-stream',
          'x-call-input': encodeURIComponent(JSON.stringify({ name })),
        },
        bytes as Uint8Array<ArrayBuffer>,
      ),
    async stop() {
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
    },
  };
}
