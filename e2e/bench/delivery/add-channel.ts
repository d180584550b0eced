import type { Client } from '../../../shared/client.ts';
import { eventTypes } from '../../../shared/event.ts';

/** Adds a channel that takes every event, with what its kind starts with otherwise. Returns its id. */
export async function addChannel(
  { call }: Client,
  channel: { kind: string; name: string; config: Record<string, string> },
): Promise<string> {
  const { kinds } = await call('channels.kinds', {});
  const initial = kinds.find(({ kind }) => kind === channel.kind)?.initial;
  const saved = await call('channels.save', {
    ...initial,
    ...channel,
    config: { ...initial?.config, ...channel.config },
    minSeverity: 'info',
    eventTypes,
  });
  return saved.channel.id;
}
