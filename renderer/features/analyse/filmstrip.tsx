import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import classes from './filmstrip.module.css';
import type { RollPhoto } from './roll.ts';
import { RollThumbnail } from './roll-thumbnail.tsx';

const itemWidth = 104;
const optionId = (key: string) => `strip-${key}`;

/** The photos in a row; only those in sight are drawn, so ten thousand cost no more than twenty. */
export function Filmstrip({
  photos,
  currentKey,
  picked,
}: {
  photos: readonly RollPhoto[];
  currentKey: string | null;
  picked: ReadonlySet<string>;
}) {
  const strip = useRef<HTMLDivElement>(null);
  const position = photos.findIndex((photo) => photo.key === currentKey);
  const virtualizer = useVirtualizer({
    horizontal: true,
    count: photos.length,
    estimateSize: () => itemWidth,
    getScrollElement: () => strip.current,
    getItemKey: (index) => photos[index]?.key ?? index,
    overscan: 6,
    paddingStart: 6,
    paddingEnd: 6,
  });
  useEffect(() => {
    if (position >= 0) virtualizer.scrollToIndex(position, { align: 'auto' });
  }, [position, virtualizer]);
  return (
    <div
      ref={strip}
      className={classes.strip}
      role="listbox"
      aria-label="Photos"
      aria-orientation="horizontal"
      aria-activedescendant={currentKey === null ? undefined : optionId(currentKey)}
      data-keys="pass"
      tabIndex={0}
      onWheel={(event) => {
        if (event.deltaX === 0) event.currentTarget.scrollLeft += event.deltaY;
      }}
    >
      <div className={classes.track} style={{ width: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ index, key, start }) => {
          const photo = photos[index];
          if (photo === undefined) return null;
          return (
            <div
              key={key}
              className={classes.slot}
              style={{ width: itemWidth, transform: `translateX(${start}px)` }}
            >
              <RollThumbnail
                photo={photo}
                current={photo.key === currentKey}
                picked={picked.has(photo.key)}
                id={optionId(photo.key)}
              />
            </div>
          );
        })}
      </div>
    </div>
  );
}
