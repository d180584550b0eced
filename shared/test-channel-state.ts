import type { ChannelState } from './channel.ts';

/** What a courier says of a channel that does well and has sent nothing yet; for tests. */
export function healthy(channelId: string): ChannelState {
  return {
    channelId,
    condition: 'healthy',
    reason: null,
    heldUntil: null,
    breaker: 'closed',
    waiting: 0,
    failed: 0,
    successRate: null,
    lastAnswer: null,
  };
}
