import type { AnyChannelKind } from './channel.ts';
import { desktop } from './desktop.ts';
import { discord } from './discord.ts';
import { email } from './email.ts';
import { n8n } from './n8n.ts';
import { slack } from './slack.ts';
import { webhook } from './webhook.ts';

/** Every kind of channel: a new one is one line here. */
export const channelKinds: readonly AnyChannelKind[] = [n8n, email, slack, discord, webhook, desktop];
