import { describe, expect, it, test } from 'vitest';
import { boxAt, mug, thing } from '../positioning/test-scenes.ts';
import { lengthText, moveText, mugText, objectText, vectorText, zoneText } from './wording.ts';

describe('lengthText', () => {
  test.each([
    [{ px: 24.4, mm: null }, 'px', '24 px'],
    [{ px: 24.4, mm: null }, 'mm', '24 px'],
    [{ px: 24.4, mm: 12.3 }, 'px', '24 px'],
    [{ px: 24.4, mm: 12.3 }, 'mm', '12 mm'],
    [{ px: 24.4, mm: 8.42 }, 'mm', '8.4 mm'],
    [{ px: -24.4, mm: -8.42 }, 'mm', '-8.4 mm'],
    [{ px: -0.2, mm: -0.01 }, 'px', '0 px'],
    [{ px: -0.2, mm: -0.01 }, 'mm', '0 mm'],
  ] as const)('%o in %s reads %s', (length, units, text) => {
    expect(lengthText(length, units)).toBe(text);
  });
});

describe('vectorText and moveText', () => {
  test.each([
    [{ x: -24, y: -8 }, '24 px left, 8 px up', 'move 24 px right, 8 px down'],
    [{ x: 24, y: 8 }, '24 px right, 8 px down', 'move 24 px left, 8 px up'],
    [{ x: 0.3, y: -8 }, '8 px up', 'move 8 px down'],
    [{ x: 0.3, y: -0.2 }, 'in place', 'in place'],
  ])('%o reads %s, so %s', (px, where, move) => {
    expect(vectorText({ px, mm: null }, 'mm')).toBe(where);
    expect(moveText({ px, mm: null }, 'mm')).toBe(move);
  });

  it('speaks millimetres where the photo is calibrated', () => {
    const vector = { px: { x: -48, y: 16 }, mm: { x: -24, y: 8 } };
    expect(vectorText(vector, 'mm')).toBe('24 mm left, 8 mm down');
    expect(vectorText(vector, 'px')).toBe('48 px left, 16 px down');
  });
});

describe('mugText and objectText', () => {
  const box = boxAt(0, 0);

  it('begin with the number of a mug, say what is known and leave out what is not', () => {
    expect(mugText(mug(box), 'accepted', 1)).toBe('1 · 0.90');
    expect(mugText(mug(box, { handle: { side: 'right', confidence: 0.9 } }), 'accepted', 2)).toBe(
      '2 · 0.90 · handle right',
    );
    expect(mugText(mug(box, { score: 0.41 }), 'review', 3)).toBe('3 · 0.41 · review');
  });

  it('name a tilt and a view from above', () => {
    const tilted = { verdict: 'fail', degrees: -8.2, confidence: 0.9 } as const;
    expect(mugText(mug(box, { upright: tilted }), 'accepted', 1)).toBe('1 · 0.90 · tilted 8°');
    expect(mugText(mug(box, { upright: { ...tilted, degrees: null } }), 'accepted', 1)).toBe(
      '1 · 0.90 · tilted',
    );
    expect(mugText(mug(box, { seenFromAbove: { value: true, confidence: 0.9 } }), 'accepted', 1)).toBe(
      '1 · 0.90 · from above',
    );
  });

  it('name other things by label and score', () => {
    expect(objectText(thing('laptop', box, 0.812))).toBe('laptop 0.81');
  });
});

describe('zoneText', () => {
  it('writes the zone in words', () => {
    expect(zoneText('top-left')).toBe('top left');
    expect(zoneText('centre')).toBe('centre');
  });
});
