import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { cameraBlock, declare, renderPng } from './povray.ts';
import {
  boxAround,
  degrees,
  type Pixel,
  projector,
  radians,
  rollZ,
  turnY,
  type Vector,
} from './projection.ts';
import { seededRandom } from './random.ts';

const frame = { width: 256, height: 256 };
const angleDegrees = 30;

/** One labelled render. Boxes are [left, top, right, bottom] in pixels. */
export interface TrainingEntry {
  file: string;
  box: [number, number, number, number];
  /** The side on which the handle stands out, or to which it leans when it does not. */
  handle: 'left' | 'right';
  /** How far the handle stands out beyond the body, as a share of the body's width; + is right. */
  protrusion: number;
  /** Roll of the mug's axis in the picture; + is clockwise. */
  tiltDegrees: number;
  /** Direction of the handle: 0 is the picture's right, 90 away from the camera. */
  yaw: number;
  /** Elevation of the camera, degrees. */
  pitch: number;
  seed: number;
}

/** Everything random about one training scene; lengths in units of about 9 cm. */
export type TrainingScene = ReturnType<typeof trainingScene>;

/** The scene of a seed. Tilts stay small: with tilts up to 50 degrees the head learned worse. */
export function trainingScene(seed: number) {
  const random = seededRandom(seed);
  const between = (low: number, high: number) => low + (high - low) * random();
  const chance = (share: number) => random() < share;
  const colour = (low: number, high: number): Vector => [
    between(low, high),
    between(low, high),
    between(low, high),
  ];
  const mugColour: Vector = chance(0.45) ? [0.85, 0.85, 0.85] : colour(0.1, 0.95);
  const tableTone = random();
  return {
    // Within 72 degrees of straight left or right: a handle hidden behind the body teaches nothing.
    yaw: (chance(0.5) ? 0 : 180) + between(-72, 72),
    tilt: chance(0.5) ? between(-3, 3) : between(-12, 12),
    pitch: between(3, 45),
    distance: between(2.6, 4.2),
    lightX: between(-4, 4),
    baseRadius: between(0.4, 0.46),
    height: between(0.85, 1.1),
    taper: between(0.92, 1.08),
    handleReach: between(0.22, 0.3),
    handleThickness: between(0.045, 0.075),
    handleHalfHeight: between(0.3, 0.4),
    printHalfWidth: chance(0.7) ? between(0.19, 0.29) : 0,
    mugColour,
    handleColour: chance(0.2) ? ([random(), random() * 0.5, random()] satisfies Vector) : mugColour,
    wallColour: colour(0.3, 0.9),
    woodenTable: tableTone < 0.5,
    tableColour: [0.5 + 0.4 * tableTone, 0.5 + 0.3 * tableTone, 0.5 + 0.4 * tableTone] satisfies Vector,
    printColourA: [random(), random() * 0.6, random()] satisfies Vector,
    printColourB: [0.9, 0.9 * random(), 0.6 * random()] satisfies Vector,
  };
}

const handleAxis = (scene: TrainingScene): number => (scene.baseRadius * (1 + scene.taper)) / 2 - 0.02;

function camera({ pitch, distance, height }: TrainingScene) {
  const [up, back] = [Math.sin(radians(pitch)) * distance, Math.cos(radians(pitch)) * distance];
  return { location: [0, up + height / 2, -back], lookAt: [0, height / 2, 0], angleDegrees } as const;
}

function sceneText(scene: TrainingScene): string {
  const values = declare({
    YawDegrees: scene.yaw,
    TiltDegrees: scene.tilt,
    LightX: scene.lightX,
    BaseRadius: scene.baseRadius,
    Height: scene.height,
    Taper: scene.taper,
    HandleAxis: handleAxis(scene),
    HandleReach: scene.handleReach,
    HandleThickness: scene.handleThickness,
    HandleHalfHeight: scene.handleHalfHeight,
    PrintHalfWidth: scene.printHalfWidth,
    MugColour: scene.mugColour,
    HandleColour: scene.handleColour,
    WallColour: scene.wallColour,
    WoodenTable: scene.woodenTable ? 1 : 0,
    TableColour: scene.tableColour,
    PrintColourA: scene.printColourA,
    PrintColourB: scene.printColourB,
  });
  return `${values}${cameraBlock(camera(scene), frame)}#include "training-mug.pov"\n`;
}

