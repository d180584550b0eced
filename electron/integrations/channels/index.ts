import type { AnyChannelKind } from './channel.ts';
import { n8n } from './n8n.ts';
import { webhook } from './webhook.ts';

/** Every kind of channel: a new one is one line here. */
export const channelKinds: readonly AnyChannelKind[] = [n8n, webhook];
