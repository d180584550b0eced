/**
 * Adds a kind of channel of its own, ntfy (https://ntfy.sh), which pushes to phones, and says something there.
 * Retries, rates, the breaker and the form on the screen come from the core: a channel only knows its service.
 *
 *     NTFY_URL=https://ntfy.sh/a-topic-that-nobody-guesses npm run -s example -- docs/examples/custom-channel.ts
 */
import { z } from 'zod';
import { fieldOf, jsonOf, receiptOf } from '../../electron/integrations/channels/answer.ts';
import { defineChannel } from '../../electron/integrations/channels/channel.ts';
import { requestPage, requestText } from '../../electron/integrations/channels/request-page.ts';
import { webhookUrlSchema } from '../../electron/integrations/channels/webhook-url.ts';
import { eventTypes, severityRank } from '../../shared/event.ts';
import { openCore } from './open-core.ts';

type Message = { topic: string; title: string; message: string; priority: number };

const ntfy = defineChannel<{ url: string }, Message>({
  kind: 'ntfy',
  label: 'ntfy',
  description: 'Pushes to phones that follow a topic.',
  docsUrl: 'https://docs.ntfy.sh/publish/',
  // The form on the screen is drawn from this. Who knows a topic can read it, hence `secret`.
  config: z.object({ url: webhookUrlSchema.meta({ title: 'Address of the topic', secret: true }) }),
  environment: { url: 'NTFY_URL' },
  initial: { minSeverity: 'warning', eventTypes: [...eventTypes], ordered: false },
  // 60 at once, then one every 5 s: https://docs.ntfy.sh/publish/#limitations
  limits: { concurrency: 2, rate: { perSecond: 0.2, burst: 60 }, maxBatch: 1 },
  target: ({ url }) => new URL(url).host,
  limitKey: ({ url }) => new URL(url).host,
  format: ([item], { url }) => ({
    topic: new URL(url).pathname.slice(1),
    title: item?.notice.title ?? '',
    message: item?.notice.text ?? '',
    priority: item ? severityRank(item.notice.severity) + 1 : 3,
  }),
  preview: (message) => requestPage(`${message.title}\n\n${message.message}`, null),
  request: (message, { url }) => requestText(`POST ${new URL(url).origin}`, {}, JSON.stringify(message)),
  async send(message, { url }, { http, signal, timeoutMs, now }) {
    const body = JSON.stringify(message);
    const answer = await http({ method: 'POST', url: new URL(url).origin, body, signal, timeoutMs });
    // Throws a DeliveryError for what is no success, and knows which statuses are worth another try.
    return receiptOf(answer, { who: 'ntfy', now, receipt: (given) => String(fieldOf(jsonOf(given), 'id')) });
  },
});

const core = await openCore({ needs: ['NTFY_URL'], channelKinds: [ntfy] });
const { deliveries } = await core.client.call('notices.send', {
  title: 'Shelf 3 needs a look',
  message: 'Two mugs stand outside of their places.',
  severity: 'error',
  channelIds: ['env-ntfy'],
});
for (const { channelId, state } of await core.untilDelivered(deliveries))
  console.log(`${channelId}: ${state}`);
await core.stop();
