import { Button } from '@mantine/core';
import { IconAlertTriangle, IconSearchOff } from '@tabler/icons-react';
import { useEffect } from 'react';
import { useCore } from '../../core.ts';
import { Blank } from '../../ui/blank.tsx';
import { useKeys } from '../../ui/keys.ts';
import { ListScreen } from '../../ui/list-screen.tsx';
import { HealthFrame } from '../health/health-frame.tsx';
import { LogPanel } from './log-panel.tsx';
import { followLogs, loadLogs, narrow, useLogs } from './logs.ts';
import { LogsFilter } from './logs-filter.tsx';
import { logsKeys } from './logs-keys.ts';
import { LogsTable } from './logs-table.tsx';

/** What the program wrote down, as it is written, to be searched and followed from a photo to its last attempt. */
export function LogsScreen() {
  const open = useLogs((logs) => logs.open);
  const connected = useCore((core) => core.connected && core.info !== null);
  useKeys(logsKeys);
  useEffect(() => (connected ? followLogs() : undefined), [connected]);
  return (
    <HealthFrame>
      <ListScreen head={<LogsFilter />} panel={open !== null && <LogPanel line={open} />}>
        <List />
      </ListScreen>
    </HealthFrame>
  );
}

function List() {
  const { state, reason, lines, nextCursor } = useLogs();
  if (state === 'failed') {
    return (
      <Blank
        icon={<IconAlertTriangle size={32} stroke={1.2} />}
        title="The log cannot be shown"
        text={`${reason} It is written on all the same.`}
      >
        <Button onClick={loadLogs}>Try again</Button>
      </Blank>
    );
  }
  if (state === 'loading' || nextCursor !== null || lines.length > 0) return <LogsTable />;
  return (
    <Blank
      icon={<IconSearchOff size={32} stroke={1.2} />}
      title="Nothing found"
      text="No entry matches all of that. New ones appear here as they are written."
    >
      <Button
        variant="default"
        onClick={() => narrow({ level: 'trace', text: '', correlationId: undefined })}
      >
        Show everything
      </Button>
    </Blank>
  );
}
