import { useElementSize } from '@mantine/hooks';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import classes from './photo-grid.module.css';
import type { RollPhoto } from './roll.ts';
import { RollThumbnail } from './roll-thumbnail.tsx';
import { toggle, useView } from './view.ts';

const cell = { width: 176, height: 156 };

/** All photos at once, to look over many; only the rows in sight are drawn. */
export function PhotoGrid({
  photos,
  currentKey,
  picked,
}: {
  photos: readonly RollPhoto[];
  currentKey: string | null;
  picked: ReadonlySet<string>;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const { ref, width } = useElementSize();
  const columns = Math.max(1, Math.floor(width / cell.width));
  const position = photos.findIndex((photo) => photo.key === currentKey);
  const virtualizer = useVirtualizer({
    count: Math.ceil(photos.length / columns),
    estimateSize: () => cell.height,
    getScrollElement: () => scroller.current,
    overscan: 3,
  });
  useEffect(() => setGridColumns(columns), [columns]);
  useEffect(() => {
    if (position >= 0) virtualizer.scrollToIndex(Math.floor(position / columns), { align: 'auto' });
  }, [position, columns, virtualizer]);
  return (
    <div ref={scroller} className={classes.scroller}>
      <div
        ref={ref}
        role="listbox"
        aria-label="All photos"
        data-keys="pass"
        className={classes.track}
        style={{ height: virtualizer.getTotalSize() }}
      >
        {virtualizer.getVirtualItems().map(({ index: row, start }) => (
          <div
            key={row}
            className={classes.row}
            style={{
              transform: `translateY(${start}px)`,
              height: cell.height,
              gridTemplateColumns: `repeat(${columns}, 1fr)`,
            }}
          >
            {photos.slice(row * columns, (row + 1) * columns).map((photo) => (
              <RollThumbnail
                key={photo.key}
                id={`grid-${photo.key}`}
                photo={photo}
                current={photo.key === currentKey}
                picked={picked.has(photo.key)}
                withName
                onOpen={openOne}
              />
            ))}
          </div>
        ))}
      </div>
    </div>
  );
}

const openOne = () => {
  if (useView.getState().grid) toggle('grid');
};

let gridColumns = 1;
function setGridColumns(columns: number): void {
  gridColumns = columns;
}

/** How far up and down move in the grid: one row. */
export const rowStep = () => gridColumns;
