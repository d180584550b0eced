/**
 * Analyses many photos, and tells n8n of all of them in few requests.
 *
 *     N8N_WEBHOOK_URL=… npm run -s example -- docs/examples/batch.ts [photo…]
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { findResources } from '../../electron/paths.ts';
import { openCore } from './open-core.ts';

const core = await openCore({ needs: ['N8N_WEBHOOK_URL'] });
const { client } = core;

// What the environment gives is a channel called env-KIND. From now on what happens within five seconds travels
// together, up to a hundred events in one request with a batch id.
const { channels } = await client.call('channels.list', {});
const n8n = channels.find(({ channel }) => channel.id === 'env-n8n');
if (n8n) await client.call('channels.save', { ...n8n.channel, batch: { upTo: 100, windowSeconds: 5 } });

const photoIds: string[] = [];
for (const file of process.argv.length > 2 ? process.argv.slice(2) : await samplePhotos()) {
  const { photo } = await client.call('photos.add', {
    name: path.basename(file),
    bytes: await readFile(file),
  });
  photoIds.push(photo.id);
}

const finished = core.until('batch.progressed', ({ state }) => state === 'finished');
// One photo is no batch worth telling of.
const told =
  photoIds.length > 1 && core.until('notice.published', ({ notice }) => notice.type === 'batch_completed');
await client.call('photos.analyzeBatch', { photoIds });
const { done, failed } = await finished;
console.log(`${done} ${done === 1 ? 'photo' : 'photos'} analysed, ${failed} failed.`);

// Each photo gives two events (mug_detected, positioning_analyzed); a batch of several gives one more, batch_completed.
await told;
const { items } = await client.call('deliveries.list', { channelId: 'env-n8n', limit: 1_000 });
const deliveries = await core.untilDelivered(items);
const requests = new Set(deliveries.map(({ id, batchId }) => batchId ?? id));
console.log(`${deliveries.length} events reached n8n in ${requests.size} request(s).`);
await core.stop();

async function samplePhotos(): Promise<string[]> {
  const { samples } = await client.call('app.info', {});
  return samples.map((name) => path.join(findResources().samplesDir, name));
}
