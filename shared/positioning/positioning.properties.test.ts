import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Box, Detection, Placement } from '../analysis.ts';
import { place } from '../positioning.ts';
import { defaultSettings, type PositioningSettings } from '../settings.ts';
import { mug, settingsWith, thing } from './test-scenes.ts';

const pixel = fc.integer({ min: -200, max: 2_000 });
const side = fc.integer({ min: 0, max: 600 });
const boxes = fc.record({ x: pixel, y: pixel, width: side, height: side });
const scores = fc.integer({ min: 0, max: 100 }).map((percent) => percent / 100);
const detectionAmong = (box: fc.Arbitrary<Box>): fc.Arbitrary<Detection> =>
  fc.oneof(
    fc.tuple(box, scores).map(([where, score]) => mug(where, { score })),
    fc.tuple(fc.constantFrom('table', 'desk', 'laptop', 'book'), box, scores).map((parts) => thing(...parts)),
  );
const scenes = fc.array(detectionAmong(boxes), { maxLength: 12 });
const frames = fc.record({
  width: fc.integer({ min: 1, max: 4_000 }),
  height: fc.integer({ min: 1, max: 4_000 }),
});
const references: fc.Arbitrary<PositioningSettings['reference']> = fc.constantFrom(
  { kind: 'frameCentre' } as const,
  { kind: 'point', point: { x: 0.25, y: 0.75 } } as const,
  { kind: 'area', area: { x: 0.25, y: 0.5, width: 0.25, height: 0.25 } } as const,
);

function moved(scene: Detection[], change: (box: Box) => Box): Detection[] {
  return scene.map((detection) => ({ ...detection, box: change(detection.box) }));
}

/** Every number in a value. */
function numbersIn(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  return value && typeof value === 'object' ? Object.values(value).flatMap(numbersIn) : [];
}

