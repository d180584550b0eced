import { Queue, Worker } from 'bullmq';
import { Agent, request } from 'undici';
import { eachTimed, now, publishersAtOnce, quantile, runJob } from './load.ts';

/** The same messages through BullMQ on Redis: `add` records, a worker posts. */
await runJob(async (job) => {
  const connection = { path: job.redisSocket ?? '', maxRetriesPerRequest: null };
  const queue = new Queue('notices', { connection });
  const dispatcher = new Agent({ connections: job.concurrency });
  const worker = new Worker(
    'notices',
    async ({ id, data }) => {
      const { body, statusCode } = await request(job.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'webhook-id': String(id) },
        body: data.body,
        dispatcher,
      });
      await body.text();
      if (statusCode !== 200) throw new Error(`The sink answered ${statusCode}.`);
    },
    { connection, concurrency: job.concurrency },
  );
  await worker.waitUntilReady();
  const options = { attempts: 13, backoff: { type: 'exponential', delay: 1_000 } };
  const startedAt = now();
  const took = await eachTimed(job.messages, publishersAtOnce, () =>
    queue.add('notice', { body: job.body }, options),
  );
  return { startedAt, recordedMs: now() - startedAt, recordP99Ms: quantile(took, 0.99) };
});
