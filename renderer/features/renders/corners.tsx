import { Button } from '@mantine/core';
import { IconArrowBackUp, IconZoomIn, IconZoomOut } from '@tabler/icons-react';
import { useId, useMemo, useRef, useState } from 'react';
import type { Analysis } from '../../../shared/analysis.ts';
import type { DesignPlacement } from '../../../shared/mapping.ts';
import type { Design } from '../../../shared/render.ts';
import { estimateDesignPlacement } from '../../../shared/rendering/mug-face.ts';
import { isFolded, moveAll, viewAround } from './corner-moves.ts';
import classes from './corners.module.css';
import { CornersView } from './corners-view.tsx';
import { PreviewPicture } from './preview-picture.tsx';
import { usePreview } from './use-preview.ts';

interface DesignCornersProps {
  analysis: Analysis;
  /** Index of the mug among the detections. */
  detection: number;
  design: Pick<Design, 'id' | 'name' | 'width' | 'height'>;
  /** Where the design goes by hand; null: where it is estimated to. */
  value: DesignPlacement | null;
  /** Hears every move; null: back to the estimate. */
  onChange: (value: DesignPlacement | null) => void;
}

const mockupTemplateId = 'local:mock-up';
/** Enough to judge by, quick enough to follow the hand. */
const previewScale = 0.7;

/** Where the design goes on the mug: four corners and a curve on the photo, and what that looks like beside it. */
export function DesignCorners({ analysis, detection, design, value, onChange }: DesignCornersProps) {
  const hintId = useId();
  const [whole, setWhole] = useState(false);
  const mug = analysis.detections[detection] ?? null;
  const estimate = useMemo(
    () => estimateDesignPlacement(mug, design) ?? startOn(analysis, detection),
    [mug, design, analysis, detection],
  );
  const placement = value ?? estimate;
  const folded = isFolded(placement);
  // A folded design shows nothing: the last one that lay flat stays.
  const lastFlat = useRef(placement);
  if (!folded) lastFlat.current = placement;
  const view = useMemo(() => viewOf(analysis, detection, whole), [analysis, detection, whole]);
  const previewed = usePreview({
    templateId: mockupTemplateId,
    analysisIds: [analysis.id],
    detection,
    designId: design.id,
    designPlacement: lastFlat.current,
    format: 'jpeg',
    scale: previewScale,
    provider: 'local',
  });
  return (
    <section className={classes.corners} aria-label="Place of the design">
      <div className={classes.photo}>
        <CornersView {...{ analysis, mug, placement, folded, view, hintId, onChange }} />
      </div>
      <div className={classes.preview}>
        <PreviewPicture previewed={previewed} label={`${design.name} on the mug`} />
      </div>
      <div className={classes.foot}>
        <p id={hintId} className={classes.hint} data-folded={folded} role="status">
          {folded
            ? 'The corners cross: the design would be folded over. Move them apart.'
            : 'Drag a corner, or move it with the arrow keys: one pixel, ten with Shift. The diamond bends the design.'}
        </p>
        <Button
          variant="subtle"
          color="gray"
          leftSection={whole ? <IconZoomIn size={15} stroke={1.6} /> : <IconZoomOut size={15} stroke={1.6} />}
          onClick={() => setWhole(!whole)}
        >
          {whole ? 'Only the mug' : 'Whole photo'}
        </Button>
        <Button
          variant="default"
          disabled={value === null}
          leftSection={<IconArrowBackUp size={15} stroke={1.6} />}
          onClick={() => onChange(null)}
        >
          Back to the estimate
        </Button>
      </div>
    </section>
  );
}

function viewOf({ width, height, detections }: Analysis, detection: number, whole: boolean) {
  const box = detections[detection]?.box;
  if (whole || box === undefined) return { x: 0, y: 0, width, height };
  const corners = [box, { x: box.x + box.width, y: box.y + box.height }];
  return viewAround(corners, { width, height });
}

/** Where to begin on a mug whose face is not known: the middle of its box. */
function startOn({ width, height, detections }: Analysis, detection: number): DesignPlacement {
  const box = detections[detection]?.box ?? { x: 0, y: 0, width, height };
  const [left, top] = [box.x + box.width * 0.25, box.y + box.height * 0.25];
  const [right, bottom] = [box.x + box.width * 0.75, box.y + box.height * 0.75];
  const corners = [
    { x: left, y: top },
    { x: right, y: top },
    { x: right, y: bottom },
    { x: left, y: bottom },
  ];
  return moveAll({ corners, curve: 0 }, { x: 0, y: 0 }, { width, height });
}
