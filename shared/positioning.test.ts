import { describe, expect, it, test } from 'vitest';
import type { Box, Zone } from './analysis.ts';
import { boxAround, boxAt, calibrated, frame, mug, settingsWith, thing } from './positioning/test-scenes.ts';
import { acceptedMugs, countMugs, place, zoneOf } from './positioning.ts';

function placeOne(box: Box, settings = settingsWith()) {
  const [placement] = place([mug(box)], frame, settings).placements;
  if (!placement) throw new Error('The mug was not placed.');
  return placement;
}

describe('place', () => {
  it('says nothing about a photo without mugs', () => {
    const result = place([thing('laptop', boxAt(0, 0))], frame, settingsWith());
    expect(result).toEqual({
      placements: [],
      arrangement: { kind: 'none', deviation: { px: 0, mm: null }, spacing: null },
      pixelsPerMillimetre: null,
    });
  });

  test.each([
    [0.29, undefined],
    [0.3, 'review'],
    [0.44, 'review'],
    [0.45, 'accepted'],
    [1, 'accepted'],
    [Number.NaN, undefined],
  ])('a mug scoring %s stands as %s', (score, standing) => {
    const { placements } = place([mug(boxAt(0, 0), { score })], frame, settingsWith());
    expect(placements[0]?.standing).toBe(standing);
  });

  it('keeps indexes into the detections that were given', () => {
    const detections = [
      thing('book', boxAt(0, 0)),
      mug(boxAt(100, 100)),
      mug(boxAt(1, 1), { score: 0.1 }),
      thing('bottle', boxAt(300, 100), 0.2),
      mug(boxAt(500, 100)),
    ];
    const { placements } = place(detections, frame, settingsWith());
    expect(placements.map(({ detection }) => detection)).toEqual([1, 4]);
    expect(placements[0]?.mugs.map(({ detection }) => detection)).toEqual([4]);
    expect(placements[0]?.objects.map(({ detection, label }) => [detection, label])).toEqual([[0, 'book']]);
  });

  it('gives the centre in pixels and as a share, and the distance to each edge of the frame', () => {
    const placement = placeOne(boxAt(90, 60, 180, 120));
    expect(placement.centre).toEqual({ px: { x: 180, y: 120 }, share: { x: 0.2, y: 0.2 } });
    expect(placement.edges).toEqual({
      left: { px: 90, mm: null },
      right: { px: 630, mm: null },
      top: { px: 60, mm: null },
      bottom: { px: 420, mm: null },
    });
  });

  test.each<[number, number, Zone]>([
    [299, 199, 'top-left'],
    [300, 199, 'top'],
    [601, 199, 'top-right'],
    [299, 200, 'left'],
    [300, 200, 'centre'],
    [600, 400, 'centre'],
    [601, 400, 'right'],
    [299, 401, 'bottom-left'],
    [450, 401, 'bottom'],
    [601, 401, 'bottom-right'],
  ])('the point %i, %i of 900 × 600 lies in the zone %s', (x, y, zone) => {
    expect(zoneOf({ x, y }, frame, { horizontal: 1 / 3, vertical: 1 / 3 })).toBe(zone);
    expect(placeOne(boxAround(x, y)).zone).toBe(zone);
  });

  it('moves the borders of the zones with the settings', () => {
    const narrow = settingsWith({ zoneEdges: { horizontal: 0.1, vertical: 0.1 } });
    expect(placeOne(boxAround(100, 100)).zone).toBe('top-left');
    expect(placeOne(boxAround(100, 100), narrow).zone).toBe('centre');
  });

  test.each([
    ['the centre of the frame', { kind: 'frameCentre' }, 100, 500, { x: -350, y: 200 }],
    ['a point', { kind: 'point', point: { x: 0, y: 1 } }, 100, 500, { x: 100, y: -100 }],
    ['an area it is inside of', area(0, 0, 1, 1), 100, 500, { x: 0, y: 0 }],
    ['an area on its right', area(0.5, 0.5, 0.5, 0.5), 100, 500, { x: -350, y: 0 }],
    ['an area below and left', area(0, 0.9, 0.1, 0.1), 200, 500, { x: 110, y: -40 }],
  ] as const)('measures the offset from %s', (_, reference, x, y, offset) => {
    expect(placeOne(boxAround(x, y), settingsWith({ reference })).offset).toEqual({ px: offset, mm: null });
  });

  test.each([
    [boxAt(0, 0, 90, 60), 0.01, 'small'],
    [boxAt(0, 0, 180, 90), 0.03, 'medium'],
    [boxAt(0, 0, 450, 240), 0.2, 'large'],
    [boxAt(-90, -60, 180, 120), 0.01, 'small'],
    [boxAt(-100, -100, 5_000, 5_000), 1, 'large'],
  ] as const)('a box %o covers %s of the frame and is %s', (box, share, name) => {
    const { size } = placeOne(box);
    expect(size.share).toBeCloseTo(share, 12);
    expect(size.class).toBe(name);
    expect(size.width.px).toBe(box.width);
  });

  it('measures neighbours from edge to edge and from centre to centre, nearest first', () => {
    const detections = [
      mug(boxAt(0, 0, 10, 10)),
      mug(boxAt(33, 44, 10, 10)),
      mug(boxAt(5, 5, 10, 10)),
      thing('laptop', boxAt(10, 0, 10, 10)),
    ];
    const [first] = place(detections, frame, settingsWith()).placements;
    expect(first?.mugs.map((mug) => [mug.detection, mug.edge.px, mug.centre.px])).toEqual([
      [2, 0, Math.sqrt(50)],
      [1, Math.hypot(23, 34), 55],
    ]);
    expect(first?.objects.map((object) => [object.edge.px, object.centre.px])).toEqual([[0, 10]]);
  });

  it('goes by the nearest edges, then by the centres', () => {
    const wide = thing('table', boxAt(20, 0, 800, 10));
    const narrow = thing('book', boxAt(30, 0, 10, 10));
    const near = thing('bottle', boxAt(20, 0, 10, 10));
    const [placement] = place(
      [mug(boxAt(0, 0, 10, 10)), narrow, wide, near],
      frame,
      settingsWith(),
    ).placements;
    expect(placement?.objects.map(({ label }) => label)).toEqual(['bottle', 'table', 'book']);
  });
});

