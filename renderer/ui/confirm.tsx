import { Button, Group, Modal, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useLast } from './use-last.ts';

interface ConfirmProps<Subject> {
  /** What it is asked about; null: nothing is asked. */
  about: Subject | null;
  title: (subject: Subject) => string;
  /** What would be lost, and what stays. */
  text: (subject: Subject) => ReactNode;
  /** What is done, as on its button: "Remove it". */
  does: string;
  onDo: (subject: Subject) => void;
  onClose: () => void;
}

/** Asks before something is done that cannot be taken back. */
export function Confirm<Subject>({ about, title, text, does, onDo, onClose }: ConfirmProps<Subject>) {
  // The question stays while it goes out of sight.
  const subject = useLast(about);
  if (subject === null) return null;
  return (
    <Modal opened={about !== null} onClose={onClose} title={title(subject)} size={440}>
      <Text>{text(subject)}</Text>
      <Group mt={16} gap={8} justify="flex-end">
        <Button variant="default" data-autofocus onClick={onClose}>
          Keep
        </Button>
        <Button
          color="red"
          onClick={() => {
            onClose();
            onDo(subject);
          }}
        >
          {does}
        </Button>
      </Group>
    </Modal>
  );
}
