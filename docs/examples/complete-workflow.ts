/**
 * The whole road of one photo in one call: it is analysed, n8n hears of it, a picture is drawn and kept, and somebody
 * gets a mail. Each step says how it went by itself; asked again, only what failed is done again.
 *
 *     N8N_WEBHOOK_URL=… SMTP_HOST=… SMTP_USERNAME=… SMTP_PASSWORD=… EMAIL_FROM=… EMAIL_TO=… \
 *       npm run -s example -- docs/examples/complete-workflow.ts [photo]
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { findResources } from '../../electron/paths.ts';
import { openCore } from './open-core.ts';

const core = await openCore({ needs: ['N8N_WEBHOOK_URL', 'SMTP_HOST', 'EMAIL_FROM', 'EMAIL_TO'] });
const { client } = core;

const file = process.argv[2] ?? path.join(findResources().samplesDir, 'handle-left.jpg');
const { photo } = await client.call('photos.add', { name: path.basename(file), bytes: await readFile(file) });
console.log(`${photo.name} is taken in, under the id ${photo.id.slice(0, 12)}…`);

const { steps } = await client.call('workflow.run', { photoId: photo.id, notify: ['env-email'] });
for (const [name, step] of Object.entries(steps)) {
  console.log(
    `${name}: ${step?.state} after ${Math.round(step?.tookMs ?? 0)} ms. ${step?.reason ?? ''}`.trim(),
  );
}

// The workflow ends once everything is recorded and drawn; what is told is on its way, and survives a crash from there.
const ids = Object.values(steps).flatMap((step) => step?.refs.deliveryIds ?? []);
const sent = await Promise.all(ids.map(async (id) => (await client.call('deliveries.get', { id })).delivery));
for (const { eventType, channelId, state } of await core.untilDelivered(sent)) {
  console.log(`${eventType} to ${channelId}: ${state}.`);
}
await core.stop();
