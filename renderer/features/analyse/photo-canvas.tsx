import { memo, useEffect, useRef, useState } from 'react';
import type { Analysis } from '../../../shared/analysis.ts';
import type { Frame } from '../../../shared/positioning.ts';
import { thumbnailUrl, viewUrl } from '../../pictures.ts';
import { AreaForm } from './area-form.tsx';
import type { Judged } from './judging.ts';
import { LineForm } from './line-form.tsx';
import { Overlay, type OverlayProps } from './overlay.tsx';
import classes from './photo-canvas.module.css';
import { ToolLayer } from './tool-layer.tsx';
import { selectDetection, useView } from './view.ts';
import { attachCanvas, setFrame, useZoom } from './zoom.ts';

interface PhotoCanvasProps extends Pick<OverlayProps, 'findings' | 'parts'> {
  photoId: string;
  name: string;
  /** Size of the photo when it is known without loading it. */
  size: Frame | null;
  analysis: Analysis | undefined;
  judged: Judged | undefined;
}

/** The photo as large as there is room, to zoom and move, with the overlay on it. */
export const PhotoCanvas = memo(function PhotoCanvas({
  photoId,
  name,
  size,
  analysis,
  judged,
  findings,
  parts,
}: PhotoCanvasProps) {
  const canvas = useRef<HTMLDivElement>(null);
  const { k, x, y } = useZoom();
  const tool = useView((view) => view.tool);
  const overlayHidden = useView((view) => view.overlayHidden);
  const [natural, setNatural] = useState<{ photoId: string; frame: Frame } | null>(null);
  const [broken, setBroken] = useState<string | null>(null);
  const frame = size ?? (natural?.photoId === photoId ? natural.frame : null);
  const width = frame?.width;
  const height = frame?.height;

  useEffect(() => (canvas.current === null ? undefined : attachCanvas(canvas.current)), []);
  useEffect(() => {
    if (width !== undefined && height !== undefined) setFrame({ width, height });
  }, [width, height]);

  const placed = frame && {
    width: frame.width,
    height: frame.height,
    transform: `translate(${x}px, ${y}px) scale(${k})`,
  };
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a press beside the mugs lays the selection down; Escape does too */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: Escape is a key of the screen */}
      <div ref={canvas} className={classes.canvas} data-tool={tool} onClick={() => selectDetection(null)}>
        {placed && (
          <img
            key={`small ${photoId}`}
            className={classes.photo}
            src={thumbnailUrl(photoId)}
            alt=""
            style={placed}
          />
        )}
        <img
          key={photoId}
          className={classes.photo}
          src={viewUrl(photoId)}
          alt={name}
          draggable={false}
          data-pixels={k * devicePixelRatio > 3}
          style={placed ?? { visibility: 'hidden' }}
          onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) =>
            setNatural({ photoId, frame: { width: naturalWidth, height: naturalHeight } })
          }
          onError={() => setBroken(photoId)}
        />
        {broken === photoId && (
          <p className={classes.broken}>The picture cannot be shown. The numbers are still right.</p>
        )}
        {analysis && judged && !overlayHidden && <Overlay {...{ analysis, judged, findings, parts }} />}
        {frame && <ToolLayer frame={frame} />}
      </div>
      {frame && <LineForm frame={frame} />}
      {frame && <AreaForm frame={frame} />}
    </>
  );
});
