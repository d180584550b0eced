/** A point or direction in the scene, POV-Ray's way round: x right, y up, z away from the viewer. */
export type Vector = readonly [x: number, y: number, z: number];
/** A point in the picture, in pixels from its top left corner. */
export type Pixel = readonly [x: number, y: number];
/** A rectangle in the picture, in pixels. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}
/** A pinhole camera without roll: where it stands, what it looks at, how wide it sees (degrees, left to right). */
export interface Camera {
  location: Vector;
  lookAt: Vector;
  angleDegrees: number;
}
/** Picture size in pixels. */
export interface Frame {
  width: number;
  height: number;
}

export const radians = (degrees: number): number => (degrees * Math.PI) / 180;
export const degrees = (angle: number): number => (angle * 180) / Math.PI;
export const add = (a: Vector, b: Vector): Vector => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
export const subtract = (a: Vector, b: Vector): Vector => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
export const scale = (a: Vector, by: number): Vector => [a[0] * by, a[1] * by, a[2] * by];
export const dot = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
export const cross = (a: Vector, b: Vector): Vector => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
export const unit = (a: Vector): Vector => scale(a, 1 / Math.hypot(...a));

/** Turned about the upright axis, degrees, counter-clockwise seen from above: +x goes to +z. */
export function turnY([x, y, z]: Vector, angleDegrees: number): Vector {
  const [cos, sin] = [Math.cos(radians(angleDegrees)), Math.sin(radians(angleDegrees))];
  return [x * cos - z * sin, y, x * sin + z * cos];
}

/** Rolled about the line of sight, degrees, clockwise as the viewer sees it: +y goes to +x. */
export function rollZ([x, y, z]: Vector, angleDegrees: number): Vector {
  const [cos, sin] = [Math.cos(radians(angleDegrees)), Math.sin(radians(angleDegrees))];
  return [x * cos + y * sin, -x * sin + y * cos, z];
}

/** Turned about the x axis, degrees: +y goes to +z, as a laptop's lid opens. */
export function turnX([x, y, z]: Vector, angleDegrees: number): Vector {
  const [cos, sin] = [Math.cos(radians(angleDegrees)), Math.sin(radians(angleDegrees))];
  return [x, y * cos - z * sin, y * sin + z * cos];
}

/** The camera's own axes: right, up and forward, each of length 1. */
export function cameraAxes({ location, lookAt }: Camera): { right: Vector; up: Vector; forward: Vector } {
  const forward = unit(subtract(lookAt, location));
  const right = unit(cross([0, 1, 0], forward));
  return { right, up: cross(forward, right), forward };
}

/** World to picture for one camera and frame; square pixels. */
export function projector(camera: Camera, { width, height }: Frame): (point: Vector) => Pixel {
  const { right, up, forward } = cameraAxes(camera);
  const focalPixels = width / (2 * Math.tan(radians(camera.angleDegrees) / 2));
  return (point) => {
    const ray = subtract(point, camera.location);
    const perDepth = focalPixels / dot(ray, forward);
    return [width / 2 + dot(ray, right) * perDepth, height / 2 - dot(ray, up) * perDepth];
  };
}

/** The smallest box around some pixels, cut to the frame when one is given. */
export function boxAround(pixels: readonly Pixel[], frame?: Frame): Box {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of pixels) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x);
    bottom = Math.max(bottom, y);
  }
  if (frame) {
    left = Math.max(0, left);
    top = Math.max(0, top);
    right = Math.min(frame.width, right);
    bottom = Math.min(frame.height, bottom);
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}