describe('place, whatever is in the photo', () => {
  it('never says a number that is not one, however absurd the input', () => {
    const absurd = fc.oneof(
      fc.constantFrom(0, -0, 1e-320, 1e9, -1e9, Number.NaN, Number.POSITIVE_INFINITY),
      fc.double({ min: -1e9, max: 1e9, noNaN: true }),
    );
    const anyBox = fc.record({
      x: absurd,
      y: absurd,
      width: absurd.map(Math.abs),
      height: absurd.map(Math.abs),
    });
    const anyFrame = fc.record({ width: fc.nat(10_000), height: fc.nat(10_000) });
    const calibrations: fc.Arbitrary<PositioningSettings['calibration']> = fc.oneof(
      fc
        .double({ min: 1e-320, noNaN: true })
        .map((value) => ({ kind: 'pixelsPerMillimetre', value }) as const),
      fc
        .tuple(fc.constantFrom('height', 'width'), fc.double({ min: 1e-320, noNaN: true }))
        .map(([dimension, millimetres]) => ({ kind: 'mug', dimension, millimetres }) as const),
      fc
        .tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 1e-320, noNaN: true }))
        .map(
          ([x, millimetres]) =>
            ({ kind: 'line', from: { x: 0, y: 0 }, to: { x, y: 0 }, millimetres }) as const,
        ),
    );
    fc.assert(
      fc.property(
        fc.array(detectionAmong(anyBox), { maxLength: 8 }),
        anyFrame,
        calibrations,
        references,
        (scene, frame, calibration, reference) => {
          const result = place(scene, frame, settingsWith({ calibration, reference }));
          expect(numbersIn(result).filter((value) => !Number.isFinite(value))).toEqual([]);
          for (const { size } of result.placements) {
            expect(size.share).toBeGreaterThanOrEqual(0);
            expect(size.share).toBeLessThanOrEqual(1);
          }
          const evenness = result.arrangement.spacing?.evenness ?? 1;
          expect(evenness >= 0 && evenness <= 1).toBe(true);
        },
      ),
    );
  });

  it('gives the same picture at twice the size the same words and twice the pixels', () => {
    const double = (box: Box): Box => ({
      x: box.x * 2,
      y: box.y * 2,
      width: box.width * 2,
      height: box.height * 2,
    });
    fc.assert(
      fc.property(scenes, frames, references, (scene, frame, reference) => {
        const settings = settingsWith({
          reference,
          calibration: { kind: 'line', from: { x: 0, y: 0 }, to: { x: 1, y: 0 }, millimetres: 500 },
        });
        const small = place(scene, frame, settings);
        const twice = { width: frame.width * 2, height: frame.height * 2 };
        const large = place(moved(scene, double), twice, settings);
        expect(large.arrangement.kind).toBe(small.arrangement.kind);
        expect(large.arrangement.deviation.px).toBeCloseTo(small.arrangement.deviation.px * 2, 6);
        expect(large.placements.map(wordsOf)).toEqual(small.placements.map(wordsOf));
        large.placements.forEach((placement, index) => {
          const other = small.placements[index];
          if (!other) throw new Error('A placement is missing.');
          expect(placement.offset.px.x).toBe(other.offset.px.x * 2);
          expect(placement.offset.mm).toEqual(other.offset.mm);
          expect(placement.edges.right.mm).toBe(other.edges.right.mm);
          expect(placement.mugs.map(({ edge }) => edge.mm)).toEqual(other.mugs.map(({ edge }) => edge.mm));
        });
      }),
    );
  });

  it('keeps distances between things when everything moves together', () => {
    fc.assert(
      fc.property(scenes, frames, pixel, pixel, (scene, frame, x, y) => {
        const here = place(scene, frame, settingsWith());
        const there = place(
          moved(scene, (box) => ({ ...box, x: box.x + x, y: box.y + y })),
          frame,
          settingsWith(),
        );
        expect(there.arrangement.kind).toBe(here.arrangement.kind);
        expect(there.arrangement.spacing).toEqual(here.arrangement.spacing);
        there.placements.forEach((placement, index) => {
          const before = here.placements[index];
          expect(placement.mugs).toEqual(before?.mugs);
          expect(placement.objects).toEqual(before?.objects);
          expect(placement.surface).toEqual(before?.surface);
          expect(placement.offset.px.x).toBe((before?.offset.px.x ?? 0) + x);
        });
      }),
    );
  });

  it('swaps left and right, and nothing else, in a mirror', () => {
    fc.assert(
      fc.property(scenes, frames, (scene, frame) => {
        const plain = place(scene, frame, settingsWith());
        const mirrored = place(
          moved(scene, (box) => ({ ...box, x: frame.width - box.x - box.width })),
          frame,
          settingsWith(),
        );
        expect(mirrored.arrangement.kind).toBe(plain.arrangement.kind);
        mirrored.placements.forEach((placement, index) => {
          const other = plain.placements[index];
          if (!other) throw new Error('A placement is missing.');
          expect(placement.zone).toBe(swapped(other.zone));
          expect(placement.edges.left).toEqual(other.edges.right);
          expect(placement.edges.top).toEqual(other.edges.top);
          expect(placement.offset.px.x).toBe(0 - other.offset.px.x);
          expect(placement.offset.px.y).toBe(other.offset.px.y);
          expect(placement.size.share).toBeCloseTo(other.size.share, 12);
          expect(placement.mugs).toEqual(other.mugs);
          expect(placement.surface).toEqual(other.surface);
        });
      }),
    );
  });

  it('does not depend on the order of the detections', () => {
    const shuffled = scenes.chain((scene) =>
      fc.tuple(
        fc.constant(scene),
        fc.shuffledSubarray([...scene.keys()], { minLength: scene.length, maxLength: scene.length }),
      ),
    );
    fc.assert(
      fc.property(shuffled, frames, ([scene, order], frame) => {
        const plain = place(scene, frame, settingsWith());
        const permuted = place(
          order.flatMap((index) => scene[index] ?? []),
          frame,
          settingsWith(),
        );
        expect(permuted.arrangement.kind).toBe(plain.arrangement.kind);
        expect(permuted.arrangement.deviation.px).toBeCloseTo(plain.arrangement.deviation.px, 6);
        for (const placement of permuted.placements) {
          const original = order[placement.detection];
          const other = plain.placements.find(({ detection }) => detection === original);
          expect(withoutIndexes(placement)).toEqual(other && withoutIndexes(other));
        }
      }),
    );
  });

  it('measures the same distance from either mug', () => {
    fc.assert(
      fc.property(scenes, frames, (scene, frame) => {
        const { placements } = place(scene, frame, settingsWith());
        for (const placement of placements) {
          expect(placement.mugs).toHaveLength(placements.length - 1);
          for (const neighbour of placement.mugs) {
            const back = placements
              .find(({ detection }) => detection === neighbour.detection)
              ?.mugs.find(({ detection }) => detection === placement.detection);
            expect(back?.edge).toEqual(neighbour.edge);
            expect(back?.centre).toEqual(neighbour.centre);
          }
        }
      }),
    );
  });

  it('places exactly the mugs that reach the threshold', () => {
    fc.assert(
      fc.property(scenes, frames, (scene, frame) => {
        const expected = scene.flatMap(({ label, score }, index) =>
          label === 'mug' && score >= defaultSettings.detection.ignoreBelow ? [index] : [],
        );
        const { placements } = place(scene, frame, settingsWith());
        expect(placements.map(({ detection }) => detection)).toEqual(expected);
      }),
    );
  });
});

function wordsOf({ zone, standing, size, surface }: Placement) {
  return { zone, standing, size: size.class, surface: surface?.detection };
}

function swapped(zone: string): string {
  return zone.includes('left') ? zone.replace('left', 'right') : zone.replace('right', 'left');
}

/** A placement as far as it does not depend on the order of the detections: equal neighbours may swap. */
function withoutIndexes({ detection: _, surface, mugs, objects, ...rest }: Placement) {
  const distances = (neighbours: Placement['mugs']) =>
    neighbours.map(({ edge, centre }) => [edge.px, centre.px]);
  return { ...rest, surface: surface?.distance, mugs: distances(mugs), objects: distances(objects) };
}
