import { Button, Group, Modal, Text } from '@mantine/core';
import type { DeliveryCounts, DeliveryState } from '../../../shared/delivery.ts';
import { cancel, replay, stopAsking, useAsking } from './delivery-actions.ts';
import { stateWords } from './delivery-words.ts';

const unsuccessful: readonly DeliveryState[] = ['failed', 'cancelled'];
const open: readonly DeliveryState[] = ['waiting', 'held', 'sending'];

/** Asks before everything that matches a filter is sent again or cancelled. */
export function AskFirst() {
  const { asked } = useAsking();
  return (
    <Modal
      opened={asked !== null}
      onClose={stopAsking}
      title={
        asked?.what === 'cancel' ? 'Cancel all that match the filter' : 'Send again all that match the filter'
      }
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {asked?.what === 'cancel' && (
        <Choices text={`${stated(asked.counts, open)} would not be sent any more. They stay in the list.`}>
          <Button onClick={() => done(() => cancel({ filter: asked.filter }))}>Cancel them</Button>
        </Choices>
      )}
      {asked?.what === 'replay' && (
        <Choices
          text={
            asked.filter.states === undefined
              ? 'Delivered ones would arrive a second time, under the same id.'
              : `${stated(asked.counts, asked.filter.states)} would be sent again, under the same ids.`
          }
        >
          {asked.filter.states === undefined && (
            <Button
              onClick={() => done(() => replay({ filter: { ...asked.filter, states: [...unsuccessful] } }))}
            >
              Failed and cancelled ones
            </Button>
          )}
          <Button
            variant={asked.filter.states === undefined ? 'default' : 'filled'}
            onClick={() => done(() => replay({ filter: asked.filter }))}
          >
            {asked.filter.states === undefined ? 'All of them' : 'Send again'}
          </Button>
        </Choices>
      )}
    </Modal>
  );
}

function Choices({ text, children }: { text: string; children: React.ReactNode }) {
  return (
    <>
      <Text mb={16}>{text}</Text>
      <Group gap={8} justify="flex-end">
        <Button variant="default" onClick={stopAsking}>
          Leave them
        </Button>
        {children}
      </Group>
    </>
  );
}

function done(act: () => Promise<void>): void {
  stopAsking();
  void act();
}

/** "3 failed, 1 cancelled", of the states that there are any of; without numbers where they are not known. */
function stated(counts: DeliveryCounts | null, states: readonly DeliveryState[]): string {
  const parts = states
    .filter((state) => (counts?.[state] ?? 0) > 0)
    .map((state) => `${counts?.[state].toLocaleString('en')} ${stateWords[state].toLowerCase()}`);
  return parts.length === 0 ? 'All that match' : parts.join(', ');
}
