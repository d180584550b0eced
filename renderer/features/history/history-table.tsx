import { Skeleton } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { loadMore, useHistory } from './history.ts';
import { HistoryRow } from './history-row.tsx';
import classes from './history-table.module.css';

const rowHeight = 60;
const skeletonRows = 12;

/** The list itself; only rows in sight are drawn, and pages are fetched as one comes near their end. */
export function HistoryTable() {
  const { items, total, state, selected, focus } = useHistory();
  const scroller = useRef<HTMLDivElement>(null);
  const firstLoad = state === 'loading' && items.length === 0;
  const virtualizer = useVirtualizer({
    count: firstLoad ? skeletonRows : Math.max(total ?? 0, items.length),
    estimateSize: () => rowHeight,
    getScrollElement: () => scroller.current,
    overscan: 8,
  });
  const rows = virtualizer.getVirtualItems();
  const lastInSight = rows.at(-1)?.index ?? 0;
  useEffect(() => {
    if (lastInSight >= items.length - 1) void loadMore();
  }, [lastInSight, items.length]);
  useEffect(() => virtualizer.scrollToIndex(focus, { align: 'auto' }), [focus, virtualizer]);
  return (
    <div ref={scroller} className={classes.scroller} data-testid="history">
      <div
        className={classes.track}
        style={{ height: virtualizer.getTotalSize() }}
        role="listbox"
        aria-label="History"
        aria-multiselectable="true"
        data-keys="pass"
      >
        {rows.map(({ index, start }) => {
          const item = items[index];
          return (
            <div
              key={item?.id ?? index}
              className={classes.slot}
              style={{ height: rowHeight, transform: `translateY(${start}px)` }}
            >
              {item === undefined ? (
                <SkeletonRow />
              ) : (
                <HistoryRow
                  item={item}
                  index={index}
                  selected={selected.has(item.id)}
                  focused={index === focus}
                />
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function SkeletonRow() {
  return (
    <div className={classes.skeleton}>
      <Skeleton height={44} width={60} />
      <Skeleton height={12} width="30%" />
    </div>
  );
}
