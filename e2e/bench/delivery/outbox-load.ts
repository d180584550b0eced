import { openTellingCore } from '../../telling-core.ts';
import { addChannel } from './add-channel.ts';
import { eachTimed, now, publishersAtOnce, quantile, runJob } from './load.ts';

/** The same messages through the program itself: a call, the outbox, the courier, a webhook. */
await runJob(async (job) => {
  const { app, client } = openTellingCore(job.folder);
  const settings = await client.call('settings.get', {});
  const survivePowerCut = job.durability === 'FULL';
  await client.call('settings.set', { delivery: { ...settings.delivery, survivePowerCut } });
  await addChannel(client, { kind: 'webhook', name: 'Sink', config: { url: job.url } });
  await app.start();
  const data = { title: 'Mug too far right', message: job.body.slice(0, 200), details: {} };
  const startedAt = now();
  // Without the copies that the client makes for want of a wire: the peers make none either.
  const took = await eachTimed(job.messages, publishersAtOnce, async () => {
    const answer = await app.dispatch('events.publish', { type: 'system_alert', severity: 'info', data });
    if (!answer.ok) throw new Error(answer.error.message);
  });
  return { startedAt, recordedMs: now() - startedAt, recordP99Ms: quantile(took, 0.99) };
});
