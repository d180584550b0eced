import { Button, Menu, Pill, Select, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconDownload, IconSearch } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { type Severity, severities } from '../../../shared/event.ts';
import { DayInput } from '../../ui/day-input.tsx';
import { severityWords } from '../../ui/severity.tsx';
import { exportShown } from './alert-actions.ts';
import { narrow, useAlerts } from './alerts.ts';
import classes from './alerts-filter.module.css';
import { searchFieldId } from './field-ids.ts';

const severityChoices = [
  { value: '', label: 'Any severity' },
  ...severities.slice(1).map((severity) => ({
    value: severity,
    label: `${severityWords[severity]}${severity === 'critical' ? '' : ' or worse'}`,
  })),
];

/** Search by words, severity, label and day. */
export function AlertsFilter() {
  const filter = useAlerts((alerts) => alerts.filter);
  return (
    <search className={classes.bar}>
      <TextSearch />
      <Select
        aria-label="Severity"
        data={severityChoices}
        w={150}
        value={filter.minSeverity ?? ''}
        onChange={(value) => narrow({ minSeverity: (value as Severity | '') || undefined })}
      />
      <DayInput label="From" value={filter.from} onChange={(from) => narrow({ from })} />
      <DayInput label="To" value={filter.to} end onChange={(to) => narrow({ to })} />
      {Object.entries(filter.labels ?? {}).map(([name, value]) => (
        <Pill
          key={name}
          withRemoveButton
          removeButtonProps={{ 'aria-label': `Any ${name}`, 'aria-hidden': false, tabIndex: 0 }}
          onRemove={() => narrow({ labels: without(filter.labels, name) })}
        >
          {name} {value}
        </Pill>
      ))}
      <ExportMenu />
    </search>
  );
}

function without(labels: Readonly<Record<string, string>> | undefined, name: string) {
  const others = Object.entries(labels ?? {}).filter(([other]) => other !== name);
  return others.length === 0 ? undefined : Object.fromEntries(others);
}

function TextSearch() {
  const filtered = useAlerts((alerts) => alerts.filter.text ?? '');
  const [text, setText] = useState(filtered);
  const search = useDebouncedCallback((value: string) => narrow({ text: value }), 200);
  useEffect(() => setText(filtered), [filtered]);
  return (
    <TextInput
      id={searchFieldId}
      className={classes.search}
      aria-label="Search by title, message or label"
      placeholder="Title, message or label ( / )"
      leftSection={<IconSearch size={15} stroke={1.6} />}
      value={text}
      onChange={({ currentTarget: { value } }) => {
        setText(value);
        search(value);
      }}
    />
  );
}

function ExportMenu() {
  const empty = useAlerts(({ items }) => items.length === 0);
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target>
        <Button
          ml="auto"
          variant="default"
          disabled={empty}
          leftSection={<IconDownload size={15} stroke={1.6} />}
        >
          Export
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>All that the filter shows</Menu.Label>
        <Menu.Item onClick={() => exportShown('csv')}>CSV, with times to acknowledge and resolve</Menu.Item>
        <Menu.Item onClick={() => exportShown('json')}>JSON, with labels and details</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
