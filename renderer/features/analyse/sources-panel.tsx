import { memo } from 'react';
import { AddPhotos } from './add-photos.tsx';
import { AreasSection } from './areas-section.tsx';
import classes from './panels.module.css';
import { ReferenceChoice } from './reference-choice.tsx';
import { ShowFilter } from './show-filter.tsx';
import { Thresholds } from './thresholds.tsx';
import { TriedOut } from './tried-out.tsx';

/** The left side: what comes in, what is shown of it, and what it is judged by. */
export const SourcesPanel = memo(function SourcesPanel() {
  return (
    <aside className={classes.panel} data-side="left" aria-label="Sources and thresholds">
      <AddPhotos />
      <ShowFilter />
      <Thresholds />
      <ReferenceChoice />
      <AreasSection />
      <TriedOut />
    </aside>
  );
});
