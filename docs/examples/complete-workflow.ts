/**
 * The whole road of one photo: it is analysed, n8n hears of it, and somebody gets a mail with the picture.
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
console.log(`1. ${photo.name} is taken in, under the id ${photo.id.slice(0, 12)}…`);

const analysis = await client.call('photos.analyze', { photoId: photo.id });
const [mug] = analysis.placements;
console.log(`2. ${analysis.placements.length} mug(s), the first one in the zone ${mug?.zone ?? '–'}.`);

// The events about an analysis are recorded with it, in one transaction: there is never one without the other.
const { items: events } = await client.call('deliveries.list', { channelId: 'env-n8n' });
for (const { eventType, channelId } of events) console.log(`3. ${eventType} is on its way to ${channelId}.`);

// An event that names an analysis brings its picture along, for people who can see it.
const handle = mug && analysis.detections[mug.detection]?.handle?.side;
const { deliveries: notices } = await client.call('events.publish', {
  type: 'rule_triggered',
  data: {
    rule_id: 'handle-right',
    rule_name: 'Handles point right',
    verdict: handle === undefined ? 'unknown' : handle === 'right' ? 'pass' : 'fail',
    image_id: photo.id,
    image_name: photo.name,
    analysis_id: analysis.id,
    measured: { handle: handle ?? 'not seen' },
    advice: 'Turn the mug so that its handle points right.',
  },
  channelIds: ['env-n8n', 'env-email'],
});
console.log(`4. The rule's verdict goes to ${notices.map(({ channelId }) => channelId).join(' and ')}.`);

for (const { eventType, channelId, state } of await core.untilDelivered([...events, ...notices])) {
  console.log(`5. ${eventType} to ${channelId}: ${state}.`);
}
await core.stop();
