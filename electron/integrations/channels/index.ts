import type { AnyChannelKind } from './channel.ts';

/** Every kind of channel: a new one is one line here. */
export const channelKinds: readonly AnyChannelKind[] = [];
