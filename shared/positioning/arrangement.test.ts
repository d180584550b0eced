import { describe, expect, it, test } from 'vitest';
import { arrange } from './arrangement.ts';
import { boxAround, boxAt } from './test-scenes.ts';

const tolerance = 0.15;

function arrangementOf(...centres: [number, number][]) {
  return arrange(
    centres.map(([x, y]) => boxAround(x, y, 100, 100)),
    tolerance,
    null,
  );
}

describe('arrange', () => {
  test.each<[string, [number, number][], string]>([
    ['no mug', [], 'none'],
    ['one mug', [[0, 0]], 'none'],
    [
      'two side by side',
      [
        [0, 0],
        [200, 0],
      ],
      'row',
    ],
    [
      'two one above the other',
      [
        [0, 0],
        [0, 200],
      ],
      'column',
    ],
    [
      'two on a slope within the tolerance',
      [
        [0, 0],
        [200, 29],
      ],
      'row',
    ],
    [
      'two on a slope beyond the tolerance',
      [
        [0, 0],
        [200, 31],
      ],
      'none',
    ],
    [
      'two at the same place',
      [
        [50, 50],
        [50, 50],
      ],
      'none',
    ],
    [
      'three in a row, given out of order',
      [
        [400, 0],
        [0, 0],
        [200, 0],
      ],
      'row',
    ],
    [
      'three with one too far out',
      [
        [0, 0],
        [200, 60],
        [400, 0],
      ],
      'none',
    ],
    [
      'three in a corner',
      [
        [0, 0],
        [200, 0],
        [0, 200],
      ],
      'none',
    ],
    [
      'four in a row',
      [
        [0, 0],
        [200, 5],
        [400, -5],
        [600, 0],
      ],
      'row',
    ],
    [
      'two by two',
      [
        [0, 0],
        [200, 0],
        [0, 200],
        [200, 200],
      ],
      'grid',
    ],
    [
      'three by two, a little off',
      [
        [0, 0],
        [200, 9],
        [400, -9],
        [9, 200],
        [209, 209],
        [391, 200],
      ],
      'grid',
    ],
    [
      'two by two, close together',
      [
        [0, 0],
        [110, 0],
        [0, 110],
        [110, 110],
      ],
      'grid',
    ],
    [
      'two by two, too far off',
      [
        [-20, 0],
        [220, 0],
        [20, 200],
        [180, 200],
      ],
      'none',
    ],
    [
      'two by two, two at one place',
      [
        [0, 0],
        [0, 0],
        [200, 0],
        [0, 200],
      ],
      'none',
    ],
    [
      'two by two, one missing its place',
      [
        [0, 0],
        [200, 0],
        [0, 200],
        [300, 300],
      ],
      'none',
    ],
    [
      'three by two with a gap',
      [
        [0, 0],
        [200, 0],
        [400, 0],
        [0, 200],
        [400, 200],
      ],
      'none',
    ],
    [
      'a diamond',
      [
        [200, 0],
        [0, 200],
        [400, 200],
        [200, 400],
      ],
      'none',
    ],
  ])('%s', (_, centres, kind) => {
    expect(arrangementOf(...centres).kind).toBe(kind);
  });

  it('gives the root mean square distance from the line of total least squares', () => {
    // Symmetric, so the line is y = 4: distances 4, 4, 4, 4.
    const row = arrangementOf([0, 0], [100, 8], [200, 8], [300, 0]);
    expect(row.kind).toBe('row');
    expect(row.deviation.px).toBeCloseTo(4, 12);
    const column = arrangementOf([0, 0], [8, 100], [8, 200], [0, 300]);
    expect(column.kind).toBe('column');
    expect(column.deviation.px).toBeCloseTo(4, 12);
  });

  it('gives the root mean square distance from the crossings of a grid', () => {
    const grid = arrangementOf([-6, 0], [206, 0], [6, 200], [194, 200]);
    expect(grid.kind).toBe('grid');
    expect(grid.deviation.px).toBeCloseTo(6, 12);
    expect(grid.spacing).toBeNull();
  });

  it('still tells the deviation from the line when the mugs are not aligned', () => {
    const none = arrangementOf([0, 0], [200, 60], [400, 0]);
    expect(none.kind).toBe('none');
    // Line y = 20: distances 20, 40, 20.
    expect(none.deviation.px).toBeCloseTo(Math.sqrt((400 + 1_600 + 400) / 3), 12);
  });

  it('is stricter with a smaller tolerance', () => {
    const boxes = [boxAround(0, 0), boxAround(200, 20)];
    expect(arrange(boxes, 0.15, null).kind).toBe('row');
    expect(arrange(boxes, 0.05, null).kind).toBe('none');
  });
});

describe('spacing', () => {
  it('lists the gaps between facing edges in order along the row, in pixels and millimetres', () => {
    const boxes = [boxAt(500, 0, 100, 100), boxAt(0, 0, 100, 100), boxAt(200, 0, 100, 100)];
    const { spacing } = arrange(boxes, tolerance, 10);
    expect(spacing?.gaps).toEqual([
      { px: 100, mm: 10 },
      { px: 200, mm: 20 },
    ]);
    expect(spacing?.mean).toEqual({ px: 150, mm: 15 });
    // σ = 50, mean = 150.
    expect(spacing?.evenness).toBeCloseTo(1 - 50 / 150, 12);
  });

  it('is perfectly even between equal gaps, between two mugs and between mugs that touch', () => {
    expect(arrangementOf([0, 0], [200, 0], [400, 0]).spacing?.evenness).toBe(1);
    expect(arrangementOf([0, 0], [200, 0]).spacing?.evenness).toBe(1);
    expect(arrangementOf([0, 0], [100, 0], [200, 0]).spacing).toMatchObject({ mean: { px: 0 }, evenness: 1 });
  });

  it('counts overlapping mugs as a gap of 0, and never falls below 0', () => {
    const { spacing } = arrangementOf([0, 0], [50, 0], [100, 0], [150, 0], [900, 0]);
    expect(spacing?.gaps.map(({ px }) => px)).toEqual([0, 0, 0, 650]);
    expect(spacing?.evenness).toBe(0);
  });

  it('runs from the top in a column', () => {
    const { kind, spacing } = arrangementOf([0, 500], [0, 0], [0, 200]);
    expect(kind).toBe('column');
    expect(spacing?.gaps.map(({ px }) => px)).toEqual([100, 200]);
  });
});
