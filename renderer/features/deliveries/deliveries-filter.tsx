import { Select } from '@mantine/core';
import { type EventType, eventTypes } from '../../../shared/event.ts';
import { rendererLanes } from '../../../shared/render.ts';
import { DayInput } from '../../ui/day-input.tsx';
import { eventWords } from '../../ui/event-words.ts';
import { ExportMenu, FilterBar, SearchField, SeveritySelect } from '../../ui/filter-bar.tsx';
import { useChannels } from '../channels/channels.ts';
import { narrow, useDeliveries } from './deliveries.ts';
import { exportShown } from './delivery-actions.ts';

/** Id of the search field, for the key that goes there. */
export const searchFieldId = 'deliveries-search';

/** Search by words, channel, event type, severity and day. */
export function DeliveriesFilter() {
  const filter = useDeliveries((deliveries) => deliveries.filter);
  const empty = useDeliveries(({ items }) => items.length === 0);
  return (
    <FilterBar
      actions={
        <ExportMenu
          disabled={empty}
          csv="one row per delivery"
          json="with every attempt"
          onExport={exportShown}
        />
      }
    >
      <SearchField
        id={searchFieldId}
        label="Search by title or id"
        placeholder="Title or id ( / )"
        text={filter.text ?? ''}
        onSearch={(text) => narrow({ text })}
      />
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
      <SeveritySelect value={filter.minSeverity} onChange={(minSeverity) => narrow({ minSeverity })} />
      <DayInput label="From" value={filter.from} onChange={(from) => narrow({ from })} />
      <DayInput label="To" value={filter.to} end onChange={(to) => narrow({ to })} />
    </FilterBar>
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
