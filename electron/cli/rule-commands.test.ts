import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { openWorkflowCore } from '../../e2e/workflow-core.ts';
import { programDir } from '../paths.ts';

const program = join(import.meta.dirname, '..', 'cli.ts');
const sample = join(programDir(), 'e2e', 'photos', 'handle-right.jpg');
const dataDir = mkdtempSync(join(tmpdir(), 'h200-rules-'));

async function h200(...args: string[]) {
  const child = spawn(process.execPath, [program, ...args], {
    cwd: dataDir,
    env: { PATH: process.env.PATH, H200_DATA: dataDir, NO_COLOR: '1' },
  });
  const [out, err, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return { out, err, code };
}

it('says how a text is understood, and ends with 0', async () => {
  const { out, code } = await h200('rules', 'check', '--json', 'Cups must be at least 4 cm apart.');
  expect(code).toBe(0);
  const reading = JSON.parse(out);
  expect(reading).toMatchObject({ confidence: 1, problems: [], rule: { version: 1 } });
  expect(reading.canonical).toContain('4 cm');
});

it('marks what it does not understand, and ends with 1', async () => {
  const words = 'Every mug must be frobnicated.';
  const { out, code } = await h200('rules', 'check', words);
  expect(code).toBe(1);
  const [, line = '', marks = ''] = out.split('\n');
  expect(line).toContain(words);
  expect(line.slice(marks.indexOf('^'), marks.lastIndexOf('^') + 1)).toBe('frobnicated');
  const json = await h200('rules', 'check', '--json', words);
  expect(json.code).toBe(1);
  expect(JSON.parse(json.out)).toMatchObject({ rule: null, canonical: null });
});

it('holds photos against rules, each rule in its order', async () => {
  const { out, code } = await h200(
    ...['rules', 'eval', '--rule', 'There must be exactly one mug.', '--rule', 'The handle must point left.'],
    ...['--json', sample],
  );
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    path: sample,
    verdict: 'fail',
    rules: [{ verdict: 'pass' }, { verdict: 'fail', advice: expect.stringContaining('left') }],
  });
});

it('refuses to hold photos against a rule that it does not understand', async () => {
  const { out, err, code } = await h200('rules', 'eval', '--rule', 'Mugs must sing.', sample);
  expect({ out, code }).toEqual({ out: '', code: 2 });
  expect(err).toContain('sing');
});

it('says what the kept rules say with analyze --rules', async () => {
  const none = await h200('analyze', '--rules', '--json', sample);
  expect(JSON.parse(none.out)).toMatchObject({ judgement: null });
});

it('holds names against those of the data folder, and says which kept rule speaks of what is not there', async () => {
  const { app, client } = openWorkflowCore(dataDir, {});
  const { id } = await client.call('templates.clone', { id: 'local:mock-up', name: 'Winter' });
  const words = 'If there is a mug, use template "Winter".';
  await client.call('rules.save', { name: 'Cold', text: words });
  expect((await h200('rules', 'check', words)).code).toBe(0);
  await client.call('templates.delete', { id });
  await app.stop();

  const check = await h200('rules', 'check', words);
  expect(check.code).toBe(1);
  expect(check.out).toContain('There is no template of this name.');
  const list = await h200('rules', 'list');
  expect(list.code).toBe(0);
  expect(list.err).toContain('Cold: There is no template of this name. "Winter"');

  // Asked for all the same, it is told: by the step that would have drawn, and by an alert.
  const run = await h200('workflow', '--json', sample);
  expect(JSON.parse(run.out).steps.render).toMatchObject({
    state: 'failed',
    reason: expect.stringContaining('A rule asks for the template “Winter”, and there is none of this name.'),
  });
  const alerts = await h200('alert', 'list', '--json');
  expect(alerts.out).toContain('Cold: there is no template “Winter”');
});
