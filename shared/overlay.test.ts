import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { Box, Detection } from './analysis.ts';
import { labelSize } from './overlay/label-layout.ts';
import {
  describeOverlay,
  type OverlayInput,
  type OverlayShape,
  overlayColours,
  overlayHalo,
  overlayParts,
} from './overlay.ts';
import { boxAt, calibrated, frame, mug, settingsWith, thing } from './positioning/test-scenes.ts';
import { place } from './positioning.ts';
import type { Finding } from './rules/verdict.ts';

function overlayOf(detections: Detection[], more: Partial<OverlayInput> = {}, settings = settingsWith()) {
  const { placements, arrangement } = place(detections, frame, settings);
  return describeOverlay({
    detections,
    placements,
    arrangement,
    frame,
    parts: overlayParts,
    units: 'px',
    style: { fontSize: 13 },
    findings: [finding],
    ...more,
  });
}

function only(detections: Detection[], part: OverlayShape['part'], more: Partial<OverlayInput> = {}) {
  return overlayOf(detections, { ...more, parts: [part] });
}

function texts(shapes: OverlayShape[]): string[] {
  return shapes.flatMap((shape) => (shape.kind === 'label' ? [shape.text] : []));
}

/** What a rule found: a distance that is too short. */
const finding: Finding = {
  outcome: 'fail',
  score: 0.4,
  detections: [0],
  measured: null,
  limit: null,
  margin: null,
  reason: '',
  advice: null,
  marks: [{ kind: 'distance', from: { x: 0, y: 300 }, to: { x: 100, y: 300 }, text: '100 px' }],
};

/** Everything there is to draw at once. */
const busy = [
  mug(boxAt(100, 250, 100, 100), {
    handle: { side: 'left', confidence: 0.9 },
    pose: { centre: { x: 0, y: 0 }, corners: cube(), presence: 0.9 },
    printArea: { corners: cube().slice(0, 4), confidence: 0.9 },
  }),
  mug(boxAt(400, 250, 100, 100), { score: 0.4 }),
  thing('laptop', boxAt(600, 100, 200, 200)),
];

