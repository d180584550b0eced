import type { MugShapeName } from './mug-shape.ts';
import type { Camera, Frame, Vector } from './projection.ts';

/** Glazes of materials.inc. */
export type Glaze =
  | 'White'
  | 'Navy'
  | 'Red'
  | 'Yellow'
  | 'Teal'
  | 'Black'
  | 'Sage'
  | 'Stoneware'
  | 'Dipped_Blue'
  | 'Dipped_Cream';

/** Where something stands on the table, centimetres: x to the right, z away from the viewer. */
export type Place = readonly [x: number, z: number];

export interface Mug {
  shape: MugShapeName;
  glaze: Glaze;
  at: Place;
  /** Direction of the handle seen from above: 0 the picture's right, 90 away from the viewer, 180 left, 270 towards. */
  handleDegrees: number;
  /** Roll about the line of sight, clockwise as seen; the lowest point stays on the table. */
  rollDegrees?: number;
  drink?: 'Coffee' | 'Latte' | 'Tea';
  /** Printed on the side towards the viewer. */
  print?: { motif: 'Peaks' | 'Stripes'; ink: Vector };
}

export type Thing =
  | { kind: 'laptop'; at: Place; turnDegrees: number; leanDegrees: number }
  | { kind: 'book'; at: Place; turnDegrees: number; size: Vector; colour: Vector; onHeight?: number }
  | { kind: 'bottle'; at: Place }
  | { kind: 'pencil'; at: Place; turnDegrees: number; colour: Vector };

/** One sample photo as data. */
export interface Scene {
  name: string;
  frame: Frame;
  camera: Camera;
  light: (typeof lights)[number];
  table: (typeof tables)[number];
  /** Where the table ends, centimetres behind the origin. */
  tableFar: number;
  backdrop: 'kitchen' | 'office' | 'wall' | 'cafe';
  /** Blur of what is infinitely far, as a share of the picture's width. */
  blur: number;
  mugs: readonly Mug[];
  things: readonly Thing[];
}

/** In the order of the switch statements in room.inc. */
export const lights = ['morning', 'overcast', 'evening', 'studio'] as const;
export const tables = ['oak', 'walnut', 'ash', 'laminate', 'concrete', 'linen'] as const;

/** Width, depth and thickness of the laptop's base, centimetres. */
export const laptopSize: Vector = [31, 21.5, 1.3];
