import type { Channel, ChannelView } from '../../shared/channel.ts';
import { UsageError } from './exit-status.ts';
import type { Core } from './with-core.ts';

const ofEnvironment = / \(environment\)$/;

/**
 * The channel that a user means: by its id, its name, its name without " (environment)", or its kind; all but the id
 * in whatever case. What is found the more exact way counts. Throws UsageError, also where several are found.
 */
export function findChannel(channels: readonly ChannelView[], name: string): ChannelView {
  const byId = channels.find(({ channel }) => channel.id === name);
  if (byId !== undefined) return byId;
  const wanted = name.trim().toLowerCase();
  const named =
    [
      ({ name }: Channel) => name,
      ({ name }: Channel) => name.replace(ofEnvironment, ''),
      ({ kind }: Channel) => kind,
    ]
      .map((wordOf) => channels.filter(({ channel }) => wordOf(channel).toLowerCase() === wanted))
      .find(({ length }) => length > 0) ?? [];
  const [found] = named;
  if (found !== undefined && named.length === 1) return found;
  if (found !== undefined) {
    const ids = named.map(({ channel }) => channel.id).join(', ');
    throw new UsageError(`"${name}" can be several channels. Name the one you mean by its id: ${ids}.`);
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
