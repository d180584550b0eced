import { Skeleton } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { NewOnes } from '../../ui/new-ones.tsx';
import { useFocusInSight } from '../../ui/use-focus-in-sight.ts';
import { LogRow } from './log-row.tsx';
import { loadOlder, setAtTop, showArrived, useLogs } from './logs.ts';
import classes from './logs-table.module.css';

const rowHeight = 28;
const skeletonRows = 16;
const indexOf = (key: string) => useLogs.getState().lines.findIndex((line) => String(line.key) === key);

/** The log, newest first; only lines in sight are drawn, and older ones are fetched as one comes near the end. */
export function LogsTable() {
  const { lines, arrived, paused, nextCursor, state, focusKey, open } = useLogs();
  const scroller = useRef<HTMLDivElement>(null);
  const firstLoad = state === 'loading' && lines.length === 0;
  const virtualizer = useVirtualizer({
    count: firstLoad ? skeletonRows : lines.length + (nextCursor === null ? 0 : 1),
    estimateSize: () => rowHeight,
    getScrollElement: () => scroller.current,
    getItemKey: (index) => lines[index]?.key ?? `none ${index}`,
    overscan: 12,
  });
  const rows = virtualizer.getVirtualItems();
  const lastInSight = rows.at(-1)?.index ?? 0;
  useEffect(() => {
    if (lastInSight >= lines.length - 1) void loadOlder();
  }, [lastInSight, lines.length, state]);
  useFocusInSight(focusKey === null ? null : String(focusKey), indexOf, (index) =>
    virtualizer.scrollToIndex(index, { align: 'auto' }),
  );
  return (
    <div className={classes.table}>
      {!paused && (
        <NewOnes
          amount={arrived.length}
          onShow={() => {
            showArrived();
            virtualizer.scrollToOffset(0);
          }}
        />
      )}
      <div
        ref={scroller}
        className={classes.scroller}
        data-testid="log"
        onScroll={({ currentTarget }) => setAtTop(currentTarget.scrollTop < rowHeight / 2)}
      >
        <div
          className={classes.track}
          style={{ height: virtualizer.getTotalSize() }}
          role="listbox"
          aria-label="Log"
          aria-activedescendant={focusKey === null ? undefined : `log-${focusKey}`}
          tabIndex={0}
          data-keys="pass"
        >
          {rows.map(({ index, start, key }) => {
            const line = lines[index];
            return (
              <div
                key={key}
                className={classes.slot}
                style={{ height: rowHeight, transform: `translateY(${start}px)` }}
              >
                {line === undefined ? (
                  <div className={classes.skeleton}>
                    <Skeleton height={10} width={100} />
                    <Skeleton height={10} width="45%" />
                  </div>
                ) : (
                  <LogRow line={line} focused={line.key === focusKey} open={line.key === open?.key} />
                )}
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}
