import { Skeleton } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { onFocusByKeys } from '../../ui/focus-by-keys.ts';
import { NewOnes } from '../../ui/new-ones.tsx';
import { useFocusInSight } from '../../ui/use-focus-in-sight.ts';
import { useNow } from '../../ui/use-now.ts';
import { RenderCard } from './render-card.tsx';
import { focusAny } from './render-selection.ts';
import { loadMore, setAtTop, showArrived, useRenders } from './renders.ts';
import classes from './renders-grid.module.css';

const cell = { width: 208, height: 240 };
const skeletons = 24;
/** Room below the last row, so that the bar of the selection covers none. */
const selectionBarHeight = 72;
const clockTickMs = 10_000;
const indexOf = (wanted: string) => useRenders.getState().items.findIndex(({ id }) => id === wanted);
const focusFirst = onFocusByKeys(focusAny);

/** Id of the list itself, which takes the focus. */
export const gridId = 'renders-grid';

/** All pictures at once, newest first; only rows in sight are drawn, and pages are fetched as one comes near the end. */
export function RendersGrid() {
  const { items, nextCursor, state, selected, focusId, arrived } = useRenders();
  const now = useNow(clockTickMs);
  const scroller = useRef<HTMLDivElement>(null);
  const { ref, width } = useElementSize();
  const columns = Math.max(1, Math.floor((width + 8) / cell.width));
  const firstLoad = state === 'loading' && items.length === 0;
  const amount = firstLoad ? skeletons : items.length;
  const virtualizer = useVirtualizer({
    count: Math.ceil(amount / columns),
    estimateSize: () => cell.height,
    getScrollElement: () => scroller.current,
    overscan: 2,
    paddingEnd: selected.size > 0 ? selectionBarHeight : 0,
  });
  const rows = virtualizer.getVirtualItems();
  const lastInSight = ((rows.at(-1)?.index ?? 0) + 1) * columns;
  useEffect(() => {
    if (nextCursor !== null && lastInSight >= items.length) void loadMore();
  }, [lastInSight, items.length, nextCursor]);
  useEffect(() => setColumns(columns), [columns]);
  // Until the width is known there is one column, and each row stands elsewhere.
  useFocusInSight(width === 0 ? null : focusId, indexOf, (index) =>
    virtualizer.scrollToIndex(Math.floor(index / columns), { align: 'auto' }),
  );
  return (
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
        data-testid="renders"
        onScroll={({ currentTarget }) => setAtTop(currentTarget.scrollTop < cell.height / 2)}
      >
        <div
          ref={ref}
          id={gridId}
          className={classes.track}
          style={{ height: virtualizer.getTotalSize() }}
          role="listbox"
          aria-label="Pictures"
          aria-multiselectable="true"
          aria-activedescendant={focusId === null ? undefined : `render-${focusId}`}
          aria-busy={firstLoad}
          tabIndex={0}
          onFocus={focusFirst}
          data-keys="pass"
        >
          {rows.map(({ index: row, start }) => (
            <div
              key={row}
              className={classes.row}
              style={{
                height: cell.height,
                transform: `translateY(${start}px)`,
                gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`,
              }}
            >
              {firstLoad
                ? Array.from({ length: columns }, (_, index) => <Skeleton key={index} height="100%" />)
                : items
                    .slice(row * columns, (row + 1) * columns)
                    .map((render) => (
                      <RenderCard
                        key={render.id}
                        render={render}
                        selected={selected.has(render.id)}
                        focused={render.id === focusId}
                        now={now}
                      />
                    ))}
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}

let shownColumns = 1;
function setColumns(columns: number): void {
  shownColumns = columns;
}

/** How far up and down move in the grid: one row. */
export const rowStep = () => shownColumns;
