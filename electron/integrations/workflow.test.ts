import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startWebhookReceiver, type WebhookReceiver } from '../../e2e/servers/webhook.ts';
import { openWorkflowCore, takeSample } from '../../e2e/workflow-core.ts';
import type { Client } from '../../shared/client.ts';
import type { WorkflowRun } from '../../shared/workflow.ts';
import type { App } from '../app.ts';
import { findResources } from '../paths.ts';

let receiver: WebhookReceiver;
let app: App;
let client: Client;
let dataDir: string;
let photoId: string;

beforeAll(async () => {
  dataDir = join(mkdtempSync(join(tmpdir(), 'h200-workflow-')), 'data');
  receiver = await startWebhookReceiver();
  ({ app, client } = openWorkflowCore(dataDir, { WEBHOOK_URL: receiver.url }));
  await app.start();
  photoId = await takeSample(app, 'handle-right.jpg');
});
afterAll(async () => {
  await app.stop();
  await receiver.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const statesOf = ({ steps }: WorkflowRun) =>
  Object.fromEntries(Object.entries(steps).map(([name, step]) => [name, step?.state]));

test('a photo goes its whole road, and every step says what it made', async () => {
  const run = await client.call('workflow.run', { photoId, notify: ['env-webhook'] });
  expect(statesOf(run)).toEqual({ analysis: 'ok', events: 'ok', render: 'ok', store: 'ok', notice: 'ok' });
  const { steps } = run;
  const { analysisId } = steps.analysis?.refs ?? {};
  expect(steps.events?.refs.eventIds).toEqual([`evt_${analysisId}_mugs`, `evt_${analysisId}_positions`]);
  const [renderId = ''] = steps.render?.refs.renderIds ?? [];
  expect(await client.call('renders.get', { id: renderId })).toMatchObject({ state: 'completed' });
  expect(steps.render?.tookMs).toBeGreaterThan(0);
  expect(await client.call('workflow.get', { id: run.id })).toEqual(run);
});

test('the same wish for the same photo is the same run: nothing is done twice', async () => {
  const first = await client.call('workflow.run', { photoId });
  const rendersBefore = (await client.call('renders.list', {})).renders.length;
  const [second, third] = await Promise.all([
    client.call('workflow.run', { photoId }),
    client.call('workflow.run', { photoId }),
  ]);
  expect(second).toEqual(first);
  expect(third).toEqual(first);
  expect((await client.call('renders.list', {})).renders).toHaveLength(rendersBefore);
  expect((await client.call('workflow.run', { photoId, fresh: true })).id).not.toBe(first.id);
});

test('a picture that cannot be made stops neither the store nor the notice, which tells of it', async () => {
  const run = await client.call('workflow.run', { photoId, templateId: 'local:nobody', notify: true });
  expect(statesOf(run)).toEqual({
    analysis: 'ok',
    events: 'ok',
    render: 'failed',
    store: 'ok',
    notice: 'ok',
  });
  expect(run.steps.render?.reason).toMatch(/template/i);
  const { notices } = await client.call('notices.list', {});
  const notice = notices.find(({ id }) => id === run.steps.notice?.refs.eventIds?.[0]);
  expect(notice).toMatchObject({ severity: 'warning', text: run.steps.render?.reason });
});

test('what failed is tried again when it is asked for again, and nothing else', async () => {
  const wish = { photoId, templateId: 'local:nobody' };
  const first = await client.call('workflow.run', wish);
  const second = await client.call('workflow.run', wish);
  expect(second).toMatchObject({ id: first.id, resumed: first.resumed + 1 });
  expect(second.steps.analysis).toEqual(first.steps.analysis);
  expect(second.steps.events).toEqual(first.steps.events);
});

test('a photo that cannot be analysed ends its road there, and people hear of it', async () => {
  const cut = new Uint8Array(readFileSync(join(findResources().samplesDir, 'pair.jpg')).subarray(0, 3_000));
  const { photo } = await client.call('photos.add', { name: 'cut.jpg', bytes: cut });
  const run = await client.call('workflow.run', { photoId: photo.id, notify: true });
  expect(statesOf(run)).toEqual({
    analysis: 'failed',
    events: 'skipped',
    render: 'skipped',
    store: 'skipped',
    notice: 'ok',
  });
});

test('an analysis can be sent on its road as well; nobody is told who was not to be', async () => {
  const { steps } = await client.call('workflow.run', { photoId });
  const analysisId = steps.analysis?.refs.analysisId;
  const run = await client.call('workflow.run', { analysisId, store: false });
  expect(run.steps.analysis).toMatchObject({ state: 'ok', refs: { analysisId } });
  expect(run.steps.store).toMatchObject({ state: 'skipped', reason: 'Nobody asked for it.' });
  expect(run.steps.notice).toMatchObject({ state: 'skipped', reason: 'Nobody asked for a notice.' });
});

test('a photo or an analysis that is not there, or both at once, is refused', async () => {
  await expect(client.call('workflow.run', { photoId: '0'.repeat(64) })).rejects.toMatchObject({
    code: 'photo.notFound',
  });
  await expect(client.call('workflow.run', { analysisId: 'nobody' })).rejects.toMatchObject({
    code: 'notFound',
  });
  await expect(client.call('workflow.run', { photoId, analysisId: 'a' })).rejects.toMatchObject({
    code: 'call.invalid',
    field: 'photoId',
  });
});
