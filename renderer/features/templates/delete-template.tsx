import { Button, Group, Modal, Text } from '@mantine/core';
import { create } from 'zustand';
import { deleteTemplate, type Named } from './template-actions.ts';

interface Asked {
  template: Named | null;
  opened: boolean;
}

/** The template whose deletion is asked about; it stays while the question goes out of sight. */
const useAsked = create<Asked>(() => ({ template: null, opened: false }));

/** Asks whether a template is really to go. */
export const askToDelete = (template: Named) => useAsked.setState({ template, opened: true });

const close = () => useAsked.setState({ opened: false });

/** The question itself. */
export function DeleteTemplate() {
  const { template, opened } = useAsked();
  if (template === null) return null;
  const remove = () => {
    close();
    void deleteTemplate(template);
  };
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={`Delete ${template.name}?`}
      size={440}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Text>
        {template.source === 'templated'
          ? 'It is deleted in the Templated account, for everybody who uses it there, with its mapping here. '
          : 'The template and its mapping are deleted. '}
        That cannot be taken back. Pictures made with it stay.
      </Text>
      <Group mt={16} gap={8} justify="flex-end">
        <Button variant="default" data-autofocus onClick={close}>
          Keep
        </Button>
        <Button color="red" onClick={remove}>
          Delete it
        </Button>
      </Group>
    </Modal>
  );
}
