import { core } from '../../core.ts';

/**
 * Hears when a channel comes to be held, free or closed: what waits for it reads differently then, though no delivery
 * changed. Its numbers, which change all the time, are not told. Returns what stops it.
 */
export function listenForConditions(hear: (channelId: string) => void): () => void {
  const conditions = new Map<string, string>();
  return core.listen('channel.stateChanged', ({ channelId, condition }) => {
    if (conditions.get(channelId) === condition) return;
    conditions.set(channelId, condition);
    hear(channelId);
  });
}
