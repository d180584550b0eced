import { VirtualList } from '../../ui/virtual-list.tsx';
import type { LogLine } from './log-lines.ts';
import { LogRow } from './log-row.tsx';
import { loadOlder, setAtTop, showArrived, useLogs } from './logs.ts';
import classes from './logs-table.module.css';

const rowHeight = 28;
const idOf = ({ key }: LogLine) => String(key);

/** The entries, newest first. */
export function LogsTable() {
  const { lines, arrived, paused, nextCursor, state, focusKey, open } = useLogs();
  return (
    <div className={classes.table}>
      <VirtualList
        label="Log"
        kind="log"
        items={lines}
        idOf={idOf}
        rowHeight={rowHeight}
        ready={state === 'ready'}
        more={nextCursor !== null}
        onNearEnd={loadOlder}
        arrived={paused ? 0 : arrived.length}
        onShowArrived={showArrived}
        onAtTop={setAtTop}
        focusId={focusKey === null ? null : String(focusKey)}
      >
        {(line) => <LogRow line={line} focused={line.key === focusKey} open={line.key === open?.key} />}
      </VirtualList>
    </div>
  );
}
