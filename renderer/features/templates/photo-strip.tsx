import { SegmentedControl } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { AnalysisSummary } from '../../../shared/analysis.ts';
import { thumbnailUrl } from '../../pictures.ts';
import { count } from '../../ui/words.ts';
import { useAnalysis } from '../analyse/analyses.ts';
import classes from './photo-strip.module.css';
import { useShownPhoto } from './request.ts';
import { chooseMug, chooseSubject, photosToShow, useSubject } from './subject.ts';

const optionId = (id: string) => `subject-${id}`;

/** The photos that a template can be looked at with, the newest first. */
export function PhotoStrip({ cells }: { cells: number }) {
  useSubject();
  const shown = useShownPhoto();
  const photos = photosToShow();
  const strip = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (shown !== null)
      strip.current
        ?.querySelector(`#${optionId(shown.id)}`)
        ?.scrollIntoView({ inline: 'nearest', block: 'nearest' });
  }, [shown]);
  if (shown === null) return null;
  return (
    <div className={classes.bar}>
      <div
        ref={strip}
        className={classes.strip}
        role="listbox"
        aria-label="Photos"
        aria-orientation="horizontal"
        aria-activedescendant={optionId(shown.id)}
        data-keys="pass"
        tabIndex={0}
        onWheel={(event) => {
          if (event.deltaX === 0) event.currentTarget.scrollLeft += event.deltaY;
        }}
      >
        {photos.map((summary) => (
          <Photo key={summary.id} summary={summary} current={summary.id === shown.id} />
        ))}
      </div>
      {cells === 1 ? (
        <MugChoice shown={shown} />
      ) : (
        <span className={classes.label}>This one and up to {cells - 1} after it</span>
      )}
    </div>
  );
}

function Photo({ summary, current }: { summary: AnalysisSummary; current: boolean }) {
  const { id, photo, mugCount } = summary;
  const words = `${photo.name}: ${mugCount === 0 ? 'no mug' : count(mugCount, 'mug')}`;
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus and names its active option
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys of the screen move through the list
    <div
      id={optionId(id)}
      className={classes.item}
      role="option"
      aria-selected={current}
      aria-label={words}
      title={words}
      onClick={() => chooseSubject(summary)}
    >
      <img src={thumbnailUrl(photo.id)} alt="" loading="lazy" draggable={false} />
    </div>
  );
}

const best = 'best';

/** Which mug the values are of, where there are several. */
function MugChoice({ shown }: { shown: AnalysisSummary }) {
  const loaded = useAnalysis(shown.mugCount > 1 ? shown.id : undefined);
  const chosen = useSubject(({ mug }) => (mug?.analysisId === shown.id ? mug.detection : null));
  if (loaded === undefined || 'reason' in loaded || loaded.id !== shown.id) return null;
  const mugs = loaded.placements.map((placement, index) => ({
    value: String(placement.detection),
    label: `${index + 1}`,
  }));
  return (
    <div className={classes.mugs}>
      <span className={classes.label}>Mug</span>
      <SegmentedControl
        aria-label="Mug"
        data={[{ value: best, label: 'Best' }, ...mugs.slice(0, 6)]}
        value={chosen === null ? best : String(chosen)}
        onChange={(value) => chooseMug(shown.id, value === best ? null : Number(value))}
      />
    </div>
  );
}