describe('the surface under a mug', () => {
  const cup = mug(boxAt(100, 100, 100, 100));
  const under = (...surfaces: ReturnType<typeof thing>[]) =>
    place([cup, ...surfaces], frame, settingsWith()).placements[0]?.surface;

  it('is null when no table or desk is seen', () => {
    expect(under(thing('laptop', boxAt(0, 150, 900, 400)))).toBeNull();
  });

  it('is measured from the foot to its upper edge: positive above it, negative below', () => {
    expect(under(thing('table', boxAt(0, 230, 900, 300)))).toEqual({
      detection: 1,
      label: 'table',
      distance: { px: 30, mm: null },
    });
    expect(under(thing('Desk', boxAt(0, 150, 900, 300)))?.distance.px).toBe(-50);
  });

  it('must share some of the width, and must not end above the centre', () => {
    expect(under(thing('table', boxAt(200, 150, 300, 300)))).toBeNull();
    expect(under(thing('table', boxAt(0, 0, 900, 149)))).toBeNull();
    expect(under(thing('table', boxAt(0, 0, 900, 151)))).not.toBeNull();
  });

  it('is the one under most of the mug, then the surer one, then the nearer one', () => {
    const half = thing('table', boxAt(150, 150, 400, 300), 0.99);
    const whole = thing('desk', boxAt(0, 150, 400, 300), 0.5);
    const surer = thing('table', boxAt(0, 120, 400, 300), 0.6);
    const nearer = thing('table', boxAt(0, 210, 400, 300), 0.6);
    expect(under(half, whole)?.detection).toBe(2);
    expect(under(half, whole, surer)?.detection).toBe(3);
    expect(under(half, whole, surer, nearer)?.detection).toBe(4);
  });
});

describe('millimetres', () => {
  it('stand beside every pixel once the photo is calibrated', () => {
    const detections = [
      mug(boxAt(0, 0, 20, 20)),
      mug(boxAt(100, 0, 20, 20)),
      thing('table', boxAt(0, 30, 900, 500)),
    ];
    const settings = calibrated({ kind: 'pixelsPerMillimetre', value: 4 });
    const { placements, arrangement, pixelsPerMillimetre } = place(detections, frame, settings);
    expect(pixelsPerMillimetre).toBe(4);
    expect(placements[0]).toMatchObject({
      offset: { px: { x: -440, y: -290 }, mm: { x: -110, y: -72.5 } },
      edges: { left: { px: 0, mm: 0 }, right: { px: 880, mm: 220 } },
      surface: { distance: { px: 10, mm: 2.5 } },
      size: { width: { px: 20, mm: 5 } },
      mugs: [{ edge: { px: 80, mm: 20 }, centre: { px: 100, mm: 25 } }],
    });
    expect(arrangement.spacing?.gaps).toEqual([{ px: 80, mm: 20 }]);
  });
});

describe('the threshold slider', () => {
  const detections = [0.95, 0.5, 0.4, 0.2].map((score, index) => mug(boxAt(index * 100, 0), { score }));
  detections.push(thing('book', boxAt(0, 0), 0.9));

  it('counts mugs by their standing', () => {
    expect(countMugs(detections, { ignoreBelow: 0.3, reviewBelow: 0.45 })).toEqual({
      accepted: 2,
      review: 1,
      ignored: 1,
    });
    expect(countMugs(detections, { ignoreBelow: 0, reviewBelow: 0 }).accepted).toBe(4);
  });

  it('lists accepted mugs only', () => {
    const accepted = acceptedMugs(detections, { ignoreBelow: 0.3, reviewBelow: 0.45 });
    expect(accepted.map(({ score }) => score)).toEqual([0.95, 0.5]);
  });
});

function area(x: number, y: number, width: number, height: number) {
  return { kind: 'area', area: { x, y, width, height } } as const;
}
