import { Button, Menu, Select } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import type { RenderBatch, RenderState } from '../../../shared/render.ts';
import { StateChips } from '../../ui/state-chips.tsx';
import { useNow } from '../../ui/use-now.ts';
import { clockTime, count } from '../../ui/words.ts';
import { useBatches } from './batches.ts';
import { exportShown } from './render-actions.ts';
import { RenderStateMark } from './render-state.tsx';
import { narrowTo, useRenders } from './renders.ts';
import classes from './renders-filter.module.css';

/** The states in the order of a picture's life. */
const order: readonly RenderState[] = ['waiting', 'held', 'rendering', 'completed', 'failed', 'cancelled'];
const clockTickMs = 60_000;

/** Which pictures are shown: those asked for together, and in which states. */
export function RendersFilter() {
  return (
    <search className={classes.bar}>
      <BatchSelect />
      <RenderChips />
      <SaveAll />
    </search>
  );
}

function BatchSelect() {
  const list = useBatches((batches) => batches.list);
  const filter = useRenders((renders) => renders.filter);
  const now = useNow(clockTickMs);
  const data = list.map((batch) => ({ value: batch.id, label: batchLabel(batch, now) }));
  const { batchId } = filter;
  const isGone = batchId !== undefined && !data.some(({ value }) => value === batchId);
  return (
    <Select
      aria-label="Batch"
      placeholder="All pictures"
      clearable
      w={230}
      data={isGone ? [...data, { value: batchId, label: 'An older batch' }] : data}
      value={batchId ?? null}
      onChange={(value) => {
        const { batchId: _, ...others } = filter;
        narrowTo(value === null ? others : { ...others, batchId: value });
      }}
    />
  );
}

const batchLabel = ({ total, createdAt }: RenderBatch, now: number) =>
  `${count(total, 'picture')}, ${clockTime(createdAt, now)}`;

/** The pictures by state; of a batch, with how many there are of each. */
function RenderChips() {
  const filter = useRenders((renders) => renders.filter);
  const batch = useBatches(({ list }) => list.find(({ id }) => id === filter.batchId));
  return (
    <StateChips
      order={order}
      shown={filter.states}
      markOf={(state) => <RenderStateMark state={state} size={15} />}
      amountOf={(state) => (state === null ? batch?.total : batch?.counts[state])}
      onChange={(states) => {
        const { states: _, ...others } = filter;
        narrowTo(states === undefined ? others : { ...others, states });
      }}
    />
  );
}

/** Saves everything that is shown. */
function SaveAll() {
  const batchId = useRenders(({ filter }) => filter.batchId);
  const inBatch = useBatches(({ list }) => list.find(({ id }) => id === batchId)?.counts.completed ?? 0);
  const some = useRenders(({ items }) => items.some(({ state }) => state === 'completed'));
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target>
        <Button
          ml="auto"
          variant="default"
          disabled={!some && inBatch === 0}
          leftSection={<IconDownload size={15} stroke={1.6} />}
        >
          Export
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>All that are shown and ready</Menu.Label>
        <Menu.Item onClick={() => void exportShown('files')}>The files, as a zip</Menu.Item>
        <Menu.Item onClick={() => void exportShown('pdf')}>One PDF, a page each</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
