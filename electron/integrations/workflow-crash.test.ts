import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startWebhookReceiver, type WebhookReceiver } from '../../e2e/servers/webhook.ts';
import { openWorkflowCore } from '../../e2e/workflow-core.ts';

const childFile = new URL('../../e2e/workflow-child.ts', import.meta.url).pathname;

let dataDir: string;
let receiver: WebhookReceiver;

beforeEach(async () => {
  dataDir = join(mkdtempSync(join(tmpdir(), 'h200-workflow-crash-')), 'data');
  receiver = await startWebhookReceiver();
});
afterEach(async () => {
  await receiver.close();
  rmSync(dataDir, { recursive: true, force: true });
});

/** Lets a core work until it writes this line, and kills it then. */
async function workUntil(line: string): Promise<void> {
  const child = spawn(process.execPath, [childFile, dataDir, receiver.url], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = once(child, 'exit');
  for await (const written of createInterface({ input: child.stdout })) {
    if (written === line || written === 'done') break;
  }
  child.kill('SIGKILL');
  await gone;
}

test('killed after each of its steps, a photo still goes its whole road, and once', async () => {
  for (const step of ['1', '2', '3', '4']) await workUntil(step);
  await workUntil('done');

  const { app, client } = openWorkflowCore(dataDir, { WEBHOOK_URL: receiver.url });
  const { items: analyses } = await client.call('analyses.list', {});
  const { renders } = await client.call('renders.list', {});
  const { items: deliveries } = await client.call('deliveries.list', { channelId: 'env-webhook' });
  const { notices } = await client.call('notices.list', {});
  const run = await client.call('workflow.run', { photoId: analyses[0]?.photo.id, notify: true });
  await app.stop();
  // By the starts themselves, before anybody asked again.
  expect(run.resumed).toBeGreaterThan(0);
  expect(analyses).toHaveLength(1);
  expect(renders).toMatchObject([{ state: 'completed' }]);
  expect(deliveries.map(({ eventType }) => eventType).sort()).toEqual([
    'mug_detected',
    'positioning_analyzed',
    'render_completed',
    'system_alert',
  ]);
  expect(notices.filter(({ type }) => type === 'system_alert')).toHaveLength(1);
}, 120_000);
