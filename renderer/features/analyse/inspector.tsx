import { Skeleton, Text } from '@mantine/core';
import { memo } from 'react';
import type { Analysis } from '../../../shared/analysis.ts';
import type { Judgement } from '../../../shared/rules/judgement.ts';
import { bytesText, count } from '../../ui/words.ts';
import { ArrangementSection } from './arrangement-section.tsx';
import { CalibrationSection } from './calibration-section.tsx';
import classes from './inspector.module.css';
import { type Judged, useJudging } from './judging.ts';
import { MugList } from './mug-list.tsx';
import { ObjectsSection } from './objects-section.tsx';
import panels from './panels.module.css';
import type { RollPhoto } from './roll.ts';
import { RulesSection } from './rules-section.tsx';
import { RunDetails } from './run-details.tsx';

interface InspectorProps {
  photo: RollPhoto | undefined;
  analysis: Analysis | undefined;
  judged: Judged | undefined;
  /** Null while there is no rule. */
  judgement: Judgement | null;
}

/** The right side: what was found on the photo shown, in numbers and words. */
export const Inspector = memo(function Inspector({ photo, ...rest }: InspectorProps) {
  return (
    <aside className={panels.panel} data-side="right" aria-label="Inspector">
      {photo === undefined ? <Nothing /> : <PhotoFacts photo={photo} {...rest} />}
    </aside>
  );
});

function Nothing() {
  return (
    <Text c="dimmed" p={12}>
      Where each mug stands, which way its handle points and whether it is straight appears here.
    </Text>
  );
}

function PhotoFacts({ photo, analysis, judged, judgement }: InspectorProps & { photo: RollPhoto }) {
  // What was set elsewhere, by a line or a reset, is chosen here too.
  const calibrationKind = useJudging((judging) => judging.positioning.calibration.kind);
  return (
    <>
      <header className={classes.header}>
        <p className={classes.name} title={photo.name}>
          {photo.name}
        </p>
        {analysis && judged ? <Headline analysis={analysis} judged={judged} /> : <State photo={photo} />}
      </header>
      {analysis && judged && (
        <>
          {judgement && <RulesSection {...{ analysis, judged, judgement }} />}
          <MugList analysis={analysis} judged={judged} />
          <ArrangementSection judged={judged} />
          <ObjectsSection analysis={analysis} />
          <CalibrationSection key={calibrationKind} judged={judged} />
          <RunDetails analysis={analysis} />
        </>
      )}
    </>
  );
}

function Headline({ analysis, judged }: { analysis: Analysis; judged: Judged }) {
  const { placements } = judged;
  const review = placements.filter(({ standing }) => standing === 'review').length;
  return (
    <>
      <p className={classes.headline} data-testid="headline">
        {placements.length === 0 ? 'No mug found' : count(placements.length, 'mug')}
        {review > 0 && <span className={classes.review}>{review} to review</span>}
      </p>
      <p className={classes.size}>
        {analysis.width} × {analysis.height} px, {bytesText(analysis.photo.bytes)}
      </p>
    </>
  );
}

function State({ photo }: { photo: RollPhoto }) {
  const { state } = photo;
  if (state.kind === 'failed' || state.kind === 'cancelled') {
    return <p className={classes.headline}>Not analysed</p>;
  }
  return (
    <div aria-busy="true">
      <p className={classes.size}>{state.kind === 'waiting' ? 'Waiting for its turn' : 'Being analysed'}</p>
      <Skeleton height={22} width={120} mt={8} />
      <Skeleton height={12} width={160} mt={8} />
      <Skeleton height={64} mt={24} />
      <Skeleton height={64} mt={8} />
    </div>
  );
}
