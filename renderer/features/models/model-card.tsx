import { Badge, Button, Group, Popover, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconCircleCheck } from '@tabler/icons-react';
import { useState } from 'react';
import type { Model } from '../../../shared/models.ts';
import { Facts } from '../../ui/facts.tsx';
import { bytesText, count, exactTime } from '../../ui/words.ts';
import { layoutNames } from './layout-names.ts';
import classes from './model-card.module.css';
import { makeActive, removeModel } from './models.ts';

/** One model, and what can be done with it. */
export function ModelCard({ model, active }: { model: Model; active: boolean }) {
  const [busy, setBusy] = useState(false);
  const use = () => {
    setBusy(true);
    makeActive(model.id).finally(() => setBusy(false));
  };
  return (
    <article className={classes.card} data-active={active} aria-label={model.name}>
      <header className={classes.header}>
        <h2 className={classes.name}>{model.name}</h2>
        {active ? (
          <Badge color="green" variant="light" tt="none" leftSection={<IconCircleCheck size={14} />}>
            In use
          </Badge>
        ) : (
          <Group gap={8}>
            <Button variant="default" loading={busy} onClick={use}>
              Use
            </Button>
            {model.source === 'added' && <RemoveButton model={model} />}
          </Group>
        )}
      </header>
      <Facts facts={factsOf(model)} />
      {active && model.source === 'added' && <Text c="dimmed">To remove it, use another model first.</Text>}
    </article>
  );
}

function factsOf({
  source,
  addedAt,
  layout,
  input,
  classes: labels,
  mugClasses,
  bytes,
  sha256,
  licence,
}: Model) {
  const mugs = mugClasses.map((index) => labels[index] ?? String(index));
  return [
    [
      'From',
      source === 'builtIn' ? 'Built in' : `Added by you${addedAt === null ? '' : `, ${exactTime(addedAt)}`}`,
    ],
    ['Reads as', layoutNames[layout]],
    ['Input', `${input.width} × ${input.height} px`],
    ['Finds', `${count(labels.length, 'class', 'classes')}; as mugs count: ${mugs.join(', ') || 'none'}`],
    ['File', `${bytesText(bytes)}, SHA-256 ${sha256.slice(0, 12)}…`],
    ...(licence === null ? [] : ([['Licence', licence]] as const)),
  ] as const;
}

function RemoveButton({ model }: { model: Model }) {
  const [opened, { open, close }] = useDisclosure(false);
  return (
    <Popover opened={opened} onDismiss={close} position="bottom-end" shadow="md" withinPortal trapFocus>
      <Popover.Target>
        <Button variant="default" onClick={open}>
          Remove
        </Button>
      </Popover.Target>
      <Popover.Dropdown maw={280}>
        <Text>The file is deleted from the data folder. Results made with it stay.</Text>
        <Group mt={8} gap={8}>
          <Button color="red" onClick={() => removeModel(model.id)}>
            Remove it
          </Button>
          <Button variant="default" onClick={close}>
            Keep
          </Button>
        </Group>
      </Popover.Dropdown>
    </Popover>
  );
}
