import { Select, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { core, useCore } from '../../core.ts';
import { DayInput } from '../../ui/day-input.tsx';
import { FilterBar, SearchField } from '../../ui/filter-bar.tsx';
import { count } from '../../ui/words.ts';
import { narrow, useHistory } from './history.ts';

/** Id of the search field, for the key that goes there. */
export const searchFieldId = 'history-search';

const scores = [
  { value: '', label: 'Any score' },
  ...[0.9, 0.8, 0.7, 0.5, 0.3].map((score) => ({ value: String(score), label: `From ${score * 100} %` })),
];

/** Search by name, by what was seen, by score and by day. */
export function HistoryFilter({ total }: { total: number | null }) {
  const filter = useHistory((history) => history.filter);
  return (
    <FilterBar
      actions={
        <Text c="dimmed" role="status">
          {total !== null && count(total, 'photo')}
        </Text>
      }
    >
      <SearchField
        id={searchFieldId}
        label="Search by name"
        placeholder="Search by name ( / )"
        text={filter.text ?? ''}
        onSearch={(text) => narrow({ text })}
      />
      <LabelSelect />
      <Select
        aria-label="Best score"
        data={scores}
        w={120}
        value={filter.minScore === undefined ? '' : String(filter.minScore)}
        onChange={(value) => narrow({ minScore: value ? Number(value) : undefined })}
      />
      <DayInput label="From" value={filter.from} onChange={(from) => narrow({ from })} />
      <DayInput label="To" value={filter.to} end onChange={(to) => narrow({ to })} />
    </FilterBar>
  );
}

function LabelSelect() {
  const connected = useCore((state) => state.connected && state.info !== null);
  const label = useHistory((history) => history.filter.label);
  const [labels, setLabels] = useState<string[]>([]);
  useEffect(() => {
    if (!connected) return;
    core.call('models.list', {}).then(
      ({ models, activeId }) => {
        const model = models.find(({ id }) => id === activeId);
        const others = model?.classes.filter((_, index) => !model.mugClasses.includes(index)) ?? [];
        setLabels([
          'mug',
          ...new Set(others.map((name) => name.toLowerCase()).filter((name) => name !== 'background')),
        ]);
      },
      // Without the classes one can still search by everything else.
      () => setLabels(['mug']),
    );
  }, [connected]);
  return (
    <Select
      aria-label="Seen on the photo"
      placeholder="Anything seen"
      searchable
      clearable
      w={150}
      data={labels}
      value={label ?? null}
      onChange={(value) => narrow({ label: value ?? undefined })}
    />
  );
}
