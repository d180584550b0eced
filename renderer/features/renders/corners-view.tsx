import { type CSSProperties, type PointerEvent, useRef } from 'react';
import type { Analysis, Box, Detection, Point } from '../../../shared/analysis.ts';
import type { DesignPlacement } from '../../../shared/mapping.ts';
import { outlineOf, sheetOf } from '../../../shared/rendering/mug-face.ts';
import { viewUrl } from '../../pictures.ts';
import { CornerHandle } from './corner-handle.tsx';
import { bendTo, cornerNames, curveAfter, moveAll, moveCorner } from './corner-moves.ts';
import classes from './corners.module.css';

interface CornersViewProps {
  analysis: Analysis;
  mug: Detection | null;
  placement: DesignPlacement;
  /** The corners cross. */
  folded: boolean;
  /** The part of the photo that is shown. */
  view: Box;
  /** Id of the words that say how the handles move. */
  hintId: string;
  onChange: (value: DesignPlacement) => void;
}

/** One press of a key bends by this share of the width. */
const curveStep = 0.01;

/** The part of the photo around the mug with the outline of the design, and the handles to move it by. */
export function CornersView(props: CornersViewProps) {
  const { analysis, mug, placement, folded, view, hintId, onChange } = props;
  const shown = useRef<HTMLDivElement>(null);
  const last = useRef<Point | null>(null);
  const { photo, width, height } = analysis;
  const frame = { width, height };
  const outline = folded ? placement.corners : outlineOf(placement, mug, 24);
  const curve = placement.curve ?? 0;

  /** Pixels of the photo for what the pointer moved on the screen. */
  const scale = () => view.width / (shown.current?.clientWidth || 1);
  const moveFace = (event: PointerEvent) => {
    if (last.current === null) return;
    const by = {
      x: (event.clientX - last.current.x) * scale(),
      y: (event.clientY - last.current.y) * scale(),
    };
    last.current = { x: event.clientX, y: event.clientY };
    onChange(moveAll(placement, by, frame));
  };
  return (
    <div
      ref={shown}
      className={classes.view}
      style={{ '--ratio': view.width / view.height } as CSSProperties}
    >
      <img
        className={classes.picture}
        src={viewUrl(photo.id)}
        alt={photo.name}
        draggable={false}
        style={{
          width: `${(100 * width) / view.width}%`,
          left: `${(-100 * view.x) / view.width}%`,
          top: `${(-100 * view.y) / view.height}%`,
        }}
      />
      <svg
        className={classes.lines}
        viewBox={`${view.x} ${view.y} ${view.width} ${view.height}`}
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        <path className={classes.halo} d={pathOf(outline)} />
        <path className={classes.line} data-folded={folded} d={pathOf(outline)} />
        <path
          className={classes.face}
          d={pathOf(outline)}
          onPointerDown={(event) => {
            event.currentTarget.setPointerCapture(event.pointerId);
            last.current = { x: event.clientX, y: event.clientY };
          }}
          onPointerMove={moveFace}
          onLostPointerCapture={() => {
            last.current = null;
          }}
        />
      </svg>
      {placement.corners.map((corner, index) => {
        const name = cornerNames[index];
        return (
          <CornerHandle
            key={name}
            name={`${name} corner`}
            value={`${Math.round(corner.x)}, ${Math.round(corner.y)}`}
            at={corner}
            view={view}
            hintId={hintId}
            scale={scale}
            onMove={(by) =>
              onChange(moveCorner(placement, index, { x: corner.x + by.x, y: corner.y + by.y }, frame))
            }
          />
        );
      })}
      {!folded && (
        <CornerHandle
          name="Curve"
          value={`${Math.round(curve * 100)} %`}
          at={sheetOf(placement, mug).toPhoto({ x: 0.5, y: 1 })}
          view={view}
          hintId={hintId}
          scale={scale}
          kind="curve"
          onMove={(by, how) =>
            onChange(
              bendTo(
                placement,
                how === 'key' ? curve + by.y * curveStep : curveAfter({ ...placement, curve }, by),
              ),
            )
          }
        />
      )}
    </div>
  );
}

const pathOf = (points: readonly Point[]) => `M${points.map(({ x, y }) => `${x} ${y}`).join('L')}Z`;
