import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { createFakeClock } from '../delivery/fake-clock.ts';
import { createGpuSource, figuresOf, type GpuSource } from './gpus.ts';

const log = { debug() {} };
let source: GpuSource | undefined;
afterEach(() => source?.stop());

/** A program that says these lines, then does what is said, in place of the driver's. */
function driver(lines: readonly string[], then: string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'h200-gpu-')), 'nvidia-smi');
  writeFileSync(path, `#!/bin/sh\ncat <<'END'\n${lines.join('\n')}\nEND\n${then}\n`);
  chmodSync(path, 0o755);
  return path;
}

test.each([
  ['0, 37, 10240, 81920, 61, 312.45', '0', { use: 37, memory: 12.5, temperature: 61, power: 312.45 }],
  [
    '1, [N/A], 512, 2048, [Not Supported], [N/A]',
    '1',
    { use: null, memory: 25, temperature: null, power: null },
  ],
  ['2, 0, 0, 0, 30, 5', '2', { use: 0, memory: null, temperature: 30, power: 5 }],
])('the line "%s" is of GPU %s', (line, index, of) => {
  expect(figuresOf(line)).toEqual({ index, of });
});

test.each(['', 'No devices were found', 'index, utilization.gpu [%]', '0, 1, 2'])(
  '"%s" is of none',
  (line) => {
    expect(figuresOf(line)).toBeNull();
  },
);

test.skipIf(process.platform === 'win32')(
  'every GPU is told from one program that goes on, until its figures are old',
  async () => {
    const clock = createFakeClock();
    const command = driver(['0, 37, 10240, 81920, 61, 312.45', '1, 1, 0, 81920, 30, 70'], 'exec sleep 60');
    source = createGpuSource({ clock, log, command });
    expect(source.absent()).toBe('The GPU was not asked yet.');
    source.start();
    await vi.waitFor(() => expect([...(source?.read().keys() ?? [])]).toEqual(['0', '1']));
    expect(source.absent()).toBeNull();
    await clock.advance(60_000);
    expect(source.read().size).toBe(0);
  },
);

test.each([
  ['There is no nvidia-smi on this machine, so that nothing is known of a GPU.', () => '/nowhere/nvidia-smi'],
  ['nvidia-smi tells nothing of a GPU on this machine.', () => driver(['No devices were found'], 'exit 6')],
])('%s It is asked again an hour later', async (why, command) => {
  const clock = createFakeClock();
  source = createGpuSource({ clock, log, command: command() });
  source.start();
  await vi.waitFor(() => expect(source?.absent()).toBe(why));
  expect(source.read().size).toBe(0);
  expect(clock.pending()).toBe(1);
  await clock.advance(3_600_000);
  await vi.waitFor(() => expect(clock.pending()).toBe(1));
});
