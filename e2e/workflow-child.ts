import { openWorkflowCore, takeSample } from './workflow-core.ts';

/**
 * Run by workflow-crash.test.ts: sends a photo on its road, or goes on with one that was cut off. Writes the number of
 * steps that have ended after each, and `done` after the last.
 */
const [dataDir = '', webhookUrl = ''] = process.argv.slice(2);
const { app, client } = openWorkflowCore(dataDir, { WEBHOOK_URL: webhookUrl });
client.listen('workflow.progressed', ({ steps, endedAt }) => {
  const ended = Object.values(steps).filter((step) => step !== null).length;
  process.stdout.write(`${endedAt === null ? ended : 'done'}\n`);
});
const photoId = await takeSample(app, 'handle-right.jpg');
await app.start();
await client.call('workflow.run', { photoId, notify: true });
process.stdout.write('done\n');
setInterval(() => {}, 60_000);
