/**
 * Says the same on every channel that the environment names: e-mail, Slack, Discord, a webhook, n8n.
 *
 *     SLACK_WEBHOOK_URL=… DISCORD_WEBHOOK_URL=… npm run -s example -- docs/examples/notice-on-every-channel.ts
 */
import { openCore, sayWhatToSet } from './open-core.ts';

const core = await openCore();

const { channels } = await core.client.call('channels.list', {});
if (channels.length === 0) {
  await core.stop();
  sayWhatToSet('SLACK_WEBHOOK_URL, DISCORD_WEBHOOK_URL, WEBHOOK_URL, N8N_WEBHOOK_URL or SMTP_HOST');
}
for (const { channel, target, state } of channels) {
  console.log(`${channel.name}: to ${target}, ${state.reason ?? state.condition}`);
}

// Without channelIds it goes to those that want such a severity; named, each of them gets it.
const { deliveries } = await core.client.call('notices.send', {
  title: 'Shelf 3 needs a look',
  message: 'Two mugs stand outside of their places, one of them upside down.',
  severity: 'error',
  data: { shelf: 3, mugs: 12, outside: 2 },
  channelIds: channels.map(({ channel }) => channel.id),
});

for (const { channelId, state, explanation } of await core.untilDelivered(deliveries)) {
  console.log(`${channelId}: ${state}${explanation === null ? '' : `, ${explanation}`}`);
}
await core.stop();
