import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { beforeEach, expect, test } from 'vitest';
import { startSlackServer } from '../../e2e/servers/slack.ts';
import { calls } from '../../shared/contract.ts';
import type { HealthPart } from '../../shared/health.ts';
import { noFigures } from '../integrations/integration.ts';
import { healthReport, healthStatus } from './health.ts';

const program = join(import.meta.dirname, '..', 'cli.ts');

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'h200-cli-health-'));
});

async function h200(args: string[], env: Record<string, string> = {}, cwd = dataDir) {
  const child = spawn(process.execPath, [program, ...args], {
    cwd,
    env: { PATH: process.env.PATH, H200_DATA: dataDir, NO_COLOR: '1', ...env },
  });
  const [out, err, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return { out, err, code };
}

test('all healthy ends with 0; a channel that cannot be reached with 1, by its host alone', async () => {
  const slack = await startSlackServer();
  const env = { SLACK_WEBHOOK_URL: slack.webhookUrl };
  const well = await h200(['health', '--json'], env);
  const health = calls['health.get'].output.parse(JSON.parse(well.out));
  expect([well.code, health.status]).toEqual([0, 'healthy']);
  expect(health.parts.map(({ id }) => id)).toContain('channel.env-slack');
  expect(slack.requests).toEqual([]);
  await slack.close();

  const unwell = await h200(['health'], env);
  expect(unwell.code).toBe(1);
  expect(unwell.out).toMatch(/^degraded\n/);
  expect(unwell.out).toMatch(/Slack \(environment\) +127\.0\.0\.1:\d+ +down .*connection refused/);
  expect(unwell.out).not.toContain('s3cret');
});

test.each([
  [
    'a damaged database',
    (dir: string) => writeFileSync(join(dir, 'h200.sqlite'), 'no database '.repeat(100)),
  ],
  [
    'a file where the data folder is to be',
    (dir: string) => {
      rmSync(dir, { recursive: true });
      writeFileSync(dir, '');
    },
  ],
])('with %s it is down, not degraded, and says so', async (_case, harm) => {
  harm(dataDir);
  const cwd = tmpdir();
  const plain = await h200(['health'], {}, cwd);
  expect(plain).toMatchObject({ code: 2, out: 'down\n' });
  expect(plain.err).toMatch(/^error: .+\(storage\.\w+\)\n$/);
  const json = await h200(['health', '--json'], {}, cwd);
  expect(json.code).toBe(2);
  expect(calls['health.get'].output.parse(JSON.parse(json.out))).toMatchObject({ status: 'down', parts: [] });
});

test('each word has a status of its own, and a part without figures has dashes', () => {
  expect(healthStatus).toEqual({ healthy: 0, degraded: 1, down: 2 });
  const since = '2026-11-01T00:00:00.000Z';
  const part: HealthPart = {
    ...{ id: 'inference', kind: 'inference', label: 'Inference', target: 'No model', channelId: null },
    ...{ state: 'down', reason: 'The models are missing.', since, critical: true, checkable: false },
    ...{ lastCheck: null, figures: noFigures, heartbeat: [] },
  };
  expect(healthReport({ status: 'down', since, parts: [part] }, (_colour, text) => text)).toBe(
    [
      'down',
      'part       target    state  p95  succeeded  waiting  why',
      'Inference  No model  down   –    –          –        The models are missing.',
      '',
    ].join('\n'),
  );
});
