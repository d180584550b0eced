import { Skeleton } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { onFocusByKeys } from '../../ui/focus-by-keys.ts';
import { NewOnes } from '../../ui/new-ones.tsx';
import { useFocusInSight } from '../../ui/use-focus-in-sight.ts';
import { useNow } from '../../ui/use-now.ts';
import { AlertRow } from './alert-row.tsx';
import type { AlertLine } from './alert-rows.ts';
import { focusAny, linesShown, loadMore, setAtTop, showArrived, useAlerts } from './alerts.ts';
import classes from './alerts-table.module.css';
import { GroupRow } from './group-row.tsx';

const rowHeight = 52;
const groupHeight = 36;
const skeletonRows = 12;
/** Room below the last row, so that the bar of the selection covers none. */
const selectionBarHeight = 72;
const clockTickMs = 10_000;
const indexOf = (wanted: string) => linesShown(useAlerts.getState()).findIndex((line) => line.id === wanted);
const focusFirst = onFocusByKeys(focusAny);

/** The list itself; only lines in sight are drawn, and pages are fetched as one comes near their end. */
export function AlertsTable() {
  const alerts = useAlerts();
  const { nextCursor, state, selected, focusId, arrived } = alerts;
  const lines = linesShown(alerts);
  const now = useNow(clockTickMs);
  const scroller = useRef<HTMLDivElement>(null);
  const firstLoad = state === 'loading' && alerts.items.length === 0;
  const virtualizer = useVirtualizer({
    count: firstLoad ? skeletonRows : lines.length + (nextCursor === null ? 0 : 1),
    estimateSize: (index) => (lines[index]?.kind === 'group' ? groupHeight : rowHeight),
    getItemKey: (index) => lines[index]?.id ?? index,
    getScrollElement: () => scroller.current,
    overscan: 8,
    paddingEnd: selected.size > 0 ? selectionBarHeight : 0,
  });
  // Heights go with the lines; a line may be another than before at the same place.
  useEffect(() => virtualizer.measure(), [virtualizer, lines]);
  const rows = virtualizer.getVirtualItems();
  const lastInSight = rows.at(-1)?.index ?? 0;
  useEffect(() => {
    if (lastInSight >= lines.length - 1) void loadMore();
  }, [lastInSight, lines.length, state]);
  useFocusInSight(focusId, indexOf, (index) => virtualizer.scrollToIndex(index, { align: 'auto' }));
  return (
    <div className={classes.table}>
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
        data-testid="alerts"
        onScroll={({ currentTarget }) => setAtTop(currentTarget.scrollTop < rowHeight / 2)}
      >
        <div
          className={classes.track}
          style={{ height: virtualizer.getTotalSize() }}
          role="listbox"
          aria-label="Alerts"
          aria-multiselectable="true"
          aria-activedescendant={focusId === null ? undefined : `alert-${focusId}`}
          tabIndex={0}
          onFocus={focusFirst}
          data-keys="pass"
        >
          {rows.map(({ index, start, size, key }) => (
            <div
              key={key}
              className={classes.slot}
              style={{ height: size, transform: `translateY(${start}px)` }}
            >
              <Line line={lines[index]} now={now} />
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}

function Line({ line, now }: { line: AlertLine | undefined; now: number }) {
  const { selected, focusId, openId, nextCursor } = useAlerts();
  if (line === undefined) return <SkeletonRow />;
  const focused = line.id === focusId;
  if (line.kind === 'alert') {
    const { id, alert, grouped } = line;
    const marks = { selected: selected.has(id), focused, open: id === openId };
    return <AlertRow alert={alert} grouped={grouped} {...marks} now={now} />;
  }
  const { id, name, alerts, folded } = line;
  const amount = selected.size === 0 ? 0 : alerts.filter((alert) => selected.has(alert.id)).length;
  return (
    <GroupRow {...{ id, name, alerts, folded, focused, now }} open={nextCursor !== null} selected={amount} />
  );
}

function SkeletonRow() {
  return (
    <div className={classes.skeleton}>
      <Skeleton height={12} width={84} />
      <Skeleton height={12} width="40%" />
      <Skeleton height={12} width={110} />
    </div>
  );
}
