import { Select, Text, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { core, useCore } from '../../core.ts';
import { DayInput } from '../../ui/day-input.tsx';
import { count } from '../../ui/words.ts';
import { narrow, useHistory } from './history.ts';
import classes from './history-filter.module.css';

/** Id of the search field, for the key that goes there. */
export const searchFieldId = 'history-search';

const scores = [
  { value: '', label: 'Any score' },
  ...[0.9, 0.8, 0.7, 0.5, 0.3].map((score) => ({ value: String(score), label: `From ${score * 100} %` })),
];

/** Search by name, by what was seen, by score and by day. */
export function HistoryFilter({ total }: { total: number | null }) {
  const filter = useHistory((history) => history.filter);
  const [text, setText] = useState(filter.text ?? '');
  const search = useDebouncedCallback((value: string) => narrow({ text: value }), 200);
  useEffect(() => setText(filter.text ?? ''), [filter.text]);
  return (
    <search className={classes.bar}>
      <TextInput
        id={searchFieldId}
        className={classes.search}
        aria-label="Search by name"
        placeholder="Search by name ( / )"
        leftSection={<IconSearch size={15} stroke={1.6} />}
        value={text}
        onChange={({ currentTarget: { value } }) => {
          setText(value);
          search(value);
        }}
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
      <Text c="dimmed" className={classes.total} role="status">
        {total !== null && count(total, 'photo')}
      </Text>
    </search>
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
