import { Button, Pill, Select } from '@mantine/core';
import { IconDownload, IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { type LogLevel, logLevels } from '../../../shared/log-entry.ts';
import { FilterBar, SearchField } from '../../ui/filter-bar.tsx';
import { count } from '../../ui/words.ts';
import { saveShown } from './log-actions.ts';
import { levelLooks } from './log-level.tsx';
import { narrow, togglePause, useLogs } from './logs.ts';
import classes from './logs-filter.module.css';

export const searchFieldId = 'log-search';

const levelChoices = logLevels.map((level) => ({
  value: level,
  label:
    level === 'trace' ? 'Everything' : `${levelLooks[level].word}${level === 'fatal' ? '' : ' or worse'}`,
}));

/** Level, text, whose way is followed; pause and save. */
export function LogsFilter() {
  const filter = useLogs((logs) => logs.filter);
  const paused = useLogs((logs) => logs.paused);
  const waiting = useLogs((logs) => logs.arrived.length);
  return (
    <FilterBar
      actions={
        <>
          <Button
            variant={paused ? 'filled' : 'default'}
            aria-pressed={paused}
            leftSection={
              paused ? <IconPlayerPlay size={15} stroke={1.6} /> : <IconPlayerPause size={15} stroke={1.6} />
            }
            onClick={togglePause}
          >
            {paused ? (waiting === 0 ? 'Go on' : `Go on, ${count(waiting, 'new', 'new')}`) : 'Pause'}
          </Button>
          <Button variant="default" leftSection={<IconDownload size={15} stroke={1.6} />} onClick={saveShown}>
            Save
          </Button>
        </>
      }
    >
      <SearchField
        id={searchFieldId}
        label="Search the log"
        placeholder="Any text of an entry ( / )"
        text={filter.text}
        onSearch={(text) => narrow({ text })}
      />
      <Select
        aria-label="Level"
        data={levelChoices}
        w={160}
        value={filter.level}
        onChange={(level) => level !== null && narrow({ level: level as LogLevel })}
      />
      {filter.correlationId !== undefined && (
        <Pill
          className={classes.followed ?? ''}
          withRemoveButton
          removeButtonProps={{ 'aria-label': 'Show all again', tabIndex: 0 }}
          onRemove={() => narrow({ correlationId: undefined, level: 'info' })}
        >
          Follows {filter.correlationId}
        </Pill>
      )}
    </FilterBar>
  );
}
