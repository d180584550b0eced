import type { ChannelView } from '../../shared/channel.ts';
import type { Client } from '../../shared/client.ts';
import type { DroppedFile } from './photos.ts';

type Core = Pick<Client, 'call'>;

/** Adds a channel of a kind that takes everything, with what its kind starts with where nothing else is said. */
export async function addChannel(
  core: Core,
  kind: string,
  name: string,
  config: ChannelView['channel']['config'],
  more: Partial<ChannelView['channel']> = {},
): Promise<ChannelView> {
  const { kinds } = await core.call('channels.kinds', {});
  const initial = kinds.find((candidate) => candidate.kind === kind)?.initial;
  if (initial === undefined) throw new Error(`There is no kind ${kind}.`);
  return core.call('channels.save', {
    ...initial,
    minSeverity: 'info',
    ...more,
    name,
    config: { ...initial.config, ...config },
  });
}

/** Hands in a design; returns its id. */
export async function addDesign(core: Core, name: string, svg: string): Promise<string> {
  const { design } = await core.call('designs.add', { name, bytes: new TextEncoder().encode(svg) });
  return design.id;
}

/** Hands in photos and has them analysed, one after the other; returns the ids of the analyses. */
export async function analyse(core: Core, photos: readonly DroppedFile[]): Promise<string[]> {
  const ids: string[] = [];
  for (const { name, bytes } of photos) {
    const { photo } = await core.call('photos.add', { name, bytes: new Uint8Array(bytes) });
    ids.push((await core.call('photos.analyze', { photoId: photo.id })).id);
  }
  return ids;
}

/** Switches every threshold off: how full or busy the machine is that runs the spec raises no alert. */
export async function watchNoThreshold(core: Core): Promise<void> {
  const { thresholds } = await core.call('thresholds.list', {});
  for (const { threshold } of thresholds)
    await core.call('thresholds.save', { ...threshold, enabled: false });
}