describe('describeOverlay', () => {
  test.each(overlayParts)('draws %s when that part is on, and only then', (part) => {
    expect(only(busy, part).length).toBeGreaterThan(0);
    expect(only(busy, part).every((shape) => shape.part === part)).toBe(true);
    const others = overlayParts.filter((other) => other !== part);
    expect(overlayOf(busy, { parts: others }).some((shape) => shape.part === part)).toBe(false);
  });

  it('draws nothing when everything is off', () => {
    expect(overlayOf(busy, { parts: [] })).toEqual([]);
  });

  it('draws back to front, labels of mugs last', () => {
    const order = overlayOf(busy).map((shape) => overlayParts.indexOf(shape.part));
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    expect(overlayOf(busy).at(-1)?.part).toBe('labels');
  });

  it('outlines a mug by its box, dashed when it is up for review', () => {
    expect(only([mug(boxAt(10, 20, 30, 40))], 'boxes')).toEqual([
      {
        kind: 'polygon',
        part: 'boxes',
        tone: 'accepted',
        detection: 0,
        points: [
          { x: 10, y: 20 },
          { x: 40, y: 20 },
          { x: 40, y: 60 },
          { x: 10, y: 60 },
        ],
        dashed: false,
      },
    ]);
    expect(only([mug(boxAt(10, 20), { score: 0.35 })], 'boxes')).toMatchObject([
      { tone: 'review', dashed: true },
    ]);
  });

  it('marks the selected mug', () => {
    const boxes = only(busy, 'boxes', { selected: 1 });
    expect(boxes.map(({ detection, tone }) => [detection, tone])).toEqual([
      [0, 'accepted'],
      [1, 'selected'],
    ]);
  });

  it('writes the label above the box, or below where the frame ends', () => {
    expect(only([mug(boxAt(100, 200, 80, 80))], 'labels')).toMatchObject([
      { text: '1 · 0.90', placement: 'above', at: { x: 100 } },
    ]);
    const [label] = only([mug(boxAt(100, 2, 60, 80))], 'labels');
    expect(label).toMatchObject({ placement: 'below' });
    expect(label?.kind === 'label' && label.at.y).toBeGreaterThan(82);
  });

  it('draws an arrow to where the offset is measured from, and says the way to move', () => {
    const detections = [mug(boxAt(480, 262, 60, 60))];
    const { placements, arrangement } = place(
      detections,
      frame,
      calibrated({ kind: 'pixelsPerMillimetre', value: 2 }),
    );
    const input = { detections, placements, arrangement, frame, style: { fontSize: 13 } };
    const shapes = describeOverlay({ ...input, parts: ['offsets'], units: 'mm' });
    expect(shapes[0]).toMatchObject({
      kind: 'line',
      from: { x: 510, y: 292 },
      to: { x: 450, y: 300 },
      arrow: true,
    });
    expect(texts(shapes)).toEqual(['move 30 mm left, 4 mm down']);
  });

  it('measures the gaps of a row between the facing edges', () => {
    const shapes = only([mug(boxAt(100, 250, 100, 100)), mug(boxAt(400, 250, 100, 100))], 'spacing');
    expect(shapes[0]).toMatchObject({ kind: 'line', from: { x: 200, y: 300 }, to: { x: 400, y: 300 } });
    expect(texts(shapes)).toEqual(['200 px']);
  });

  it('measures a column downwards, and says nothing of mugs that touch', () => {
    const column = [0, 80, 300].map((y) => mug(boxAt(100, y, 100, 80)));
    expect(texts(only(column, 'spacing'))).toEqual(['140 px']);
  });

  it('measures to the edges of the frame, of the selected mug only', () => {
    expect(texts(only(busy, 'edges', { selected: 1 }))).toEqual(['400 px', '400 px', '250 px', '250 px']);
    expect(texts(only(busy, 'edges'))).toHaveLength(8);
    expect(texts(only([mug(boxAt(0, -5, 100, 605))], 'edges'))).toEqual(['800 px']);
  });

  it('points out of the box on the side of the handle', () => {
    const handleAt = (side: 'left' | 'right' | 'unknown', x: number) =>
      only([mug(boxAt(x, 100, 100, 100), { handle: { side, confidence: 0.9 } })], 'handle');
    expect(handleAt('left', 300)).toMatchObject([{ from: { x: 300, y: 150 }, to: { x: 288, y: 150 } }]);
    expect(handleAt('right', 300)).toMatchObject([{ from: { x: 400, y: 150 }, to: { x: 412, y: 150 } }]);
    expect(handleAt('left', 0)).toMatchObject([{ from: { x: 12, y: 150 }, to: { x: 0, y: 150 } }]);
    expect(handleAt('unknown', 300)).toEqual([]);
  });

  it('joins the corners of the pose that differ in one direction', () => {
    const edges = only(busy, 'pose');
    expect(edges).toHaveLength(12);
    for (const edge of edges) {
      if (edge.kind !== 'line') throw new Error('An edge of the pose is a line.');
      const moves = [edge.to.x - edge.from.x, edge.to.y - edge.from.y].filter((change) => change !== 0);
      // `cube` moves x by 40 or 7 and y by 40 or 5 along its three directions.
      expect(moves.length).toBeGreaterThan(0);
      expect(moves.every((change) => [40, 7, 5].includes(change))).toBe(true);
    }
  });

  it('shows other things from the threshold up', () => {
    const things = [thing('laptop', boxAt(0, 100), 0.8), thing('book', boxAt(300, 100), 0.2)];
    expect(texts(only(things, 'objects'))).toEqual(['laptop 0.80']);
    expect(texts(only(things, 'objects', { ignoreBelow: 0.1 }))).toEqual(['laptop 0.80', 'book 0.20']);
  });

  it('names the zones that mugs stand in, within those zones', () => {
    const labels = only([mug(boxAt(800, 500, 60, 60)), mug(boxAt(820, 520, 60, 60))], 'zones').filter(
      ({ kind }) => kind === 'label',
    );
    expect(labels).toMatchObject([{ text: 'bottom right', placement: 'below' }]);
    expect(labels[0]?.kind === 'label' && labels[0].at.x).toBeGreaterThanOrEqual(600);
  });
});

