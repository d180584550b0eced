import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';

const program = path.join(import.meta.dirname, '..', 'cli.ts');

it.each(['--data', '--data-folder'])('an empty folder is no error, but said (%s)', async (option) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'h200-empty-'));
  const data = path.join(folder, 'data');
  const child = spawn(process.execPath, [program, 'analyze', option, data, folder], {
    env: { PATH: process.env.PATH },
  });
  const [out, err, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  // The data folder lies in it, and holds no photo either.
  expect([out, err, code]).toEqual(['', `There are no photos in ${folder}.\n`, 0]);
});
