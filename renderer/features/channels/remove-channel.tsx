import { Button, Group, Modal, Text } from '@mantine/core';
import { create } from 'zustand';
import type { ChannelView } from '../../../shared/channel.ts';
import { count } from '../../ui/words.ts';
import { removeChannel } from './channels.ts';

interface Asked {
  view: ChannelView | null;
  opened: boolean;
}

/** The channel whose removal is asked about; it stays while the question goes out of sight. */
const useAsked = create<Asked>(() => ({ view: null, opened: false }));

/** Asks whether a channel is really to go: its secrets cannot be brought back. */
export const askToRemove = (view: ChannelView) => useAsked.setState({ view, opened: true });

const close = () => useAsked.setState({ opened: false });

/** The question itself. */
export function RemoveChannel() {
  const { view, opened } = useAsked();
  if (view === null) return null;
  const { waiting } = view.state;
  const remove = () => {
    close();
    void removeChannel(view);
  };
  return (
    <Modal opened={opened} onClose={close} title={`Remove ${view.channel.name}?`} size={440}>
      <Text>
        {waiting > 0 &&
          `${count(waiting, 'delivery', 'deliveries')} that ${waiting === 1 ? 'waits' : 'wait'} for it ${waiting === 1 ? 'is' : 'are'} cancelled. `}
        Its settings and secrets are deleted and cannot be brought back. What was delivered stays in the list
        of deliveries.
      </Text>
      <Group mt={16} gap={8} justify="flex-end">
        <Button variant="default" data-autofocus onClick={close}>
          Keep
        </Button>
        <Button color="red" onClick={remove}>
          Remove it
        </Button>
      </Group>
    </Modal>
  );
}
