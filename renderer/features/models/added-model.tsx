import { Alert, Button, Group, Text } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import type { TensorInfo } from '../../../shared/models.ts';
import { Facts } from '../../ui/facts.tsx';
import { labelText, percent } from '../../ui/words.ts';
import { layoutNames } from './layout-names.ts';
import { type Added, makeActive, readOtherwise, useModels } from './models.ts';

/** Detections of the trial that are listed. */
const maxTrial = 8;

/** What was learned about a model that was just added: how it is read, and what it found on a photo. */
export function AddedModel({ added, active }: { added: Added; active: boolean }) {
  const { model, inputs, outputs, alternatives, trial } = added;
  const found = trial.slice(0, maxTrial).map(({ label, score }) => `${labelText(label)} (${percent(score)})`);
  return (
    <Alert
      color="green"
      variant="light"
      icon={<IconCircleCheck size={18} />}
      title={`${model.name} was added and works`}
      withCloseButton
      closeButtonLabel="Close"
      onClose={() => useModels.setState({ added: null })}
    >
      <Facts
        facts={[
          ['Reads as', layoutNames[model.layout]],
          ['Inputs', inputs.map(tensorText).join('; ')],
          ['Outputs', outputs.map(tensorText).join('; ')],
          [
            'Trial',
            found.length === 0
              ? 'Nothing found on the trial photo. Is it read the right way?'
              : found.join(', '),
          ],
        ]}
      />
      {alternatives.length > 0 && (
        <Text mb={8}>
          Its outputs could be read another way too. If the trial looks wrong, try one of these:
        </Text>
      )}
      <Group gap={8}>
        {active ? (
          <Text>It is in use.</Text>
        ) : (
          <Button onClick={() => makeActive(model.id)}>Use this model</Button>
        )}
        {alternatives.map((layout) => (
          <Button key={layout} variant="default" onClick={() => readOtherwise(layout)}>
            {layoutNames[layout]}
          </Button>
        ))}
      </Group>
    </Alert>
  );
}

const tensorText = ({ name, type, shape }: TensorInfo) =>
  `${name}: ${type} ${shape.map((side) => side ?? 'any').join(' × ')}`;
