import type { Box, Point } from '../analysis.ts';
import type { FitMode } from '../mapping.ts';

/** A box turned around its centre, degrees clockwise. */
export interface TurnedBox extends Box {
  rotation: number;
}

/** Photo pixels to template pixels and back, through the layer that shows the photo. */
export interface FrameTransform {
  toTemplate(point: Point): Point;
  toPhoto(point: Point): Point;
  /** Whether this point of the photo lies within the frame. */
  shows(point: Point): boolean;
  /** A direction of the photo, degrees clockwise, as it is in the template. */
  turn(degrees: number): number;
  /**
   * The layer that covers a box of the photo, `margin` template pixels larger on every side; what lies outside the
   * frame is cut off. A box that the photo itself has turned is not cut. Null when nothing of it shows.
   */
  boxToTemplate(box: TurnedBox, margin?: number): TurnedBox | null;
}

/** Degrees to radians. */
export const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** The point turned around another, degrees clockwise as y runs down. */
export function turned(point: Point, around: Point, degrees: number): Point {
  const [sin, cos] = [Math.sin(radians(degrees)), Math.cos(radians(degrees))];
  const [x, y] = [point.x - around.x, point.y - around.y];
  return { x: around.x + x * cos - y * sin, y: around.y + x * sin + y * cos };
}

/** Middle of a box. */
const middle = ({ x, y, width, height }: Box): Point => ({ x: x + width / 2, y: y + height / 2 });

/**
 * How a photo of this size lies in a frame: `cover` fills it and is cut, `contain` lies within it, `stretch` takes its
 * proportions. The frame may be turned around its centre.
 */
export function frameTransform({
  photo,
  box,
  fit,
}: {
  photo: { width: number; height: number };
  box: TurnedBox;
  fit: FitMode;
}): FrameTransform {
  const frameCentre = middle(box);
  const photoCentre = { x: photo.width / 2, y: photo.height / 2 };
  const scale = scaleOf(photo, box, fit);

  /** Into the frame before it is turned. */
  const toFrame = ({ x, y }: Point): Point => ({
    x: frameCentre.x + (x - photoCentre.x) * scale.x,
    y: frameCentre.y + (y - photoCentre.y) * scale.y,
  });
  const toTemplate = (point: Point) => turned(toFrame(point), frameCentre, box.rotation);
  const turn = (degrees: number) => box.rotation + scaledAngle(degrees, scale);

  return {
    toTemplate,
    turn,
    shows(point) {
      const { x, y } = toFrame(point);
      return x >= box.x && y >= box.y && x <= box.x + box.width && y <= box.y + box.height;
    },
    toPhoto(point) {
      const { x, y } = turned(point, frameCentre, -box.rotation);
      return {
        x: photoCentre.x + (x - frameCentre.x) / scale.x,
        y: photoCentre.y + (y - frameCentre.y) / scale.y,
      };
    },
    boxToTemplate(inPhoto, margin = 0) {
      const centre = toFrame(middle(inPhoto));
      const width = inPhoto.width * scale.x + 2 * margin;
      const height = inPhoto.height * scale.y + 2 * margin;
      const flat = { x: centre.x - width / 2, y: centre.y - height / 2, width, height };
      const cut = intersection(flat, box);
      if (cut.width <= 0 || cut.height <= 0) return null;
      const shown = inPhoto.rotation === 0 ? cut : flat;
      const at = turned(middle(shown), frameCentre, box.rotation);
      return {
        x: at.x - shown.width / 2,
        y: at.y - shown.height / 2,
        width: shown.width,
        height: shown.height,
        rotation: turn(inPhoto.rotation),
      };
    },
  };
}

function scaleOf(photo: { width: number; height: number }, box: Box, fit: FitMode): Point {
  const [x, y] = [box.width / photo.width, box.height / photo.height];
  switch (fit) {
    case 'stretch':
      return { x, y };
    case 'cover':
      return { x: Math.max(x, y), y: Math.max(x, y) };
    case 'contain':
      return { x: Math.min(x, y), y: Math.min(x, y) };
  }
}

/** What two boxes have in common; a side is negative or 0 when there is nothing. */
function intersection(a: Box, b: Box): Box {
  const [x, y] = [Math.max(a.x, b.x), Math.max(a.y, b.y)];
  return {
    x,
    y,
    width: Math.min(a.x + a.width, b.x + b.width) - x,
    height: Math.min(a.y + a.height, b.y + b.height) - y,
  };
}

/** A direction's angle after stretching. */
function scaledAngle(degrees: number, { x, y }: Point): number {
  const angle = Math.atan2(Math.sin(radians(degrees)) * y, Math.cos(radians(degrees)) * x);
  return (angle * 180) / Math.PI;
}
