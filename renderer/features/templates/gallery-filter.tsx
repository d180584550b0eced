import { MultiSelect, SegmentedControl, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch, IconTag } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { RenderProvider } from '../../../shared/template.ts';
import classes from './gallery-filter.module.css';
import { sourceWords } from './template-words.ts';
import { narrowTemplates, useTemplates } from './templates.ts';

/** Id of the search field, for the key that goes there. */
export const searchFieldId = 'templates-search';

const sources = [
  { value: 'all', label: 'All' },
  { value: 'local', label: sourceWords.local },
  { value: 'templated', label: sourceWords.templated },
];

const isSource = (value: string): value is RenderProvider => value === 'local' || value === 'templated';

/** Search by words, source and tags. */
export function GalleryFilter() {
  const { filter, tags } = useTemplates();
  return (
    <search className={classes.bar}>
      <TextSearch />
      <SegmentedControl
        aria-label="Source"
        data={sources}
        value={filter.source ?? 'all'}
        onChange={(value) => narrowTemplates({ source: isSource(value) ? value : null })}
      />
      <MultiSelect
        className={classes.tags}
        size="xs"
        classNames={{ input: classes.tagInput }}
        aria-label="Tags"
        placeholder={filter.tags.length === 0 ? 'Any tag' : ''}
        leftSection={<IconTag size={15} stroke={1.6} />}
        data={[...new Set([...tags, ...filter.tags])]}
        value={[...filter.tags]}
        onChange={(chosen) => narrowTemplates({ tags: chosen })}
        searchable
        clearable
        clearButtonProps={{ 'aria-label': 'Clear the tags' }}
        nothingFoundMessage="No such tag"
      />
    </search>
  );
}

function TextSearch() {
  const filtered = useTemplates((templates) => templates.filter.text);
  const [text, setText] = useState(filtered);
  const search = useDebouncedCallback((value: string) => narrowTemplates({ text: value }), 200);
  useEffect(() => setText(filtered), [filtered]);
  return (
    <TextInput
      id={searchFieldId}
      className={classes.search}
      aria-label="Search by name, description or tag"
      placeholder="Name or description ( / )"
      leftSection={<IconSearch size={15} stroke={1.6} />}
      value={text}
      onChange={({ currentTarget: { value } }) => {
        setText(value);
        search(value);
      }}
    />
  );
}
