import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openWorkflowCore } from '../e2e/workflow-core.ts';

const childFile = new URL('../e2e/judging-child.ts', import.meta.url).pathname;
const dataDir = join(mkdtempSync(join(tmpdir(), 'h200-judging-crash-')), 'data');

/** Analyses a sample in a process that is killed as soon as the analysis is kept. */
async function analyseAndDie(sample: string): Promise<void> {
  const child = spawn(process.execPath, [childFile, dataDir, sample], { stdio: 'inherit' });
  const [, signal] = await once(child, 'exit');
  expect(signal).toBe('SIGKILL');
}

/** What the next one that opens the data folder knows. */
async function known() {
  const { app, client } = openWorkflowCore(dataDir, {});
  const { items: photos } = await client.call('analyses.list', {});
  const { items: alerts } = await client.call('alerts.list', {});
  await app.stop();
  return { photos: photos.map(({ photo }) => photo.name), alerts };
}

test('killed as soon as an analysis is kept, its alerts have begun and ended with it', async () => {
  await analyseAndDie('handle-left.jpg');
  const broken = await known();
  expect(broken.photos).toEqual(['handle-left.jpg']);
  expect(broken.alerts).toMatchObject([
    { state: 'firing', severity: 'critical', labels: { alertname: 'RuleBroken' }, count: 1 },
  ]);

  await analyseAndDie('handle-right.jpg');
  const kept = await known();
  expect(kept.photos).toHaveLength(2);
  expect(kept.alerts).toMatchObject([{ id: broken.alerts[0]?.id, state: 'resolved' }]);
}, 120_000);
