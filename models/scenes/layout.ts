import { lathe, type ProfilePoint, pointsOf, type Surface } from './mesh.ts';
import { bodySurface, handleSurface, mugShapes } from './mug-shape.ts';
import { add, rollZ, turnX, turnY, type Vector } from './projection.ts';
import { laptopSize, type Mug, type Thing } from './scene.ts';

/** Height by which a rolled mug is lifted so that its lowest point stands on the table. */
export function liftOf(mug: Mug): number {
  const points = pointsOf(bodySurface(mugShapes[mug.shape]));
  return -Math.min(...points.map((point) => rollZ(point, mug.rollDegrees ?? 0)[1]));
}

/** From a mug's own coordinates to the scene's. */
export function standMug(mug: Mug): (point: Vector) => Vector {
  const place: Vector = [mug.at[0], liftOf(mug), mug.at[1]];
  return (point) => add(rollZ(turnY(point, mug.handleDegrees), mug.rollDegrees ?? 0), place);
}

/** Points of a mug's body and of its handle, in the scene. */
export function mugPoints(mug: Mug): { body: Vector[]; handle: Vector[] } {
  const shape = mugShapes[mug.shape];
  const stand = standMug(mug);
  return {
    body: pointsOf(bodySurface(shape)).map(stand),
    handle: pointsOf(handleSurface(shape)).map(stand),
  };
}

const bottleProfile: ProfilePoint[] = [
  [0.001, 0],
  [3.2, 0],
  [3.5, 0.3],
  ...Array.from({ length: 12 }, (_, i): ProfilePoint => [3.6, 0.6 + i * 1.5]),
  [3.55, 17.6],
  [3.3, 18.6],
  [2.8, 19.5],
  [2.45, 20.2],
  [2.4, 20.8],
  [0.001, 20.8],
];
const capProfile: ProfilePoint[] = [
  [0.001, 20.8],
  [2.55, 20.8],
  [2.65, 21],
  [2.65, 23.6],
  [2.5, 23.9],
  [0.001, 24],
];

/** A drinking bottle and its cap. */
export const bottleSurfaces: { bottle: Surface; cap: Surface } = {
  bottle: lathe(bottleProfile, 64),
  cap: lathe(capProfile, 64),
};

/** Corners of a box that stands on y = 0 around the origin. */
function corners([width, height, depth]: Vector): Vector[] {
  return [-0.5, 0.5].flatMap((x) =>
    [0, 1].flatMap((y) => [-0.5, 0.5].map((z): Vector => [x * width, y * height, z * depth])),
  );
}

/** Points whose hull is the thing's, in the scene. */
export function thingPoints(thing: Thing): Vector[] {
  const place: Vector = [thing.at[0], 0, thing.at[1]];
  switch (thing.kind) {
    case 'laptop': {
      const [width, depth, thickness] = laptopSize;
      const hinge: Vector = [0, thickness, depth / 2 - 0.5];
      const lid = corners([width, depth, 0.5]).map((point) =>
        add(turnX(add(point, [0, 0, 0.25]), thing.leanDegrees), hinge),
      );
      const points = [...corners([width, thickness, depth]), ...lid];
      return points.map((point) => add(turnY(point, thing.turnDegrees), place));
    }
    case 'book': {
      const [width, depth, thickness] = thing.size;
      const lifted = add(place, [0, thing.onHeight ?? 0, 0]);
      return corners([width, thickness, depth]).map((point) => add(turnY(point, thing.turnDegrees), lifted));
    }
    case 'bottle':
      return [...pointsOf(bottleSurfaces.bottle), ...pointsOf(bottleSurfaces.cap)].map((point) =>
        add(point, place),
      );
    case 'pencil':
      return corners([17, 0.7, 0.7]).map((point) => add(turnY(point, thing.turnDegrees), place));
  }
}
