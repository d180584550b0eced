import { memo, useMemo } from 'react';
import type { Analysis, Detection, Point } from '../../../shared/analysis.ts';
import {
  describeOverlay,
  type OverlayPart,
  type OverlayShape,
  overlayColours,
  overlayHalo,
  overlayStroke,
} from '../../../shared/overlay.ts';
import type { Finding } from '../../../shared/rules/verdict.ts';
import { useCore } from '../../core.ts';
import { type Judged, useJudging } from './judging.ts';
import classes from './overlay.module.css';
import { selectDetection, useView } from './view.ts';
import { useZoom } from './zoom.ts';

export interface OverlayProps {
  analysis: Analysis;
  judged: Judged;
  /** What rules found in the photo. */
  findings?: readonly Finding[] | undefined;
  /** What is drawn; left out, what the operator chose. */
  parts?: readonly OverlayPart[] | undefined;
}

/** The overlay over the photo. Lines and letters keep their size on the screen however far one zooms. */
export function Overlay(props: OverlayProps) {
  const { k, x, y } = useZoom();
  // Moving the photo changes these two variables and nothing else.
  const position: Record<string, string> = { '--x': `${x}px`, '--y': `${y}px` };
  return (
    <div className={classes.overlay} style={position} aria-hidden="true">
      <Shapes {...props} scale={k} />
    </div>
  );
}

interface ShapesProps extends OverlayProps {
  /** Pixels of the screen per pixel of the photo. */
  scale: number;
}

const noFindings: readonly Finding[] = [];

/** Drawn again when the zoom changes, not when the photo is moved. */
const Shapes = memo(function Shapes({
  analysis,
  judged,
  findings = noFindings,
  scale,
  ...props
}: ShapesProps) {
  const chosen = useView((view) => view.parts);
  const parts = props.parts ?? chosen;
  const selected = useView((view) => view.selected);
  const units = useCore((state) => state.settings.appearance.units);
  const { detection, positioning } = useJudging();
  const { detections, width, height } = analysis;
  const shapes = useMemo(
    () =>
      describeOverlay({
        detections,
        ...judged,
        frame: { width, height },
        parts,
        units,
        selected,
        style: { fontSize: overlayStroke.fontSize / scale },
        zoneEdges: positioning.zoneEdges,
        ignoreBelow: detection.ignoreBelow,
        findings,
      }),
    [detections, judged, width, height, parts, units, selected, scale, positioning, detection, findings],
  );
  return (
    <>
      <svg className={classes.lines} aria-hidden="true">
        <g className={classes.moved}>
          {shapes.filter(isLine).map((shape, index) => (
            <Shape key={index} shape={shape} scale={scale} detections={detections} />
          ))}
          <Pointed detections={detections} scale={scale} />
          {judged.placements.map(({ detection: index }) => (
            <Target key={index} index={index} detection={detections[index]} scale={scale} />
          ))}
        </g>
      </svg>
      <div className={classes.moved}>
        {shapes.filter(isLabel).map((label, index) => (
          <LabelPlate key={index} label={label} scale={scale} />
        ))}
      </div>
    </>
  );
});

type Line = Exclude<OverlayShape, { kind: 'label' }>;
type Label = Extract<OverlayShape, { kind: 'label' }>;
const isLabel = (shape: OverlayShape): shape is Label => shape.kind === 'label';
const isLine = (shape: OverlayShape): shape is Line => shape.kind !== 'label';

interface ShapeProps {
  shape: Line;
  scale: number;
  detections: readonly Detection[];
}

/** Letters on a dark plate, so that they read on white mugs and dark tables alike. */
function LabelPlate({ label: { at, placement, text, tone }, scale }: { label: Label; scale: number }) {
  const place = `translate(${at.x * scale}px, ${at.y * scale}px)`;
  return (
    <span
      className={classes.label}
      data-testid="overlay-label"
      style={{
        color: overlayColours[tone],
        transform: placement === 'above' ? `${place} translateY(-100%)` : place,
      }}
    >
      {text}
    </span>
  );
}

