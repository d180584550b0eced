import type { ChannelView } from '../../shared/channel.ts';
import { UsageError } from './exit-status.ts';
import type { Core } from './with-core.ts';

/** The channel that a user means by its name, in whatever case, or by its id. Throws UsageError. */
export function findChannel(channels: readonly ChannelView[], name: string): ChannelView {
  const byId = channels.find(({ channel }) => channel.id === name);
  if (byId !== undefined) return byId;
  const named = channels.filter(({ channel }) => channel.name.toLowerCase() === name.trim().toLowerCase());
  const [found] = named;
  if (found !== undefined && named.length === 1) return found;
  if (found !== undefined) {
    const ids = named.map(({ channel }) => channel.id).join(', ');
    throw new UsageError(`Several channels are called "${name}". Name the one you mean by its id: ${ids}.`);
  }
  const names = channels.map(({ channel }) => `"${channel.name}"`).join(', ');
  const advice = names === '' ? 'There are none yet.' : `There are ${names}.`;
  throw new UsageError(`There is no channel called "${name}". ${advice}`);
}

/** The ids of channels by their names, undefined for no names. Throws UsageError. */
export async function channelIdsOf(
  { call }: Pick<Core, 'call'>,
  names: readonly string[],
): Promise<string[] | undefined> {
  if (names.length === 0) return undefined;
  const { channels } = await call('channels.list', {});
  return [...new Set(names.map((name) => findChannel(channels, name).channel.id))];
}

/** The name of each channel by its id. */
export async function channelNames({ call }: Pick<Core, 'call'>): Promise<(id: string) => string> {
  const { channels } = await call('channels.list', {});
  const names = new Map(channels.map(({ channel }) => [channel.id, channel.name]));
  return (id) => names.get(id) ?? id;
}
