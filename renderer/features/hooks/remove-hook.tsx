import { Button, Group, Modal, Text } from '@mantine/core';
import { create } from 'zustand';
import { removeHook } from './hooks.ts';

/** The hook whose removal is asked about; it stays while the question goes out of sight. */
const useAsked = create<{ name: string | null; opened: boolean }>(() => ({ name: null, opened: false }));

/** Asks whether a hook is really to go: its secret cannot be brought back. */
export const askToRemove = (name: string) => useAsked.setState({ name, opened: true });

const close = () => useAsked.setState({ opened: false });

/** The question itself. */
export function RemoveHook() {
  const { name, opened } = useAsked();
  if (name === null) return null;
  const remove = () => {
    close();
    void removeHook(name);
  };
  return (
    <Modal opened={opened} onClose={close} title={`Remove ${name}?`} size={440}>
      <Text>
        Whoever calls it is refused from then on. Its secret and the list of its calls are deleted; what it
        brought in stays.
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
