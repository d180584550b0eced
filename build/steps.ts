import { spawn } from 'node:child_process';
import path from 'node:path';
import { root } from './out.ts';

/** A command of the check, run with Node. */
export interface Step {
  name: string;
  /** The script, from the root, and its arguments. */
  command: [string, ...string[]];
  /** Shown while it runs rather than only when it fails. */
  isShown?: boolean;
}

export interface StepResult {
  name: string;
  passed: boolean;
}

const bin = (packagePath: string) => path.join('node_modules', packagePath);

export const typesStep: Step = { name: 'types', command: [bin('typescript/bin/tsc'), '--noEmit'] };
export const lintStep: Step = {
  name: 'lint and format',
  command: [bin('@biomejs/biome/bin/biome'), 'check', '.'],
};
export const unitStep: Step = {
  name: 'unit tests',
  command: [
    bin('vitest/vitest.mjs'),
    'run',
    '--config',
    'build/vitest.config.ts',
    '--reporter=default',
    '--reporter=json',
    '--outputFile.json=test-results/unit.json',
  ],
  isShown: true,
};
export const endToEndStep: Step = {
  name: 'end-to-end tests',
  command: [bin('@playwright/test/cli.js'), 'test', '--config', 'e2e/playwright.config.ts'],
  isShown: true,
};

/** Runs a command and says in one line how it went; what it printed follows when it failed. */
export async function runStep({ name, command, isShown = false }: Step): Promise<StepResult> {
  if (isShown) say(`… ${name}`);
  const startedAt = performance.now();
  const child = spawn(process.execPath, command, {
    cwd: root,
    stdio: isShown ? 'inherit' : ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk) => {
      output += chunk;
    });
  }
  const passed = await new Promise<boolean>((resolve) => {
    child.once('error', () => resolve(false));
    child.once('close', (code) => resolve(code === 0));
  });
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
  say(`${passed ? '✓' : '✗'} ${name} (${seconds} s)`);
  if (!passed && output !== '') say(output.trimEnd());
  return { name, passed };
}

/** One line on standard output. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
