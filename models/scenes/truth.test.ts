import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { catalogue } from './catalogue.ts';
import { projector } from './projection.ts';
import type { Mug, Scene } from './scene.ts';
import { truthOf } from './truth.ts';

const photos = path.join(import.meta.dirname, '../../e2e/photos');
const mug: Mug = { shape: 'classic', glaze: 'White', at: [0, 0], handleDegrees: 0 };
const scene: Scene = {
  name: 'test',
  frame: { width: 1280, height: 853 },
  camera: { location: [0, 15, -60], lookAt: [0, 5, 0], angleDegrees: 30 },
  light: 'studio',
  table: 'oak',
  tableFar: 40,
  backdrop: 'wall',
  blur: 0.02,
  mugs: [],
  things: [],
};

function see(change: Partial<Mug>) {
  const truth = truthOf({ ...scene, mugs: [{ ...mug, ...change }] }).mugs[0];
  if (!truth) throw new Error('no mug');
  return truth;
}

describe('a mug that is turned', () => {
  test.each([
    [0, 'right'],
    [180, 'left'],
    [270, 'front'],
    [90, 'hidden'],
    [315, 'right'],
    [225, 'left'],
  ] as const)('by %i degrees shows its handle %s', (handleDegrees, side) => {
    expect(see({ handleDegrees }).handle).toBe(side);
  });
});

test('a mug that is rolled tilts by that angle, clockwise positive, and still stands on the table', () => {
  for (const rollDegrees of [-25, -3, 0, 12, 30]) {
    const { tiltDegrees } = see({ rollDegrees });
    expect(Math.abs(tiltDegrees - rollDegrees)).toBeLessThan(2);
  }
});

test('the box of an upright mug ends where its foot meets the table', () => {
  const { box } = see({});
  const [, row] = projector(scene.camera, scene.frame)([0, 0, -3.6]);
  expect(Math.abs(box.y + box.height - row)).toBeLessThan(3);
});

test('a mug in the middle with its handle turned over mirrors its box', () => {
  const [right, left] = [see({ handleDegrees: 0 }).box, see({ handleDegrees: 180 }).box];
  expect(left.x).toBeCloseTo(scene.frame.width - right.x - right.width, 0);
  expect(left.width).toBeCloseTo(right.width, 0);
});

test('only a camera that looks down steeply sees a mug from above', () => {
  const above = { ...scene.camera, location: [0, 80, -5] as const };
  expect(truthOf({ ...scene, camera: above, mugs: [mug] }).mugs[0]).toMatchObject({
    seenFromAbove: true,
    tiltDegrees: 0,
    handle: 'right',
  });
  expect(see({}).seenFromAbove).toBe(false);
});

test('a thing outside the picture is not in the truth', () => {
  const truth = truthOf({
    ...scene,
    things: [
      { kind: 'bottle', at: [90, 0] },
      { kind: 'bottle', at: [10, 20] },
    ],
  });
  expect(truth.objects.map(({ label }) => label)).toEqual(['bottle']);
});

describe.each(catalogue.map((sample) => [sample.name, sample] as const))(
  'the committed photo %s',
  (name, sample) => {
    test('is there, is small, and its truth is what the catalogue says', () => {
      const photo = path.join(photos, `${name}.jpg`);
      expect(existsSync(photo)).toBe(true);
      expect(readFileSync(photo).length).toBeLessThanOrEqual(200 * 1024);
      expect(JSON.parse(readFileSync(path.join(photos, `${name}.json`), 'utf8'))).toEqual(truthOf(sample));
    });

    test('keeps every mug box inside the frame', () => {
      for (const { box } of truthOf(sample).mugs) {
        expect(box.x).toBeGreaterThanOrEqual(0);
        expect(box.y).toBeGreaterThanOrEqual(0);
        expect(box.x + box.width).toBeLessThanOrEqual(sample.frame.width + 0.1);
        expect(box.y + box.height).toBeLessThanOrEqual(sample.frame.height + 0.1);
      }
    });
  },
);
