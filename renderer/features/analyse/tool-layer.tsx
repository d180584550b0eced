import { useState } from 'react';
import type { Box, Point } from '../../../shared/analysis.ts';
import { overlayColours, overlayHalo, overlayStroke } from '../../../shared/overlay.ts';
import type { Frame } from '../../../shared/positioning.ts';
import type { Reference } from '../../../shared/settings.ts';
import { useAreas } from '../rules/areas.ts';
import { tryOut, useJudging } from './judging.ts';
import classes from './tool-layer.module.css';
import { useView } from './view.ts';
import { pointOnPhoto, useZoom } from './zoom.ts';

interface Span {
  from: Point;
  to: Point;
}

/** What the tools draw on the photo: the line of known length, the reference point or area. */
export function ToolLayer({ frame }: { frame: Frame }) {
  const { k, x, y } = useZoom();
  const tool = useView((view) => view.tool);
  const line = useView((view) => view.line);
  const reference = useJudging((judging) => judging.positioning.reference);
  const [span, setSpan] = useState<Span | null>(null);

  const finish = (drawn: Span) => {
    setSpan(null);
    // A slip of the hand draws nothing and leaves the tool in it.
    if (tool === 'line' && lengthOf(drawn) >= 3) useView.setState({ line: drawn, tool: 'move' });
    if (tool === 'reference') setReference(referenceFrom(drawn, frame));
    if (tool === 'area') drawArea(drawn, frame);
  };
  const shown = tool === 'line' ? (span ?? line) : line;
  return (
    <svg
      className={classes.layer}
      data-active={tool !== 'move'}
      aria-hidden="true"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        const from = pointOnPhoto(event);
        setSpan({ from, to: from });
      }}
      onPointerMove={(event) => span && setSpan({ from: span.from, to: pointOnPhoto(event) })}
      onPointerUp={() => span && finish(span)}
      onClick={(event) => event.stopPropagation()}
    >
      <g transform={`translate(${x} ${y})`} fill="none">
        {shown && <Marked path={linePath(shown, k)} />}
        {(tool === 'reference' || tool === 'area') && span && <Marked path={areaPath(areaOf(span), k)} />}
        {tool === 'area' && <Areas frame={frame} k={k} redrawn={span !== null} />}
        {!span && <Marked path={referencePath(reference, frame, k)} />}
      </g>
    </svg>
  );
}

/** All areas that have a name, while another is drawn, and the one just drawn. */
function Areas({ frame, k, redrawn }: { frame: Frame; k: number; redrawn: boolean }) {
  const areas = useAreas(({ list }) => list);
  const drawn = useView((view) => view.area);
  return (
    <>
      {areas
        .filter(({ id }) => id !== drawn?.id)
        .map((area) => (
          <g key={area.id} opacity={0.7}>
            <Marked path={areaPath(inPixels(area, frame), k)} />
            <text
              className={classes.name}
              x={area.x * frame.width * k + 6}
              y={area.y * frame.height * k + 16}
              fill={overlayColours.selected}
            >
              {area.name}
            </text>
          </g>
        ))}
      {drawn && !redrawn && <Marked path={areaPath(inPixels(drawn, frame), k)} />}
    </>
  );
}

const inPixels = (area: Box, { width, height }: Frame): Box => ({
  x: area.x * width,
  y: area.y * height,
  width: area.width * width,
  height: area.height * height,
});

/** A slip of the hand draws nothing; what has a name already keeps it. */
function drawArea(span: Span, frame: Frame): void {
  const box = areaOf(span);
  if (box.width < 8 || box.height < 8) return;
  useView.setState(({ area }) => ({
    area: {
      ...(area?.id === undefined ? {} : { id: area.id }),
      x: box.x / frame.width,
      y: box.y / frame.height,
      width: box.width / frame.width,
      height: box.height / frame.height,
    },
  }));
}

function Marked({ path }: { path: string }) {
  const { lineWidth } = overlayStroke;
  return (
    <>
      <path
        d={path}
        stroke={overlayHalo.colour}
        strokeOpacity={overlayHalo.opacity}
        strokeWidth={lineWidth * overlayHalo.width}
      />
      <path d={path} stroke={overlayColours.selected} strokeWidth={lineWidth} />
    </>
  );
}

const lengthOf = ({ from, to }: Span) => Math.hypot(to.x - from.x, to.y - from.y);

function areaOf({ from, to }: Span) {
  const [x, y] = [Math.min(from.x, to.x), Math.min(from.y, to.y)];
  return { x, y, width: Math.abs(to.x - from.x), height: Math.abs(to.y - from.y) };
}

/** A press sets a point, a drag an area. */
function referenceFrom(span: Span, { width, height }: Frame): Reference {
  const area = areaOf(span);
  if (area.width < 3 || area.height < 3) {
    return { kind: 'point', point: { x: span.to.x / width, y: span.to.y / height } };
  }
  return {
    kind: 'area',
    area: { x: area.x / width, y: area.y / height, width: area.width / width, height: area.height / height },
  };
}

function setReference(reference: Reference): void {
  tryOut({ positioning: { ...useJudging.getState().positioning, reference } });
  useView.setState({ tool: 'move' });
}

/** The line with a short stroke across each end, like a ruler. */
function linePath({ from, to }: Span, k: number): string {
  const angle = Math.atan2(to.y - from.y, to.x - from.x);
  const [dx, dy] = [6 * Math.sin(angle), -6 * Math.cos(angle)];
  const end = ({ x, y }: Point) => `M${x * k - dx} ${y * k - dy}L${x * k + dx} ${y * k + dy}`;
  return `M${from.x * k} ${from.y * k}L${to.x * k} ${to.y * k}${end(from)}${end(to)}`;
}

const areaPath = ({ x, y, width, height }: ReturnType<typeof areaOf>, k: number) =>
  `M${x * k} ${y * k}h${width * k}v${height * k}h${-width * k}Z`;

function referencePath(reference: Reference, { width, height }: Frame, k: number): string {
  if (reference.kind === 'frameCentre') return '';
  if (reference.kind === 'point') {
    const [x, y] = [reference.point.x * width * k, reference.point.y * height * k];
    return `M${x - 9} ${y}h18M${x} ${y - 9}v18M${x + 5} ${y}a5 5 0 1 0 -10 0a5 5 0 1 0 10 0`;
  }
  return areaPath(inPixels(reference.area, { width, height }), k);
}
