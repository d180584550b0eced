import { Button, Menu, Select, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconDownload, IconSearch } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { type EventType, eventTypes, type Severity, severities } from '../../../shared/event.ts';
import { rendererLanes } from '../../../shared/render.ts';
import { DayInput } from '../../ui/day-input.tsx';
import { eventWords } from '../../ui/event-words.ts';
import { severityWords } from '../../ui/severity.tsx';
import { useChannels } from '../channels/channels.ts';
import { narrow, useDeliveries } from './deliveries.ts';
import classes from './deliveries-filter.module.css';
import { exportShown } from './delivery-actions.ts';

/** Id of the search field, for the key that goes there. */
export const searchFieldId = 'deliveries-search';

const severityChoices = [
  { value: '', label: 'Any severity' },
  ...severities.slice(1).map((severity) => ({
    value: severity,
    label: `${severityWords[severity]}${severity === 'critical' ? '' : ' or worse'}`,
  })),
];

/** Search by words, channel, event type, severity and day. */
export function DeliveriesFilter() {
  const filter = useDeliveries((deliveries) => deliveries.filter);
  return (
    <search className={classes.bar}>
      <TextSearch />
      <ChannelSelect />
      <Select
        aria-label="Event type"
        placeholder="Any event"
        clearable
        w={170}
        data={eventTypes.map((value) => ({ value, label: eventWords[value].label }))}
        value={filter.eventType ?? null}
        onChange={(value) => narrow({ eventType: (value as EventType | null) ?? undefined })}
      />
      <Select
        aria-label="Severity"
        data={severityChoices}
        w={150}
        value={filter.minSeverity ?? ''}
        onChange={(value) => narrow({ minSeverity: (value as Severity | '') || undefined })}
      />
      <DayInput label="From" value={filter.from} onChange={(from) => narrow({ from })} />
      <DayInput label="To" value={filter.to} end onChange={(to) => narrow({ to })} />
      <ExportMenu />
    </search>
  );
}

function TextSearch() {
  const filtered = useDeliveries((deliveries) => deliveries.filter.text ?? '');
  const [text, setText] = useState(filtered);
  const search = useDebouncedCallback((value: string) => narrow({ text: value }), 200);
  useEffect(() => setText(filtered), [filtered]);
  return (
    <TextInput
      id={searchFieldId}
      className={classes.search}
      aria-label="Search by title or id"
      placeholder="Title or id ( / )"
      leftSection={<IconSearch size={15} stroke={1.6} />}
      value={text}
      onChange={({ currentTarget: { value } }) => {
        setText(value);
        search(value);
      }}
    />
  );
}

function ChannelSelect() {
  const channelId = useDeliveries((deliveries) => deliveries.filter.channelId);
  const channels = useChannels(({ list }) => list);
  const data = [
    ...channels.map(({ channel }) => ({ value: channel.id, label: channel.name })),
    ...Object.values(rendererLanes).map(({ id, name }) => ({ value: id, label: name })),
  ];
  const isGone = channelId !== undefined && !data.some(({ value }) => value === channelId);
  return (
    <Select
      aria-label="Channel"
      placeholder="Any channel"
      clearable
      searchable
      w={160}
      data={isGone ? [...data, { value: channelId, label: channelId }] : data}
      value={channelId ?? null}
      onChange={(value) => narrow({ channelId: value ?? undefined })}
    />
  );
}

function ExportMenu() {
  const empty = useDeliveries(({ items }) => items.length === 0);
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
        <Menu.Item onClick={() => exportShown('csv')}>CSV, one row per delivery</Menu.Item>
        <Menu.Item onClick={() => exportShown('json')}>JSON, with every attempt</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