function Shape({ shape, scale, detections }: ShapeProps) {
  const colour = overlayColours[shape.tone];
  const path =
    shape.kind === 'line'
      ? linePath(shape.from, shape.to, scale, shape.arrow)
      : polygonPath(shape.points, scale);
  const dash = shape.dashed ? { strokeDasharray: overlayStroke.dash.join(' ') } : {};
  const detection = shape.kind === 'polygon' ? detections[shape.detection ?? -1] : undefined;
  return (
    <g
      fill="none"
      strokeLinejoin="round"
      opacity={shape.tone === 'guide' ? 0.6 : 1}
      {...(isBox(shape) && detection ? boxData(detection) : {})}
    >
      <path
        d={path}
        stroke={overlayHalo.colour}
        strokeOpacity={overlayHalo.opacity}
        strokeWidth={overlayStroke.lineWidth * overlayHalo.width}
      />
      <path d={path} stroke={colour} strokeWidth={overlayStroke.lineWidth} {...dash} />
    </g>
  );
}

const isBox = ({ part }: OverlayShape) => part === 'boxes' || part === 'objects';

/** The box in pixels of the photo, for tests and for looking it up in the inspector of the browser. */
const boxData = ({ label, box }: Detection) => ({
  'data-testid': 'detection-box',
  'data-label': label,
  'data-x': box.x,
  'data-y': box.y,
  'data-width': box.width,
  'data-height': box.height,
});

/** What the operator points at in a list. */
function Pointed({ detections, scale }: { detections: readonly Detection[]; scale: number }) {
  const pointed = useView((view) => view.pointed);
  return pointed.map((index) => {
    const box = detections[index]?.box;
    if (box === undefined) return null;
    return (
      <rect
        key={index}
        data-testid="pointed"
        fill={overlayColours.selected}
        fillOpacity={0.24}
        stroke={overlayColours.selected}
        strokeWidth={2 * overlayStroke.lineWidth}
        x={box.x * scale}
        y={box.y * scale}
        width={box.width * scale}
        height={box.height * scale}
      />
    );
  });
}

/**
 * Pressing a mug selects it; the list of mugs does the same for the keyboard. The one that is selected keeps its
 * outline, whatever rules draw over its box.
 */
function Target({
  index,
  detection,
  scale,
}: {
  index: number;
  detection: Detection | undefined;
  scale: number;
}) {
  const selected = useView((view) => view.selected === index);
  if (detection === undefined) return null;
  const { x, y, width, height } = detection.box;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a shortcut for the pointer; the list of mugs is the control
    <rect
      className={classes.target}
      data-detection={index}
      data-selected={selected}
      {...(selected && { stroke: overlayColours.selected, strokeWidth: 2 * overlayStroke.lineWidth })}
      x={x * scale}
      y={y * scale}
      width={width * scale}
      height={height * scale}
      onClick={(event) => {
        event.stopPropagation();
        selectDetection(index);
      }}
    />
  );
}

const polygonPath = (points: readonly Point[], scale: number) =>
  `M${points.map(({ x, y }) => `${x * scale} ${y * scale}`).join('L')}Z`;

/** Length of an arrow's head in pixels of the screen. */
const headLength = 7;

function linePath(from: Point, to: Point, scale: number, arrow: boolean): string {
  const [x1, y1, x2, y2] = [from.x * scale, from.y * scale, to.x * scale, to.y * scale];
  const line = `M${x1} ${y1}L${x2} ${y2}`;
  const length = Math.hypot(x2 - x1, y2 - y1);
  if (!arrow || length < 2) return line;
  const size = Math.min(headLength, length);
  const angle = Math.atan2(y2 - y1, x2 - x1);
  const side = (turn: number) =>
    `${x2 - size * Math.cos(angle + turn)} ${y2 - size * Math.sin(angle + turn)}`;
  return `${line}M${side(0.5)}L${x2} ${y2}L${side(-0.5)}`;
}
