import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, it } from 'vitest';

let folder: string;
let child: ChildProcess | undefined;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'h200-demo-test-'));
});
afterEach(() => {
  if (child && isAlive(child)) process.kill(-(child.pid ?? 0), 'SIGKILL');
  child = undefined;
  rmSync(folder, { recursive: true });
});

/** Starts the demo as the head of a process group, so that whoever stays behind is seen. */
function startDemo(...flags: string[]) {
  const program = path.join(import.meta.dirname, 'demo.ts');
  const demo = spawn(process.execPath, [program, '--no-open', ...flags], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, TMPDIR: folder },
    detached: true,
  });
  child = demo;
  const lines: string[] = [];
  return {
    demo,
    lines,
    reader: createInterface({ input: demo.stdout }).on('line', (line) => lines.push(line)),
  };
}

/** Resolves at the first line that matches; throws when the demo ends without it. */
async function lineOf(
  { lines, reader }: Pick<ReturnType<typeof startDemo>, 'lines' | 'reader'>,
  pattern: RegExp,
): Promise<string> {
  let ended = false;
  reader.once('close', () => {
    ended = true;
  });
  for (;;) {
    const found = lines.find((line) => pattern.test(line));
    if (found !== undefined) return found;
    if (ended) throw new Error(`The demo ended before it said ${pattern}.`);
    await Promise.race([once(reader, 'line'), once(reader, 'close')]);
  }
}

/** Whether any process of its group is left. */
function isAlive({ pid }: ChildProcess): boolean {
  try {
    process.kill(-(pid ?? 0), 0);
    return true;
  } catch {
    return false;
  }
}

it('shows everything arriving, and leaves nothing behind', { timeout: 120_000 }, async () => {
  const running = startDemo();
  const address = (await lineOf(running, /^The app: /)).replace('The app: ', '');
  // The token becomes a cookie, and goes out of the address.
  expect((await fetch(address, { redirect: 'manual' })).headers.get('location')).toBe('/');
  await lineOf(running, /^ {2}NODE_EXTRA_CA_CERTS=\S+ npm run -s example -- --env-file=\S+ docs\//);
  await lineOf(running, /^All of it has arrived/);

  const arrived = running.lines.filter((line) => line.includes(' ← '));
  const of = (name: string) => arrived.filter((line) => line.startsWith(name)).length;
  expect(['n8n', 'Webhook', 'Slack', 'Discord', 'E-mail'].map(of)).toEqual([7, 7, 3, 3, 3]);
  expect(arrived).toContain('Slack   ← [critical] The line has stopped');
  expect(arrived).toContain('Discord ← [critical] Handles point right: handle-left.jpg (with its picture)');
  expect(arrived).toContain('E-mail  ← [critical] Handles point right: handle-left.jpg (with its picture)');
  expect(running.lines.filter((line) => line.includes('✗') || line.includes('not signed'))).toEqual([]);

  running.demo.kill('SIGTERM');
  expect(await once(running.demo, 'close')).toEqual([0, null]);
  expect(isAlive(running.demo)).toBe(false);
  expect(readdirSync(folder).filter((name) => name.startsWith('h200-demo-'))).toEqual([]);
});

it('goes on through trouble, and keeps a data folder that it was given', { timeout: 120_000 }, async () => {
  const dataDir = path.join(folder, 'data');
  const running = startDemo('--trouble', '--data', dataDir);
  await lineOf(running, /^Slack {3}✗ cut the connection/);
  await lineOf(running, /^Webhook ✗ answered 503/);
  await lineOf(running, /^Webhook ← \[critical\] The line has stopped/);
  await lineOf(running, /^E-mail {2}← /);
  running.demo.kill('SIGINT');
  expect(await once(running.demo, 'close')).toEqual([0, null]);
  expect(isAlive(running.demo)).toBe(false);
  expect(existsSync(path.join(dataDir, 'h200.sqlite'))).toBe(true);
});
