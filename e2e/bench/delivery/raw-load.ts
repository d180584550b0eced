import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Agent, request } from 'undici';
import { eachTimed, now, quantile, runJob } from './load.ts';

/**
 * The least a durable sender must do: write each message to disk, post it with bare undici, write that it is done.
 * No claims, retries, limits, attempts, events.
 */
await runJob(async (job) => {
  const database = new DatabaseSync(join(job.folder, 'raw.sqlite'));
  database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = ${job.durability}`);
  database.exec('CREATE TABLE messages (id INTEGER PRIMARY KEY, body TEXT, state TEXT) STRICT');
  const insert = database.prepare("INSERT INTO messages (id, body, state) VALUES (?, ?, 'waiting')");
  const done = database.prepare("UPDATE messages SET state = 'delivered' WHERE id = ?");
  const dispatcher = new Agent({ connections: job.concurrency });
  const startedAt = now();
  const took = await eachTimed(job.messages, job.concurrency, async (index) => {
    insert.run(index, job.body);
    const { body, statusCode } = await request(job.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'webhook-id': String(index) },
      body: job.body,
      dispatcher,
    });
    await body.text();
    if (statusCode !== 200) throw new Error(`The sink answered ${statusCode}.`);
    done.run(index);
  });
  return { startedAt, recordedMs: now() - startedAt, recordP99Ms: quantile(took, 0.99) };
});
