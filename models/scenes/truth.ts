import { mugPoints, standMug, thingPoints } from './layout.ts';
import { mugShapes } from './mug-shape.ts';
import { type Box, boxAround, degrees, dot, type Pixel, projector, subtract, unit } from './projection.ts';
import type { Mug, Scene } from './scene.ts';

/** What a sample photo shows, known from its geometry; boxes in pixels, cut to the frame. */
export interface Truth {
  photo: string;
  width: number;
  height: number;
  mugs: MugTruth[];
  objects: { label: string; box: Box }[];
  licence: string;
}
export interface MugTruth {
  box: Box;
  /** As seen in the picture. */
  handle: 'left' | 'right' | 'front' | 'hidden';
  /** Roll in the picture, + clockwise. */
  tiltDegrees: number;
  seenFromAbove: boolean;
}

/** The camera looks down more steeply than this at a mug that is 'seen from above'. */
const fromAboveDegrees = 60;
/** A handle that stands out of the body by less than this share of the body's width is neither left nor right. */
const leastProtrusion = 0.12;

/** The truth of a scene. */
export function truthOf(scene: Scene): Truth {
  const project = projector(scene.camera, scene.frame);
  const objects = scene.things
    .filter(({ kind }) => kind !== 'pencil')
    .map((thing) => ({
      label: thing.kind,
      box: rounded(boxAround(thingPoints(thing).map(project), scene.frame)),
    }));
  return {
    photo: `${scene.name}.jpg`,
    ...scene.frame,
    mugs: scene.mugs.map((mug) => mugTruth(mug, scene)),
    objects: objects.filter(({ box }) => box.width > 0 && box.height > 0),
    licence: 'MIT, rendered by this project',
  };
}

function mugTruth(mug: Mug, scene: Scene): MugTruth {
  const project = projector(scene.camera, scene.frame);
  const points = mugPoints(mug);
  const [body, handle] = [points.body.map(project), points.handle.map(project)];
  const stand = standMug(mug);
  const [foot, mouth, outwards] = [
    stand([0, 0, 0]),
    stand([0, mugShapes[mug.shape].height, 0]),
    stand([1, 0, 0]),
  ];
  const sight = unit(subtract(foot, scene.camera.location));
  const seenFromAbove = -degrees(Math.asin(sight[1])) > fromAboveDegrees;
  const [footX, footY] = project(foot);
  const [mouthX, mouthY] = project(mouth);
  const away = dot(subtract(outwards, foot), sight) > 0;
  return {
    box: rounded(boxAround([...body, ...handle], scene.frame)),
    handle: sideOf(protrusion(body, handle)) ?? (away ? 'hidden' : 'front'),
    // Straight from above the axis is a point: its direction says nothing.
    tiltDegrees: seenFromAbove ? 0 : round(degrees(Math.atan2(mouthX - footX, footY - mouthY))),
    seenFromAbove,
  };
}

/** How far the handle stands out beyond the body, as a share of the body's width; + is right. */
export function protrusion(body: readonly Pixel[], handle: readonly Pixel[]): number {
  const [bodyBox, handleBox] = [boxAround(body), boxAround(handle)];
  const toRight = Math.max(0, handleBox.x + handleBox.width - bodyBox.x - bodyBox.width);
  const toLeft = Math.max(0, bodyBox.x - handleBox.x);
  return (toRight - toLeft) / bodyBox.width;
}

function sideOf(share: number): 'left' | 'right' | undefined {
  if (Math.abs(share) < leastProtrusion) return undefined;
  return share > 0 ? 'right' : 'left';
}

const round = (value: number): number => Number(value.toFixed(1));
const rounded = ({ x, y, width, height }: Box): Box => ({
  x: round(x),
  y: round(y),
  width: round(width),
  height: round(height),
});
