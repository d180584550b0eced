import { Skeleton } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useCallback, useEffect, useRef } from 'react';
import { onFocusByKeys } from './focus-by-keys.ts';
import { rowIdOf } from './list-row.tsx';
import { NewOnes } from './new-ones.tsx';
import { useFocusInSight } from './use-focus-in-sight.ts';
import classes from './virtual-list.module.css';

interface VirtualListProps<Item> {
  /** Of the list, for screen readers. */
  label: string;
  /** What one of the list is called in the ids of the page, such as "alert". */
  kind: string;
  items: readonly Item[];
  /** Must stay the same function. */
  idOf: (item: Item) => string;
  /** Pixels of a row, and of one that is not there yet; of each where they differ: it must stay the same function. */
  rowHeight: number;
  heightOf?: (item: Item) => number;
  /** Nothing is on its way. */
  ready: boolean;
  /** There are more than those loaded. */
  more: boolean;
  onNearEnd: () => void;
  /** New ones that wait to be shown. */
  arrived: number;
  onShowArrived: () => void;
  /** Told whether the first row is in sight. */
  onAtTop: (atTop: boolean) => void;
  /** Id of the row that the keys move. */
  focusId: string | null;
  /** The keys brought the focus here. */
  onFocus?: () => void;
  /** Several can be selected; how many are. */
  selected?: number;
  children: (item: Item) => ReactNode;
}

/** Room below the last row, so that the bar of the selection covers none. */
const selectionBarHeight = 72;
const skeletonRows = 14;
const nothing = () => {};

/** A list of any length: only rows in sight are drawn, and pages are fetched as one comes near their end. */
export function VirtualList<Item>(props: VirtualListProps<Item>) {
  const { label, kind, items, idOf, rowHeight, heightOf, ready, more, onNearEnd, focusId, selected } = props;
  const { arrived, onShowArrived, onAtTop, onFocus = nothing, children } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: items.length === 0 ? skeletonRows : items.length + (more ? 1 : 0),
    estimateSize: useCallback(
      (index) => {
        const item = items[index];
        return item === undefined ? rowHeight : (heightOf?.(item) ?? rowHeight);
      },
      [items, heightOf, rowHeight],
    ),
    getItemKey: useCallback(
      (index) => {
        const item = items[index];
        return item === undefined ? index : idOf(item);
      },
      [items, idOf],
    ),
    getScrollElement: () => scroller.current,
    overscan: 8,
    paddingEnd: selected ? selectionBarHeight : 0,
  });
  // Heights go with the items; one may be another than before at the same place.
  useEffect(() => {
    if (heightOf !== undefined) virtualizer.measure();
  }, [virtualizer, heightOf, items]);
  const rows = virtualizer.getVirtualItems();
  const lastInSight = rows.at(-1)?.index ?? 0;
  const latestNearEnd = useRef(onNearEnd);
  latestNearEnd.current = onNearEnd;
  useEffect(() => {
    if (ready && lastInSight >= items.length - 1) latestNearEnd.current();
  }, [lastInSight, items.length, ready]);
  useFocusInSight(
    focusId,
    (id) => items.findIndex((item) => idOf(item) === id),
    (index) => virtualizer.scrollToIndex(index, { align: 'auto' }),
  );
  return (
    <div className={classes.body}>
      <NewOnes
        amount={arrived}
        onShow={() => {
          onShowArrived();
          virtualizer.scrollToOffset(0);
        }}
      />
      <div
        ref={scroller}
        className={classes.scroller}
        onScroll={({ currentTarget }) => onAtTop(currentTarget.scrollTop < rowHeight / 2)}
      >
        <div
          className={classes.track}
          style={{ height: virtualizer.getTotalSize() }}
          role="listbox"
          aria-label={label}
          aria-multiselectable={selected !== undefined}
          aria-activedescendant={focusId === null ? undefined : rowIdOf(kind, focusId)}
          tabIndex={0}
          onFocus={onFocusByKeys(onFocus)}
          data-keys="pass"
        >
          {rows.map(({ index, start, size, key }) => {
            const item = items[index];
            return (
              <div
                key={key}
                className={classes.slot}
                style={{ height: size, transform: `translateY(${start}px)` }}
              >
                {item === undefined ? <SkeletonRow /> : children(item)}
              </div>
            );
          })}
        </div>
      </div>
    </div>
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
