import { Checkbox, Skeleton } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef } from 'react';
import { onFocusByKeys } from '../../ui/focus-by-keys.ts';
import { NewOnes } from '../../ui/new-ones.tsx';
import { useFocusInSight } from '../../ui/use-focus-in-sight.ts';
import { useNow } from '../../ui/use-now.ts';
import { useChannels } from '../channels/channels.ts';
import { focusAny, loadMore, setAtTop, showArrived, toggleAll, useDeliveries } from './deliveries.ts';
import classes from './deliveries-table.module.css';
import { DeliveryRow } from './delivery-row.tsx';

const rowHeight = 48;
const skeletonRows = 14;
/** Room below the last row, so that the bar of the selection covers none. */
const selectionBarHeight = 72;
const clockTickMs = 10_000;
const indexOf = (wanted: string) => useDeliveries.getState().items.findIndex(({ id }) => id === wanted);
const focusFirst = onFocusByKeys(focusAny);

/** The list itself; only rows in sight are drawn, and pages are fetched as one comes near their end. */
export function DeliveriesTable() {
  const { items, nextCursor, state, selected, allMatching, focusId, openId, arrived } = useDeliveries();
  const now = useNow(clockTickMs);
  const channels = useChannels(({ list }) => list);
  const byId = useMemo(() => new Map(channels.map((view) => [view.channel.id, view])), [channels]);
  const scroller = useRef<HTMLDivElement>(null);
  const firstLoad = state === 'loading' && items.length === 0;
  const virtualizer = useVirtualizer({
    count: firstLoad ? skeletonRows : items.length + (nextCursor === null ? 0 : 1),
    estimateSize: () => rowHeight,
    getScrollElement: () => scroller.current,
    overscan: 8,
    paddingEnd: selected.size > 0 ? selectionBarHeight : 0,
  });
  const rows = virtualizer.getVirtualItems();
  const lastInSight = rows.at(-1)?.index ?? 0;
  useEffect(() => {
    if (lastInSight >= items.length - 1) void loadMore();
  }, [lastInSight, items.length]);
  useFocusInSight(focusId, indexOf, (index) => virtualizer.scrollToIndex(index, { align: 'auto' }));
  return (
    <div className={classes.table}>
      <TableHead />
      <div className={classes.body}>
        <NewOnes
          amount={arrived.size}
          onShow={() => {
            void showArrived();
            virtualizer.scrollToOffset(0);
          }}
        />
        <div
          ref={scroller}
          className={classes.scroller}
          data-testid="deliveries"
          onScroll={({ currentTarget }) => setAtTop(currentTarget.scrollTop < rowHeight / 2)}
        >
          <div
            className={classes.track}
            style={{ height: virtualizer.getTotalSize() }}
            role="listbox"
            aria-label="Deliveries"
            aria-multiselectable="true"
            aria-activedescendant={focusId === null ? undefined : `delivery-${focusId}`}
            tabIndex={0}
            onFocus={focusFirst}
            data-keys="pass"
          >
            {rows.map(({ index, start }) => {
              const delivery = items[index];
              return (
                <div
                  key={delivery?.id ?? index}
                  className={classes.slot}
                  style={{ height: rowHeight, transform: `translateY(${start}px)` }}
                >
                  {delivery === undefined ? (
                    <SkeletonRow />
                  ) : (
                    <DeliveryRow
                      delivery={delivery}
                      channel={byId.get(delivery.channelId)}
                      selected={allMatching || selected.has(delivery.id)}
                      focused={delivery.id === focusId}
                      open={delivery.id === openId}
                      now={now}
                    />
                  )}
                </div>
              );
            })}
          </div>
        </div>
      </div>
    </div>
  );
}

function TableHead() {
  const { items, selected } = useDeliveries();
  const some = selected.size > 0;
  return (
    <div className={classes.head}>
      <Checkbox
        size="xs"
        aria-label="Select all"
        checked={some && selected.size === items.length}
        indeterminate={some && selected.size < items.length}
        disabled={items.length === 0}
        onChange={toggleAll}
      />
      <span>State</span>
      <span>Notice</span>
      <span>Channel</span>
      <span className={classes.right} data-wide>
        Tries
      </span>
      <span data-wide>Waiting for, or how it ended</span>
      <span className={classes.right}>Recorded</span>
    </div>
  );
}

function SkeletonRow() {
  return (
    <div className={classes.skeleton}>
      <Skeleton height={12} width={84} />
      <Skeleton height={12} width="32%" />
      <Skeleton height={12} width={110} />
    </div>
  );
}
