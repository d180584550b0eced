import { Button, Group, Modal, Text } from '@mantine/core';
import { useLast } from '../../ui/use-last.ts';
import { count } from '../../ui/words.ts';
import { deleteAsked, stopAsking, useAsking } from './render-actions.ts';
import { hasEnded } from './render-words.ts';

/** Asks before pictures are deleted: their files go with them, and a paid one costs again. */
export function AskFirst() {
  const asked = useAsking(({ toDelete }) => (toDelete.length === 0 ? null : toDelete));
  const toDelete = useLast(asked) ?? [];
  const [only] = toDelete;
  const paid = toDelete.filter(({ result }) => result?.usedProvider === 'templated').length;
  const open = toDelete.filter((render) => !hasEnded(render)).length;
  return (
    <Modal
      opened={asked !== null}
      onClose={stopAsking}
      title={toDelete.length === 1 ? 'Delete this picture' : `Delete ${count(toDelete.length, 'picture')}`}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Text mb={16}>
        {toDelete.length === 1 && only !== undefined
          ? `${only.templateName} of ${only.photoName} goes for good, with its file.`
          : 'They go for good, with their files.'}
        {open > 0 && ` ${count(open, 'one')} of them ${open === 1 ? 'is' : 'are'} cancelled first.`}
        {paid > 0 &&
          ` To make ${toDelete.length === 1 ? 'it' : `${count(paid, 'of them', 'of them')}`} again would cost at Templated.`}
        {' The photos stay.'}
      </Text>
      <Group gap={8} justify="flex-end">
        <Button variant="default" onClick={stopAsking}>
          Keep
        </Button>
        <Button color="red" data-autofocus onClick={() => void deleteAsked()}>
          Delete
        </Button>
      </Group>
    </Modal>
  );
}
