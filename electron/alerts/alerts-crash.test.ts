import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { openTestAlerts } from './test-alerts.ts';

const child = join(import.meta.dirname, 'alerts-child.ts');

/** Lets a real process raise and tell alerts, kills it after so many, and returns those it was promised. */
async function raiseUntilKilled(path: string, run: number, afterLines: number): Promise<string[]> {
  const running = spawn(process.execPath, [child, path, `${run}`], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ids: string[] = [];
  for await (const id of createInterface({ input: running.stdout })) {
    ids.push(id);
    if (ids.length === afterLines) running.kill('SIGKILL');
  }
  return ids;
}

test('whatever moment the process is killed at, every alert is told, and none without news', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'h200-alerts-')), 'h200.sqlite');
  const promised: string[] = [];
  for (const [run, afterLines] of [13, 84, 2, 151, 37].entries()) {
    promised.push(...(await raiseUntilKilled(path, run, afterLines)));
  }
  const box = await openTestAlerts({ path });
  box.system.attend();
  await box.advance(30 * 60_000);
  const { items } = await box.call['alerts.list']({ limit: 1_000 });
  expect(items.map(({ id }) => id)).toEqual(expect.arrayContaining(promised));

  const told = new Set<string>();
  const toldIds = box
    .messages()
    .filter(({ channelIds }) => channelIds.includes('webhook'))
    .map(({ data }) => data.alert_ids ?? []);
  for (const ids of toldIds) {
    expect(
      ids.some((id) => !told.has(id)),
      'a message has something new',
    ).toBe(true);
    for (const id of ids) told.add(id);
  }
  expect(items.filter(({ id }) => !told.has(id))).toEqual([]);
  expect(promised.length).toBeGreaterThan(250);
  await box.close();
}, 60_000);
