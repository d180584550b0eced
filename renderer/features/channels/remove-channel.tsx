import { create } from 'zustand';
import type { ChannelView } from '../../../shared/channel.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { count } from '../../ui/words.ts';
import { removeChannel } from './channels.ts';

const useAsked = create<{ view: ChannelView | null }>(() => ({ view: null }));

/** Asks whether a channel is really to go: its secrets cannot be brought back. */
export const askToRemove = (view: ChannelView) => useAsked.setState({ view });

/** The question itself. */
export function RemoveChannel() {
  const { view } = useAsked();
  return (
    <Confirm
      about={view}
      title={({ channel }) => `Remove ${channel.name}?`}
      text={({ state: { waiting } }) =>
        `${waitingText(waiting)}Its settings and secrets are deleted and cannot be brought back. What was delivered stays in the list of deliveries.`
      }
      does="Remove it"
      onDo={removeChannel}
      onClose={() => useAsked.setState({ view: null })}
    />
  );
}

const waitingText = (waiting: number) =>
  waiting === 0
    ? ''
    : `${count(waiting, 'delivery', 'deliveries')} that ${waiting === 1 ? 'waits for it is' : 'wait for it are'} cancelled. `;
