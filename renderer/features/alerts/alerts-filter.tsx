import { Pill } from '@mantine/core';
import { DayInput } from '../../ui/day-input.tsx';
import { ExportMenu, FilterBar, SearchField, SeveritySelect } from '../../ui/filter-bar.tsx';
import { exportShown } from './alert-actions.ts';
import { narrow, useAlerts } from './alerts.ts';
import { searchFieldId } from './field-ids.ts';

/** Search by words, severity, label and day. */
export function AlertsFilter() {
  const filter = useAlerts((alerts) => alerts.filter);
  const empty = useAlerts(({ items }) => items.length === 0);
  return (
    <FilterBar
      actions={
        <ExportMenu
          disabled={empty}
          csv="with times to acknowledge and resolve"
          json="with labels and details"
          onExport={exportShown}
        />
      }
    >
      <SearchField
        id={searchFieldId}
        label="Search by title, message or label"
        placeholder="Title, message or label ( / )"
        text={filter.text ?? ''}
        onSearch={(text) => narrow({ text })}
      />
      <SeveritySelect value={filter.minSeverity} onChange={(minSeverity) => narrow({ minSeverity })} />
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
    </FilterBar>
  );
}

function without(labels: Readonly<Record<string, string>> | undefined, name: string) {
  const others = Object.entries(labels ?? {}).filter(([other]) => other !== name);
  return others.length === 0 ? undefined : Object.fromEntries(others);
}
