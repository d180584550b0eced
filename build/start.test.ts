import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const program = path.join(import.meta.dirname, 'start.ts');
const run = promisify(execFile);

it.each(['--help', '-h'])('%s shows how it is used, and is no error', async (flag) => {
  const { stdout, stderr } = await run(process.execPath, [program, flag]);
  expect(stdout).toMatch(/^Usage: npm start -- .*--data DIR/);
  expect(stderr).toBe('');
});

it('an unknown option is a wrong use: it ends with 2 and says how', async () => {
  await expect(run(process.execPath, [program, '--wide'])).rejects.toMatchObject({
    code: 2,
    stderr: expect.stringContaining('Usage: npm start'),
  });
});
