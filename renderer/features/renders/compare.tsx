import { useEffect, useRef, useState } from 'react';
import type { Render, RenderResult } from '../../../shared/render.ts';
import { renderThumbnailUrl, renderUrl, viewUrl } from '../../pictures.ts';
import { attachCanvas, setFrame, useZoom } from '../analyse/zoom.ts';
import classes from './compare.module.css';
import { Divider } from './divider.tsx';
import { type PhotoPlace, photoPlace, wholePicture } from './photo-place.ts';
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

const objectFits = { cover: 'cover', contain: 'contain', stretch: 'fill' } as const;

function Photo({ render, photoId }: { render: Render; photoId: string }) {
  const facts = useTemplateFacts(render.templateId);
  const mapping = render.request.mapping ?? facts?.mapping;
  const place: PhotoPlace =
    facts && mapping !== undefined ? photoPlace(facts.template, mapping) : wholePicture;
  return (
    <div
      className={classes.frame}
      style={{
        left: `${place.left * 100}%`,
        top: `${place.top * 100}%`,
        width: `${place.width * 100}%`,
        height: `${place.height * 100}%`,
        rotate: `${place.rotation}deg`,
      }}
    >
      <img
        className={classes.photo}
        src={viewUrl(photoId)}
        alt={render.photoName}
        draggable={false}
        style={{ objectFit: objectFits[place.fit] }}
      />
    </div>
  );
}
