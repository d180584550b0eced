import type { Detection, Point } from '../analysis.ts';
import type { LayerMapping } from '../mapping.ts';
import { centreOf } from '../positioning/distances.ts';
import type { Layer, LayerOverride } from '../template.ts';
import type { FrameTransform, TurnedBox } from './placing.ts';
import { mugIndex, type ValueSource } from './values.ts';

type Place = NonNullable<LayerMapping['place']>;

/** What the schema of layers allows. */
const furthestPixel = 20_000;

/**
 * Where a layer goes to cover the mug, its print area, or to be centred on it. Without the size, the layer keeps its
 * own and is centred; without the position, only its size is taken. Hidden when there is nothing to go to.
 */
export function placeLayer(
  layer: Pick<Layer, 'x' | 'y' | 'width' | 'height'>,
  place: Place,
  source: ValueSource,
  frame: FrameTransform,
  warn: (sentence: string) => void,
): LayerOverride {
  const index = mugIndex(source);
  const mug = index === null ? undefined : source.analysis.detections[index];
  if (mug === undefined) {
    warn(`There is no mug in “${source.analysis.photo.name}”: what would mark it is left out.`);
    return { hide: true };
  }
  const target = targetOf(mug, place);
  if (target === null) {
    warn(
      `The mug in “${source.analysis.photo.name}” shows no face to print on: what goes there is left out.`,
    );
    return { hide: true };
  }
  const box = place.to === 'centre' ? onPoint(target, frame) : frame.boxToTemplate(target, place.margin);
  if (box === null) {
    warn(`The mug in “${source.analysis.photo.name}” lies outside what is shown of the photo.`);
    return { hide: true };
  }
  const sized = place.size && place.to !== 'centre';
  const [width, height] = sized ? [box.width, box.height] : [layer.width, layer.height];
  const centre = centreOf(box);
  return {
    ...(place.position && { x: pixel(centre.x - width / 2), y: pixel(centre.y - height / 2) }),
    ...(sized && { width: pixel(width), height: pixel(height) }),
    ...(place.rotation && { rotation: hundredth(box.rotation % 360) }),
  };
}

/** A point without extent, turned with the mug. */
function onPoint(target: TurnedBox, frame: FrameTransform): TurnedBox | null {
  const centre = centreOf(target);
  if (!frame.shows(centre)) return null;
  return { ...frame.toTemplate(centre), width: 0, height: 0, rotation: frame.turn(target.rotation) };
}

/** In photo pixels, turned with the mug when the layer is to be. */
function targetOf(mug: Detection, { to, rotation }: Place): TurnedBox | null {
  if (to !== 'printArea') return { ...mug.box, rotation: rotation ? (mug.upright?.degrees ?? 0) : 0 };
  const corners = mug.printArea?.corners;
  if (!corners) return null;
  return rotation ? turnedBoxAround(corners) : boxAround(corners);
}

/** The upright box around points. */
export function boxAround(points: readonly Point[]): TurnedBox {
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y, rotation: 0 };
}

/** The box most like four corners clockwise from the top left: their mean sides, turned as the face is. */
export function turnedBoxAround(corners: readonly Point[]): TurnedBox {
  const [a, b, c, d] = corners;
  if (!a || !b || !c || !d) return boxAround(corners);
  const across = { x: (b.x - a.x + c.x - d.x) / 2, y: (b.y - a.y + c.y - d.y) / 2 };
  const down = { x: (d.x - a.x + c.x - b.x) / 2, y: (d.y - a.y + c.y - b.y) / 2 };
  const [width, height] = [Math.hypot(across.x, across.y), Math.hypot(down.x, down.y)];
  const centre = { x: (a.x + b.x + c.x + d.x) / 4, y: (a.y + b.y + c.y + d.y) / 4 };
  const rotation = (Math.atan2(across.y, across.x) * 180) / Math.PI;
  return { x: centre.x - width / 2, y: centre.y - height / 2, width, height, rotation };
}

function pixel(value: number): number {
  return Math.min(furthestPixel, Math.max(-furthestPixel, hundredth(value)));
}

function hundredth(value: number): number {
  return Math.round(value * 100) / 100 + 0;
}
