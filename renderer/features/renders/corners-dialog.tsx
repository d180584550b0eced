import { Alert, Button, Group, Modal, Skeleton } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { Analysis } from '../../../shared/analysis.ts';
import type { Design } from '../../../shared/render.ts';
import { bestMug } from '../../../shared/rendering/values.ts';
import { useLast } from '../../ui/use-last.ts';
import { useAnalysis } from '../analyse/analyses.ts';
import { loadDesigns, useDesigns } from '../templates/designs.ts';
import { isFolded } from './corner-moves.ts';
import { DesignCorners } from './corners.tsx';
import classes from './corners-dialog.module.css';
import { applyCorrection, stopCorrecting, useCorrecting } from './correct-corners.ts';

/** The corners of a design on a mug in a window of their own, over whatever asked for it. */
export function CornersDialog() {
  const subject = useCorrecting((correcting) => correcting.subject);
  const shown = useLast(subject);
  return (
    <Modal
      opened={subject !== null}
      onClose={stopCorrecting}
      title="Place the design"
      size="min(1400px, 94vw)"
      // A drag that slips off the photo is not meant to throw away what was placed.
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {shown !== null && <Body key={`${shown.analysisId} ${shown.detection}`} {...shown} />}
    </Modal>
  );
}

interface BodyProps {
  analysisId: string;
  detection: number | undefined;
  designId: string;
  label: string;
}

function Body({ analysisId, detection, designId, label }: BodyProps) {
  const loaded = useAnalysis(analysisId);
  const design = useDesigns(({ list }) => list.find(({ id }) => id === designId));
  const state = useDesigns((designs) => designs.state);
  useEffect(() => void loadDesigns(), []);
  const reason = loaded !== undefined && 'reason' in loaded ? loaded.reason : null;
  const isGone = state !== 'loading' && design === undefined;
  if (reason !== null || isGone) {
    return (
      <Alert color="red" variant="light" title="The design cannot be placed">
        {reason ?? 'The design was removed. Add it again to place it.'}
      </Alert>
    );
  }
  if (loaded === undefined || 'reason' in loaded || design === undefined) return <Skeleton height={420} />;
  return <Placing analysis={loaded} detection={detection} design={design} label={label} />;
}

interface PlacingProps extends Pick<BodyProps, 'detection' | 'label'> {
  analysis: Analysis;
  design: Design;
}

function Placing({ analysis, detection, design, label }: PlacingProps) {
  const { value, applying } = useCorrecting();
  const best = detection ?? bestMug(analysis) ?? 0;
  // Corners belong to a mug: chosen once, when it was asked for.
  const [mug] = useState(best);
  return (
    <div className={classes.body}>
      <div className={classes.corners}>
        <DesignCorners
          analysis={analysis}
          detection={mug}
          design={design}
          value={value}
          onChange={(next) => useCorrecting.setState({ value: next })}
        />
      </div>
      <Group gap={8} justify="flex-end">
        <Button variant="default" onClick={stopCorrecting}>
          Cancel
        </Button>
        <Button
          loading={applying}
          disabled={value !== null && isFolded(value)}
          onClick={() => void applyCorrection()}
        >
          {label}
        </Button>
      </Group>
    </div>
  );
}
