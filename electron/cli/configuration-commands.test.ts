import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';

const program = join(import.meta.dirname, '..', 'cli.ts');
const folder = mkdtempSync(join(tmpdir(), 'h200-config-'));

async function h200(...args: string[]) {
  const child = spawn(process.execPath, [program, ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH, NO_COLOR: '1' },
  });
  const [out, err, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return { out, err, code };
}

it('carries a configuration to another data folder, and says first what that would do', async () => {
  expect(await h200('config', 'export', 'line-4.json', '--data', 'one')).toMatchObject({ out: '', code: 0 });
  const file = join(folder, 'line-4.json');
  writeFileSync(file, readFileSync(file, 'utf8').replace('"startAndStop": false', '"startAndStop": true'));
  const import_ = ['config', 'import', 'line-4.json', '--data', 'other'];
  const dryRun = await h200(...import_, '--dry-run');
  expect(dryRun).toMatchObject({ code: 0, err: expect.stringContaining('Nothing was changed.') });
  expect(dryRun.out).toMatch(/changed +Settings +Announcements/);
  expect((await h200(...import_)).out).toBe(dryRun.out);
  const again = await h200(...import_, '--json');
  const changes = again.out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(new Set(changes.map(({ change }) => change))).toEqual(new Set(['same']));
});

it('leaves alone a folder whose program runs: that would go on with what it has, and write it back', async () => {
  const running = spawn(process.execPath, [program, 'serve', '--data', 'one'], {
    cwd: folder,
    env: { PATH: process.env.PATH },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(running.stdout, 'data');
  const import_ = ['config', 'import', 'line-4.json', '--data', 'one'];
  expect(await h200(...import_)).toMatchObject({
    code: 2,
    out: '',
    err: expect.stringContaining('Import it in its Settings'),
  });
  expect((await h200(...import_, '--dry-run')).out).toMatch(/changed +Settings +Announcements/);
  running.kill();
  await once(running, 'close');
  expect((await h200(...import_)).out).toMatch(/changed +Settings +Announcements/);
}, 60_000);

it('refuses what is no configuration, and a file that is not there', async () => {
  writeFileSync(join(folder, 'wrong.json'), '{"format": "h200-rules", "version": 1}');
  expect(await h200('config', 'import', 'wrong.json', '--data', 'one')).toMatchObject({
    code: 1,
    err: expect.stringContaining('This is not a configuration of this program.'),
  });
  expect(await h200('config', 'import', 'nothing.json', '--data', 'one')).toMatchObject({ code: 2 });
});
