import { type Selection, select } from 'd3-selection';
import { type D3ZoomEvent, zoom, zoomIdentity, zoomTransform } from 'd3-zoom';
import { create } from 'zustand';
import type { Frame } from '../../../shared/positioning.ts';
import { useView } from './view.ts';

interface Zoom {
  /** Pixels of the screen per pixel of the photo, and where the photo's corner lies on the canvas. */
  k: number;
  x: number;
  y: number;
  /** The whole photo is shown, and stays so when the window changes. */
  fitted: boolean;
}

/** How the photo lies on the canvas. */
export const useZoom = create<Zoom>(() => ({ k: 1, x: 0, y: 0, fitted: true }));

/** Room around a fitted photo, in pixels of the screen. */
const margin = 20;
/** Small photos are enlarged to fill the canvas up to this much. */
const maxFit = 4;
const deepest = 16;
const stepFactor = 1.3;

type Canvas = Selection<HTMLElement, unknown, null, undefined>;
let canvas: Canvas | null = null;
let frame: Frame | null = null;

/** One pixel of the photo on one pixel of the display. */
const actualSize = () => 1 / devicePixelRatio;

const behaviour = zoom<HTMLElement, unknown>()
  .filter((event: MouseEvent | TouchEvent) => {
    if (event.type === 'wheel') return true;
    return useView.getState().tool === 'move' && !('button' in event && event.button !== 0);
  })
  .on('zoom', ({ transform, sourceEvent }: D3ZoomEvent<HTMLElement, unknown>) => {
    const { k, x, y } = transform;
    // Only the operator's own wheel and drag end the fitting.
    const fitted = sourceEvent ? { fitted: Math.abs(k - fitScale()) < 1e-6 } : {};
    useZoom.setState({ k, x, y, ...fitted });
  });

function fitScale(): number {
  const node = canvas?.node();
  if (!node || frame === null) return 1;
  const width = (node.clientWidth - 2 * margin) / frame.width;
  const height = (node.clientHeight - 2 * margin) / frame.height;
  return Math.max(Math.min(width, height, maxFit), 0.001);
}

/** Makes an element the canvas; returns what lets go of it. */
export function attachCanvas(element: HTMLElement): () => void {
  canvas = select(element);
  canvas.call(behaviour).on('dblclick.zoom', (event: MouseEvent) => {
    const { left, top } = element.getBoundingClientRect();
    toggleActualSize([event.clientX - left, event.clientY - top]);
  });
  const observer = new ResizeObserver(limitAndFit);
  observer.observe(element);
  return () => {
    observer.disconnect();
    canvas?.on('.zoom', null);
    canvas = null;
  };
}

/** Another photo is shown. One of the same size keeps its zoom, so that details can be compared. */
export function setFrame(next: Frame): void {
  const same = next.width === frame?.width && next.height === frame.height;
  frame = next;
  if (!same) useZoom.setState({ fitted: true });
  limitAndFit();
}

function limitAndFit(): void {
  if (frame === null) return;
  const fit = fitScale();
  behaviour
    .scaleExtent([Math.min(fit, actualSize()), Math.max(fit * 4, deepest * actualSize())])
    .translateExtent([
      [-margin / fit, -margin / fit],
      [frame.width + margin / fit, frame.height + margin / fit],
    ]);
  if (useZoom.getState().fitted) fitPhoto();
}

/** Shows the whole photo. */
export function fitPhoto(): void {
  const node = canvas?.node();
  if (!canvas || !node || frame === null) return;
  const k = fitScale();
  const x = (node.clientWidth - frame.width * k) / 2;
  const y = (node.clientHeight - frame.height * k) / 2;
  behaviour.transform(canvas, zoomIdentity.translate(x, y).scale(k));
  useZoom.setState({ fitted: true });
}

/** Shows the photo pixel for pixel around a point of the canvas, or the whole of it when that is so already. */
export function toggleActualSize(around?: [number, number]): void {
  if (!canvas) return;
  if (Math.abs(useZoom.getState().k - actualSize()) < 1e-6) {
    fitPhoto();
    return;
  }
  useZoom.setState({ fitted: false });
  behaviour.scaleTo(canvas, actualSize(), around);
}

/** Zooms in (1) or out (−1) by a step around the middle. */
export function zoomStep(direction: 1 | -1): void {
  if (!canvas) return;
  useZoom.setState({ fitted: false });
  behaviour.scaleBy(canvas, stepFactor ** direction);
}

/** Where on the photo the pointer is, in its pixels, kept inside it. */
export function pointOnPhoto(event: { clientX: number; clientY: number }): { x: number; y: number } {
  const node = canvas?.node();
  if (!node || frame === null) return { x: 0, y: 0 };
  const { left, top } = node.getBoundingClientRect();
  const [x, y] = zoomTransform(node).invert([event.clientX - left, event.clientY - top]);
  return { x: Math.min(Math.max(x, 0), frame.width), y: Math.min(Math.max(y, 0), frame.height) };
}