describe('labels', () => {
  const side = fc.integer({ min: 40, max: 300 });
  const scenes = fc.array(
    fc
      .record({ x: fc.nat(800), y: fc.nat(500), width: side, height: side })
      .map((box) => mug({ ...box, width: Math.min(box.width, 900 - box.x) })),
    { maxLength: 6 },
  );

  it('lie within the frame wherever the mugs stand', () => {
    fc.assert(
      fc.property(scenes, (scene) => {
        for (const shape of overlayOf(scene, { parts: ['labels', 'offsets'] })) {
          if (shape.kind !== 'label') continue;
          const { x, y, width, height } = rectangleOf(shape);
          expect(x).toBeGreaterThanOrEqual(-1e-9);
          expect(y).toBeGreaterThanOrEqual(-1e-9);
          expect(x + width).toBeLessThanOrEqual(frame.width + 1e-9);
          expect(y + height).toBeLessThanOrEqual(frame.height + 1e-9);
        }
      }),
    );
  });

  it('never cover one another, whatever is shown and selected', () => {
    fc.assert(
      fc.property(scenes, fc.option(fc.nat(5)), (scene, selected) => {
        const rectangles = overlayOf(scene, { selected }).flatMap((shape) =>
          shape.kind === 'label' ? [rectangleOf(shape)] : [],
        );
        rectangles.forEach((rectangle, index) => {
          for (const other of rectangles.slice(index + 1)) expect(overlap(rectangle, other)).toBe(false);
        });
      }),
    );
  });

  it('are all written for mugs and for the selected one; others only where there is room', () => {
    fc.assert(
      fc.property(scenes, (scene) => {
        const shapes = overlayOf(scene, { selected: 0 });
        const labels = shapes.filter(({ kind }) => kind === 'label');
        const written = (part: OverlayShape['part'], detection: number) =>
          labels.some((label) => label.part === part && label.detection === detection);
        scene.forEach((_, index) => {
          expect(written('labels', index)).toBe(true);
        });
        if (scene.length > 0) expect(written('offsets', 0)).toBe(true);
      }),
    );
    const crowd = Array.from({ length: 40 }, () => mug(boxAt(400, 250)));
    const offsets = texts(only(crowd, 'offsets'));
    expect(offsets.length).toBeGreaterThan(0);
    expect(offsets.length).toBeLessThan(crowd.length);
  });

  it('lie below one another on a photo narrower than their text', () => {
    const narrow = { width: 60, height: 2_000 };
    const detections = [0, 1, 2, 3].map((index) => mug(boxAt(5, 200 + 60 * index, 50, 50)));
    const { placements, arrangement } = place(detections, narrow, settingsWith());
    const rectangles = overlayOf(detections, {
      placements,
      arrangement,
      frame: narrow,
      parts: ['labels', 'offsets'],
    }).flatMap((shape) => (shape.kind === 'label' ? [rectangleOf(shape)] : []));
    expect(rectangles.length).toBeGreaterThanOrEqual(4);
    rectangles.forEach((rectangle, index) => {
      expect(rectangle.x).toBeLessThan(10);
      for (const other of rectangles.slice(index + 1)) expect(overlap(rectangle, other)).toBe(false);
    });
  });

  it('of a tilted mug have the colour of what fails, its box keeps its own', () => {
    const tilted = mug(boxAt(100, 200), { upright: { verdict: 'fail', degrees: 7, confidence: 0.9 } });
    expect(only([tilted], 'labels')).toMatchObject([{ tone: 'fail' }]);
    expect(only([tilted], 'boxes')).toMatchObject([{ tone: 'accepted' }]);
  });

  it('do not cover one another, a handle or a print area while there is room', () => {
    const handle = { side: 'right', confidence: 0.9 } as const;
    const scene = [
      mug(boxAt(100, 200, 200, 200), { handle }),
      mug(boxAt(120, 205, 190, 190), { handle }),
      mug(boxAt(500, 20, 200, 200), { handle }),
    ];
    const rectangles = overlayOf(scene, { parts: ['labels', 'offsets'] }).flatMap((shape) =>
      shape.kind === 'label' ? [rectangleOf(shape)] : [],
    );
    expect(rectangles).toHaveLength(6);
    const handles = scene.map(({ box }) => ({ ...box, x: box.x + box.width * 0.75, width: box.width / 4 }));
    rectangles.forEach((rectangle, index) => {
      for (const other of [...rectangles.slice(index + 1), ...handles]) {
        expect(overlap(rectangle, other)).toBe(false);
      }
    });
  });

  it('stay in the frame around a mug that fills it', () => {
    const [label] = only([mug(boxAt(0, 0, 900, 600))], 'labels');
    expect(label?.kind === 'label' && label.at.y).toBeLessThan(50);
  });
});

describe('overlayColours', () => {
  test.each(Object.entries(overlayColours))('%s stands out from the halo by 4.5 : 1', (_, colour) => {
    expect(contrast(colour, overlayHalo.colour)).toBeGreaterThan(4.5);
  });

  it('has a different colour for every tone', () => {
    const colours = Object.values(overlayColours);
    expect(new Set(colours).size).toBe(colours.length);
  });
});

/** The eight corners of a box drawn in perspective, in the order of the pose network. */
function cube() {
  return [0, 1, 2, 3, 4, 5, 6, 7].map((index) => ({
    x: 100 + (index & 4 ? 40 : 0) + (index & 1 ? 7 : 0),
    y: 250 + (index & 2 ? 40 : 0) + (index & 1 ? 5 : 0),
  }));
}

/** The room a label takes (13 px). */
function rectangleOf({ text, at, placement }: Extract<OverlayShape, { kind: 'label' }>): Box {
  const { width, height } = labelSize(text, 13);
  return { x: at.x, y: placement === 'above' ? at.y - height : at.y, width, height };
}

function overlap(a: Box, b: Box): boolean {
  return (
    a.x < b.x + b.width - 1e-9 &&
    b.x < a.x + a.width - 1e-9 &&
    a.y < b.y + b.height - 1e-9 &&
    b.y < a.y + a.height - 1e-9
  );
}

/** https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function contrast(a: string, b: string): number {
  const luminance = (colour: string) => {
    const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
      const value = Number.parseInt(colour.slice(start, start + 2), 16) / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}