const circle = (points: number): number[] =>
  Array.from({ length: points }, (_, index) => (index / points) * 2 * Math.PI);

function ring(radius: number, height: number): Vector[] {
  return circle(360).map((angle) => [radius * Math.cos(angle), height, radius * Math.sin(angle)]);
}

/** Points all over the part of the handle that is outside the body. */
function handlePoints(scene: TrainingScene): Vector[] {
  const { handleReach, handleThickness, handleHalfHeight, height, baseRadius, taper } = scene;
  const points = circle(240).flatMap((around) =>
    circle(24).map((tube): Vector => {
      const reach = handleReach + handleThickness * Math.cos(tube);
      const y = height / 2 + (reach * Math.sin(around) * handleHalfHeight) / handleReach;
      return [handleAxis(scene) + reach * Math.cos(around), y, handleThickness * Math.sin(tube)];
    }),
  );
  return points.filter(([x, y, z]) => Math.hypot(x, z) > baseRadius * (1 + ((taper - 1) * y) / height));
}

/** What the scene of a seed shows, from its geometry alone. */
export function trainingTruth(seed: number): TrainingEntry {
  const scene = trainingScene(seed);
  const project = projector(camera(scene), frame);
  const stand = (point: Vector): Vector => rollZ(turnY(point, scene.yaw), scene.tilt);
  const visible = (points: Vector[]): Pixel[] =>
    points
      .map(stand)
      .filter(([, y]) => y >= -0.002)
      .map(project);
  const topRing = ring(scene.baseRadius * scene.taper, scene.height - 0.0175);
  const rim = ring(scene.baseRadius * scene.taper - 0.0175, scene.height + 0.0175);
  const body = visible([...ring(scene.baseRadius, 0), ...topRing, ...rim]);
  const handle = visible(handlePoints(scene));
  const [foot, head] = [project(stand([0, 0, 0])), project(stand([0, scene.height, 0]))];
  const [right, down] = [head[0] - foot[0], head[1] - foot[1]];
  const across = ([x, y]: Pixel): number => (-x * down + y * right) / Math.hypot(right, down);
  const [bodySpan, handleSpan] = [span(body.map(across)), span(handle.map(across))];
  const toRight = Math.max(0, handleSpan.high - bodySpan.high);
  const toLeft = Math.max(0, bodySpan.low - handleSpan.low);
  const protrusion = (toRight - toLeft) / (bodySpan.high - bodySpan.low);
  const box = boxAround([...body, ...handle], frame);
  return {
    file: `${String(seed).padStart(4, '0')}.png`,
    box: [box.x, box.y, box.x + box.width, box.y + box.height],
    handle: (protrusion || Math.cos(radians(scene.yaw))) > 0 ? 'right' : 'left',
    protrusion,
    tiltDegrees: degrees(Math.atan2(right, -down)),
    yaw: scene.yaw,
    pitch: scene.pitch,
    seed,
  };
}

const span = (values: number[]) => ({ low: Math.min(...values), high: Math.max(...values) });

/** Renders seeds 1 to `count` into `folder`, two at a time, and writes index.json beside them. */
export async function renderTrainingSet(folder: string, count: number): Promise<TrainingEntry[]> {
  await mkdir(folder, { recursive: true });
  const entries = Array.from({ length: count }, (_, index) => trainingTruth(index + 1));
  const waiting = entries.values();
  const renderRest = async () => {
    for (const { file, seed } of waiting)
      await renderPng(sceneText(trainingScene(seed)), path.join(folder, file), frame);
  };
  await Promise.all([renderRest(), renderRest()]);
  await writeFile(path.join(folder, 'index.json'), `${JSON.stringify(entries, null, 1)}\n`);
  return entries;
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: { count: { type: 'string', default: '360' }, out: { type: 'string' } },
  });
  const folder = values.out ?? path.join(import.meta.dirname, '../handle/renders');
  const entries = await renderTrainingSet(folder, Number(values.count));
  process.stdout.write(`${entries.length} renders in ${folder}\n`);
}
