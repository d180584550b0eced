import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { alert, openTestOutbox, request } from './test-outbox.ts';

const child = join(import.meta.dirname, 'outbox-child.ts');

/** Lets a real process work on the outbox, kills it after so many promises, and returns what it was promised. */
async function workUntilKilled(path: string, epoch: number, afterLines: number): Promise<string[]> {
  const running = spawn(process.execPath, [child, path, `run${epoch}`, String(epoch)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  for await (const line of createInterface({ input: running.stdout })) {
    lines.push(line);
    if (lines.length === afterLines) running.kill('SIGKILL');
  }
  return lines;
}

test('whatever moment the process is killed at, nothing that was promised is lost', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'h200-crash-')), 'h200.sqlite');
  const promised: string[] = [];
  const runs = [37, 211, 5, 620, 90, 333];
  for (const [run, afterLines] of runs.entries()) {
    promised.push(...(await workUntilKilled(path, run + 1, afterLines)));
  }
  const box = openTestOutbox({ path });
  await box.outbox.takeBack(runs.length + 1);
  const idsOf = (what: string) =>
    promised.filter((line) => line.startsWith(what)).map((line) => line.slice(what.length + 1));
  for (const id of idsOf('published')) expect(box.list.get(id).delivery.id).toBe(id);
  for (const id of idsOf('delivered')) expect(box.list.get(id).delivery.state).toBe('delivered');
  expect(idsOf('published').length).toBeGreaterThan(100);
  expect(idsOf('delivered').length).toBeGreaterThan(100);

  // An event and its two deliveries are one: never an event with fewer.
  const halves = `SELECT e.id FROM events AS e LEFT JOIN deliveries AS d ON d.event_sequence = e.sequence
    GROUP BY e.sequence HAVING count(d.sequence) <> 2`;
  expect(box.query(halves)).toEqual([]);
  const mismatches = `SELECT d.id FROM deliveries AS d
    WHERE d.attempts <> (SELECT count(*) FROM attempts WHERE delivery_sequence = d.sequence)`;
  expect(box.query(mismatches)).toEqual([]);
  // All that is not delivered can be claimed again.
  const { waiting, sending } = box.list.counts();
  expect(sending).toBe(0);
  const claims = await box.outbox.claim(
    ['mail', 'slack'].map((channelId) => request(channelId, { epoch: runs.length + 1, atMost: 100_000 })),
  );
  expect(claims.flatMap(({ parts }) => parts)).toHaveLength(waiting);
  box.database.close();
});

test('an event recorded with other rows is there with them or not at all', async () => {
  const box = openTestOutbox();
  const event = alert('with the analysis');
  const failing = box.database.write(() => {
    box.outbox.record(event, [{ channelId: 'mail', windowMs: 0 }]);
    throw new Error('The analysis was not kept.');
  });
  await expect(failing).rejects.toThrow('not kept');
  expect(box.query('SELECT id FROM events UNION ALL SELECT id FROM deliveries')).toEqual([]);
  expect(box.list.counts()).toMatchObject({ waiting: 0 });
  box.database.close();
});
