import { z } from 'zod';
import type { ChannelCheck } from './channel.ts';

/** Whether a webhook may be asked whether it lives: some servers take any request for a message. */
export const checkFieldSchema = z
  .enum(['connection', 'HEAD', 'OPTIONS'])
  .default('connection')
  .meta({
    title: 'Health check',
    description: 'Every minute, without a message. A request only if the receiver can tell it from an event.',
    options: {
      connection: 'Connect only',
      HEAD: 'Ask with a HEAD request',
      OPTIONS: 'Ask with an OPTIONS request',
    },
    advanced: true,
  });

/** How a webhook is looked at, as the operator allows. */
export function webhookCheck(url: string, how: z.output<typeof checkFieldSchema>): ChannelCheck {
  return how === 'connection' ? { kind: 'connection', url } : { kind: 'request', url, method: how };
}
