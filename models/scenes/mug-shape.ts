import { fillet, lathe, type ProfilePoint, type Surface, tube } from './mesh.ts';
import type { Vector } from './projection.ts';

/** A mug's measures in centimetres; it stands on the origin with its handle towards +x. */
export interface MugShape {
  height: number;
  baseRadius: number;
  topRadius: number;
  /** How far the side swells half-way up. */
  bulge: number;
  wall: number;
  /** Radius of the rounding between side and bottom. */
  foot: number;
  handle: {
    /** Half the handle's height and how far its middle line stands out from the side. */
    halfHeight: number;
    reach: number;
    /** 2 is an ellipse, more is squarer. */
    squareness: number;
    /** Half the thickness and half the width of its tube. */
    thickness: number;
    width: number;
  };
}

/** The mugs of the sample scenes. */
export const mugShapes = {
  classic: mug(9.6, 4.05, 4.1, 0, 0.5, {
    halfHeight: 3.1,
    reach: 2.6,
    squareness: 2.5,
    thickness: 0.42,
    width: 0.62,
  }),
  tapered: mug(9.9, 3.2, 4.5, 0, 0.7, {
    halfHeight: 2.9,
    reach: 2.5,
    squareness: 2.2,
    thickness: 0.4,
    width: 0.55,
  }),
  barrel: mug(9.0, 3.5, 3.9, 0.75, 1.1, {
    halfHeight: 2.7,
    reach: 2.4,
    squareness: 2.1,
    thickness: 0.5,
    width: 0.6,
  }),
  wide: mug(7.6, 4.3, 4.9, 0.1, 1.3, {
    halfHeight: 2.4,
    reach: 2.4,
    squareness: 2.3,
    thickness: 0.42,
    width: 0.6,
  }),
  tall: mug(11.2, 3.9, 4.0, 0, 0.45, {
    halfHeight: 3.9,
    reach: 2.8,
    squareness: 3,
    thickness: 0.42,
    width: 0.7,
  }),
} as const satisfies Record<string, MugShape>;

export type MugShapeName = keyof typeof mugShapes;

function mug(
  height: number,
  baseRadius: number,
  topRadius: number,
  bulge: number,
  foot: number,
  handle: MugShape['handle'],
): MugShape {
  return { height, baseRadius, topRadius, bulge, foot, wall: 0.42, handle };
}

/** Outer radius at a height. */
export function radiusAt({ height, baseRadius, topRadius, bulge }: MugShape, y: number): number {
  const share = Math.min(1, Math.max(0, y / height));
  return baseRadius + (topRadius - baseRadius) * share + bulge * Math.sin(Math.PI * share);
}

/** Foot ring, rounded edge, side, round lip, inside, inner bottom: one line from the axis to the axis. */
export function bodySurface(shape: MugShape): Surface {
  const { height, wall, foot } = shape;
  const lip = wall / 2;
  const heights = Array.from({ length: 25 }, (_, i) => foot + ((height - lip - foot) * i) / 24);
  const outside = heights.map((y): ProfilePoint => [radiusAt(shape, y), y]);
  const inside = heights
    .filter((y) => y > wall + 1)
    .map((y): ProfilePoint => [radiusAt(shape, y) - wall, y])
    .reverse();
  const innerCorner = radiusAt(shape, wall + 1) - wall - 1;
  return lathe([
    [0.001, 0.2],
    [radiusAt(shape, 0) - foot - 0.35, 0.2],
    [radiusAt(shape, 0) - foot - 0.2, 0],
    ...fillet([radiusAt(shape, foot) - foot, foot], foot, -90, -5),
    ...outside,
    ...fillet([radiusAt(shape, height) - lip, height - lip], lip, 10, 170),
    ...inside,
    ...fillet([innerCorner, wall + 1], 1, -5, -90),
    [0.001, wall],
  ]);
}

/** The handle: a D-shaped tube whose ends widen and sink into the wall, but not through it. */
export function handleSurface(shape: MugShape): Surface {
  const { halfHeight, reach, squareness, thickness, width } = shape.handle;
  const middle = shape.height * 0.5;
  const bent = (value: number) => Math.sign(value) * Math.abs(value) ** (2 / squareness);
  const line = Array.from({ length: 81 }, (_, i): Vector => {
    const angle = ((i / 80 - 0.5) * Math.PI * 180) / 180;
    const y = middle + halfHeight * bent(Math.sin(angle));
    return [radiusAt(shape, y) - shape.wall * 0.55 + (reach + shape.wall) * bent(Math.cos(angle)), y, 0];
  });
  return tube(line, (share) => {
    const fromEnd = Math.min(share, 1 - share);
    const flare = 1 + 0.5 * Math.max(0, 1 - fromEnd / 0.1) ** 2;
    return [thickness * flare, width * flare];
  });
}
