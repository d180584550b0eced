import { useEffect, useRef, useState } from 'react';
import type { Box } from '../../../shared/analysis.ts';
import type { Render, RenderResult } from '../../../shared/render.ts';
import { renderThumbnailUrl, renderUrl, viewUrl } from '../../pictures.ts';
import { useAnalysis } from '../analyse/analyses.ts';
import { attachCanvas, setFrame, useZoom } from '../analyse/zoom.ts';
import classes from './compare.module.css';
import { Divider } from './divider.tsx';
import { photoPlace } from './photo-place.ts';
import { useTemplateFacts } from './template-facts.ts';
import { shownShare, useViewing } from './viewing.ts';

interface CompareProps {
  render: Render;
  result: RenderResult;
  /** Null: there is no one photo to compare with. */
  photoId: string | null;
}

/** The picture as large as there is room, to zoom and move; the photo lies under it where the template shows it. */
export function Compare({ render, result, photoId }: CompareProps) {
  const canvas = useRef<HTMLDivElement>(null);
  const { k, x, y } = useZoom();
  const viewing = useViewing();
  const [broken, setBroken] = useState<string | null>(null);
  const { width, height, format } = result;
  const { id, photoName, templateName } = render;
  useEffect(() => {
    if (canvas.current === null) return;
    useZoom.setState({ fitted: true });
    const detach = attachCanvas(canvas.current);
    return () => {
      useZoom.setState({ fitted: true });
      detach();
    };
  }, []);
  useEffect(() => setFrame({ width, height }), [width, height]);

  const share = photoId === null ? 0 : shownShare(viewing);
  return (
    <>
      <div ref={canvas} className={classes.canvas} data-tool="move">
        <div
          className={classes.plane}
          style={{ width, height, transform: `translate(${x}px, ${y}px) scale(${k})` }}
        >
          {photoId !== null && share > 0 && <Photo render={render} photoId={photoId} />}
          <img
            key={id}
            className={classes.picture}
            // A browser shows no PDF as an image: its first page stands for it.
            src={format === 'pdf' ? renderThumbnailUrl(id) : renderUrl(id)}
            alt={`${templateName} of ${photoName}`}
            draggable={false}
            data-pixels={k * devicePixelRatio > 3}
            style={{ clipPath: `inset(0 0 0 ${share * 100}%)` }}
            onError={() => setBroken(id)}
          />
        </div>
        {broken === id && (
          <p className={classes.broken}>
            The picture cannot be shown. Its file may have been moved or deleted.
          </p>
        )}
      </div>
      {share > 0 && (
        <span className={classes.tag} data-side="left">
          Photo
        </span>
      )}
      {share > 0 && share < 1 && (
        <span className={classes.tag} data-side="right">
          Picture
        </span>
      )}
      {photoId !== null && viewing.compare && <Divider left={x + viewing.share * width * k} width={width} />}
    </>
  );
}

/** The photo where the template shows it; of one that is gone, as large as the picture. */
function Photo({ render, photoId }: { render: Render; photoId: string }) {
  const { request, photoName, templateId } = render;
  const facts = useTemplateFacts(templateId);
  const loaded = useAnalysis(request.analysisIds[0]);
  const analysis = loaded === undefined || 'reason' in loaded ? null : loaded;
  const mapping = request.mapping ?? facts?.mapping;
  const place =
    facts && mapping !== undefined && analysis !== null
      ? photoPlace(facts.template, mapping, analysis, request.detection)
      : null;
  const frame = place?.frame ?? whole;
  return (
    <div className={classes.frame} style={{ ...cssBox(frame), rotate: `${place?.rotation ?? 0}deg` }}>
      <img
        className={classes.photo}
        data-placed={place !== null}
        src={viewUrl(photoId)}
        alt={photoName}
        draggable={false}
        style={cssBox(place?.photo ?? whole)}
      />
    </div>
  );
}

const whole: Box = { x: 0, y: 0, width: 1, height: 1 };

/** A box of shares as CSS takes it. */
const cssBox = ({ x, y, width, height }: Box) => ({
  left: `${x * 100}%`,
  top: `${y * 100}%`,
  width: `${width * 100}%`,
  height: `${height * 100}%`,
});
