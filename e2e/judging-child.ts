import { openWorkflowCore, takeSample } from './workflow-core.ts';

/**
 * Run by judging-crash.test.ts: analyses a sample under a rule that asks for an alert, and is killed in the moment in
 * which the analysis is kept and told to nobody yet.
 */
const [dataDir = '', sample = ''] = process.argv.slice(2);
const { app, client } = openWorkflowCore(dataDir, {});
app.events.listen('rule.judged', () => process.kill(process.pid, 'SIGKILL'));
const { rules } = await client.call('rules.list', {});
if (rules.length === 0)
  await client.call('rules.save', {
    name: 'Right',
    text: 'The handle of every mug must point right, otherwise alert critically.',
  });
const photoId = await takeSample(app, sample);
await app.start();
await client.call('photos.analyze', { photoId });
