import { create } from 'zustand';
import type { ChannelKindView, ChannelView } from '../../../shared/channel.ts';
import type { EventPayload } from '../../../shared/contract.ts';
import { toAppError } from '../../../shared/errors.ts';
import { core } from '../../core.ts';
import { tell, tellFailure } from '../../ui/notices.tsx';

interface Channels {
  kinds: readonly ChannelKindView[];
  list: readonly ChannelView[];
  state: 'loading' | 'ready' | 'failed';
  /** Why the list could not be fetched. */
  reason: string | null;
  /** Ids of those that are being switched on or off. */
  switching: ReadonlySet<string>;
}

/** Where things are said, and how each of these places does. */
export const useChannels = create<Channels>(() => ({
  kinds: [],
  list: [],
  state: 'loading',
  reason: null,
  switching: new Set(),
}));

/** Only the answer to the latest question counts. */
let question = 0;
/** States that events told while the list was being fetched: newer than the answer. */
let told = new Map<string, EventPayload<'channel.stateChanged'>>();

/** Fetches the list anew. */
export async function loadChannels(): Promise<void> {
  const mine = ++question;
  told = new Map();
  try {
    const [{ kinds }, { channels }] = await Promise.all([
      core.call('channels.kinds', {}),
      core.call('channels.list', {}),
    ]);
    if (mine !== question) return;
    const list = channels.map((view) => ({ ...view, state: told.get(view.channel.id) ?? view.state }));
    useChannels.setState({ kinds, list, state: 'ready', reason: null });
  } catch (error) {
    if (mine === question) useChannels.setState({ state: 'failed', reason: toAppError(error).message });
  }
}

/** Keeps the list in step with the core; returns what stops it. */
export function followChannels(): () => void {
  void loadChannels();
  const stops = [
    core.listen('channels.changed', () => void loadChannels()),
    core.listen('channel.stateChanged', (state) => {
      told.set(state.channelId, state);
      useChannels.setState(({ list }) => ({
        list: list.map((view) => (view.channel.id === state.channelId ? { ...view, state } : view)),
      }));
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

/** Puts a channel as the core answered it into the list. */
export function takeIn(view: ChannelView): void {
  useChannels.setState(({ list }) => ({
    list: list.some(({ channel }) => channel.id === view.channel.id)
      ? list.map((known) => (known.channel.id === view.channel.id ? view : known))
      : [...list, view],
  }));
}

/** Switches a channel on or off. */
export async function setEnabled({ channel }: ChannelView, enabled: boolean): Promise<void> {
  const { id } = channel;
  useChannels.setState(({ switching }) => ({ switching: new Set([...switching, id]) }));
  try {
    takeIn(await core.call('channels.save', { ...channel, enabled }));
  } catch (error) {
    tellFailure(error);
  } finally {
    useChannels.setState(({ switching }) => ({
      switching: new Set([...switching].filter((other) => other !== id)),
    }));
  }
}

/** Removes a channel for good; what waits for it is cancelled. */
export async function removeChannel({ channel }: ChannelView): Promise<void> {
  try {
    await core.call('channels.remove', { id: channel.id });
    useChannels.setState(({ list }) => ({ list: list.filter((view) => view.channel.id !== channel.id) }));
    tell({ message: `${channel.name} was removed.` });
  } catch (error) {
    tellFailure(error);
  }
}

/** A kind by its name, once the core has told. */
export const kindNamed = (kind: string): ChannelKindView | undefined =>
  useChannels.getState().kinds.find((candidate) => candidate.kind === kind);
