import { createRequire } from 'node:module';
import { createCanvas, GlobalFonts, type SKRSContext2D } from '@napi-rs/canvas';
import type { Analysis, Point } from '../../shared/analysis.ts';
import {
  defaultOverlayParts,
  describeOverlay,
  type OverlayShape,
  overlayColours,
  overlayHalo,
  overlayStroke,
} from '../../shared/overlay.ts';
import type { Finding } from '../../shared/rules/verdict.ts';
import { openPicture, saveCanvas } from './draw-picture.ts';
import type { OverlayJob } from './inference-protocol.ts';

/** Letters stand as high as on a screen that shows the photo this many pixels wide. */
const screenSide = 1_000;
const arrowLength = 9;

/** Writes the photo with what was measured on it as PNG, the same shapes as on the screen. Throws `photo.*`. */
export async function drawOverlay({ path, analysis, findings, outPath }: OverlayJob): Promise<void> {
  const picture = await openPicture(path);
  const canvas = createCanvas(picture.width, picture.height);
  const context = canvas.getContext('2d');
  context.drawImage(picture.source, 0, 0);
  picture.release();
  drawAnalysis(context, { ...analysis, width: canvas.width, height: canvas.height }, 1, findings);
  await saveCanvas(canvas, 'png', outPath);
}

/** Draws what was measured over a photo that was drawn with so many pixels per pixel of its own. */
export function drawAnalysis(
  context: SKRSContext2D,
  analysis: Analysis,
  drawnScale: number,
  findings: readonly Finding[] = [],
): void {
  const { width, height } = analysis;
  const scale = Math.max(0.5 / drawnScale, Math.max(width, height) / screenSide);
  const shapes = describeOverlay({
    ...analysis,
    findings,
    frame: { width, height },
    parts: defaultOverlayParts,
    units: analysis.pixelsPerMillimetre === null ? 'px' : 'mm',
    style: { fontSize: overlayStroke.fontSize * scale },
  });
  context.save();
  context.scale(drawnScale, drawnScale);
  drawShapes(context, shapes, scale);
  context.restore();
}

/** Draws shapes with a dark halo under each; `scale` is photo pixels per screen pixel. */
function drawShapes(context: SKRSContext2D, shapes: readonly OverlayShape[], scale: number): void {
  context.lineJoin = 'round';
  context.lineCap = 'round';
  context.textBaseline = 'alphabetic';
  context.font = `600 ${overlayStroke.fontSize * scale}px ${fontFamily()}`;
  for (const shape of shapes) {
    if (shape.kind === 'label') drawLabel(context, shape, scale);
    else drawLine(context, shape, scale);
  }
}

function drawLine(
  context: SKRSContext2D,
  shape: Exclude<OverlayShape, { kind: 'label' }>,
  scale: number,
): void {
  const lineWidth = overlayStroke.lineWidth * scale;
  const trace = () => {
    context.beginPath();
    if (shape.kind === 'polygon') tracePolygon(context, shape.points);
    else tracePolyline(context, [shape.from, shape.to]);
    if (shape.kind === 'line' && shape.arrow) {
      tracePolyline(context, arrowHead(shape.from, shape.to, arrowLength * scale));
    }
    context.stroke();
  };
  context.globalAlpha = overlayHalo.opacity;
  context.strokeStyle = overlayHalo.colour;
  context.lineWidth = lineWidth * overlayHalo.width;
  trace();
  context.globalAlpha = 1;
  context.strokeStyle = overlayColours[shape.tone];
  context.lineWidth = lineWidth;
  context.setLineDash(shape.dashed ? overlayStroke.dash.map((length) => length * scale) : []);
  trace();
  context.setLineDash([]);
}

function drawLabel(
  context: SKRSContext2D,
  { at, placement, text, tone }: Extract<OverlayShape, { kind: 'label' }>,
  scale: number,
): void {
  const { fontSize, lineWidth } = overlayStroke;
  const baseline = at.y + (placement === 'above' ? -0.3 : 1) * fontSize * scale;
  context.globalAlpha = overlayHalo.opacity;
  context.strokeStyle = overlayHalo.colour;
  context.lineWidth = lineWidth * overlayHalo.width * scale;
  context.strokeText(text, at.x, baseline);
  context.globalAlpha = 1;
  context.fillStyle = overlayColours[tone];
  context.fillText(text, at.x, baseline);
}

function tracePolygon(context: SKRSContext2D, points: readonly Point[]): void {
  tracePolyline(context, points);
  context.closePath();
}

function tracePolyline(context: SKRSContext2D, points: readonly Point[]): void {
  points.forEach(({ x, y }, index) => {
    if (index === 0) context.moveTo(x, y);
    else context.lineTo(x, y);
  });
}

/** The two strokes of an arrow's head; none for an arrow shorter than its head. */
function arrowHead(from: Point, to: Point, length: number): Point[] {
  if (Math.hypot(to.x - from.x, to.y - from.y) < length) return [];
  const direction = Math.atan2(to.y - from.y, to.x - from.x);
  const barb = (turn: number) => ({
    x: to.x - length * Math.cos(direction + turn),
    y: to.y - length * Math.sin(direction + turn),
  });
  return [barb(0.45), to, barb(-0.45)];
}

let family: string | undefined;

/** The program's own letters where the font file is there, else the system's. */
function fontFamily(): string {
  if (family !== undefined) return family;
  family = 'sans-serif';
  try {
    const file = '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2';
    const key = GlobalFonts.registerFromPath(createRequire(import.meta.url).resolve(file), 'H200 Inter');
    if (key !== null) family = '"H200 Inter", sans-serif';
  } catch {
    // The font is a package of the page's build and not in every installation.
  }
  return family;
}
