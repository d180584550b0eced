/**
 * Tells an n8n workflow that something happened.
 *
 *     N8N_WEBHOOK_URL=https://n8n.example.com/webhook/h200 npm run -s example -- docs/examples/send-an-event.ts
 */
import { openCore } from './open-core.ts';

const core = await openCore({ needs: ['N8N_WEBHOOK_URL'] });

// The types of events and what each carries: shared/event.ts. What does not fit its type is refused here.
const { eventId, deliveries } = await core.client.call('events.publish', {
  type: 'rule_triggered',
  severity: 'warning',
  data: {
    rule_id: 'handle-right',
    rule_name: 'Handles point right',
    verdict: 'fail',
    image_name: 'shelf-3.jpg',
    measured: { handle: 'left' },
    advice: 'Turn the mug by 180°.',
  },
});
// From here on it is on disk: a crash, a week offline or a rate limit only delays it.
console.log(`Recorded as ${eventId}, for ${deliveries.length} channel(s).`);

for (const delivery of await core.untilDelivered(deliveries)) {
  const { attempts } = await core.client.call('deliveries.get', { id: delivery.id });
  const last = attempts.at(-1);
  console.log(`${delivery.channelId}: ${delivery.state} after ${attempts.length} attempt(s).`);
  console.log(`It answered ${last?.status} within ${last?.tookMs.toFixed(0)} ms: ${last?.detail}`);
}
await core.stop();
