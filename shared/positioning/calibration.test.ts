import { describe, expect, it, test } from 'vitest';
import { printAreaOf } from '../../electron/pipeline/print-area.ts';
import type { Detection } from '../analysis.ts';
import { type Calibration, defaultSettings } from '../settings.ts';
import { pixelsPerMillimetre } from './calibration.ts';
import { boxAt, frame, mug, thing } from './test-scenes.ts';

function scale(calibration: Calibration, detections: Detection[] = []) {
  return pixelsPerMillimetre(calibration, detections, frame, defaultSettings.detection);
}

const byHeight = { kind: 'mug', dimension: 'height', millimetres: 100 } as const;
const byWidth = { kind: 'mug', dimension: 'width', millimetres: 100 } as const;

describe('pixelsPerMillimetre', () => {
  it('is null without a calibration, and the number itself with one', () => {
    expect(scale({ kind: 'none' })).toBeNull();
    expect(scale({ kind: 'pixelsPerMillimetre', value: 2.5 })).toBe(2.5);
  });

  it('follows a line drawn on the photo, whose points are shares of the frame', () => {
    const line = { kind: 'line', from: { x: 0, y: 0 }, to: { x: 1, y: 0 }, millimetres: 450 } as const;
    expect(scale(line)).toBe(2);
    expect(scale({ ...line, from: { x: 1 / 3, y: 0.5 }, to: { x: 0, y: 0 + 0.5 + 2 / 3 } })).toBeCloseTo(
      500 / 450,
      12,
    );
  });

  test.each<[string, Calibration]>([
    [
      'a line without length',
      { kind: 'line', from: { x: 0.5, y: 0.5 }, to: { x: 0.5, y: 0.5 }, millimetres: 10 },
    ],
    ['a number too small to be meant', { kind: 'pixelsPerMillimetre', value: 1e-300 }],
    ['a number too large to be meant', { kind: 'pixelsPerMillimetre', value: 1e300 }],
    ['a mug that is not there', byHeight],
  ])('is null for %s', (_, calibration) => {
    expect(scale(calibration)).toBeNull();
  });

  it('takes the height of the best accepted mug', () => {
    const detections = [
      thing('table', boxAt(0, 0, 900, 600), 0.99),
      mug(boxAt(0, 0, 60, 300), { score: 0.6 }),
      mug(boxAt(0, 0, 60, 200), { score: 0.8 }),
    ];
    expect(scale(byHeight, detections)).toBe(2);
  });

  it('does not trust a mug that is up for review', () => {
    expect(scale(byHeight, [mug(boxAt(0, 0), { score: 0.4 })])).toBeNull();
  });

  it('is null when the mug has no size', () => {
    expect(scale(byHeight, [mug(boxAt(0, 0, 0, 0))])).toBeNull();
  });

  it('prefers a mug that is not tilted, but takes a tilted one when there is no other', () => {
    const tilted = mug(boxAt(0, 0, 60, 300), {
      score: 0.99,
      upright: { verdict: 'fail', degrees: 20, confidence: 0.9 },
    });
    expect(scale(byHeight, [tilted, mug(boxAt(0, 0, 60, 200))])).toBe(2);
    expect(scale(byHeight, [tilted])).toBe(3);
  });

  it('takes no height from a mug seen from above, but does take its width', () => {
    const fromAbove = mug(boxAt(0, 0, 60, 300), { seenFromAbove: { value: true, confidence: 0.9 } });
    expect(scale(byHeight, [fromAbove])).toBeNull();
    expect(scale(byWidth, [fromAbove])).toBe(0.6);
  });

  it('takes the width of the body: the box less a handle that shows at the side', () => {
    const box = boxAt(0, 0, 200, 200);
    expect(scale(byWidth, [mug(box)])).toBe(2);
    expect(scale(byWidth, [mug(box, { handle: { side: 'left', confidence: 0.9 } })])).toBe(1.5);
  });

  it('takes the width between the sides that the print area was measured by, where there is one', () => {
    const side = (top: number, bottom: number) => ({ top: { x: top, y: 0 }, bottom: { x: bottom, y: 200 } });
    const box = boxAt(0, 0, 200, 200);
    const straight = printAreaOf(box, { left: side(40, 40), right: side(190, 190), degrees: 0 }, 'unknown');
    expect(scale(byWidth, [mug(box, { printArea: straight })])).toBeCloseTo(1.5, 12);
    // Of a mug that widens towards the rim, the width near the rim.
    const conical = printAreaOf(box, { left: side(40, 60), right: side(190, 170), degrees: 0 }, 'unknown');
    expect(scale(byWidth, [mug(box, { printArea: conical })])).toBeCloseTo((150 - 0.22 * 40) / 100, 12);
  });
});
