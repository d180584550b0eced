import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Canvas, createCanvas, loadImage, type SKRSContext2D } from '@napi-rs/canvas';
import { describe, expect, it } from 'vitest';
import type { Detection, Point } from '../../../shared/analysis.ts';
import { expectGolden } from '../golden.ts';
import { drawMockup } from './mockup.ts';

const photoSize = { width: 400, height: 300 };
/** Body from 100 to 250, handle up to 300. */
const box = { x: 100, y: 60, width: 200, height: 180 };
const face: Point[] = [
  { x: 109, y: 100 },
  { x: 241, y: 100 },
  { x: 241, y: 220 },
  { x: 109, y: 220 },
];
const mug: Detection = {
  ...{ label: 'mug', score: 0.9, box, pose: null },
  handle: { side: 'right', confidence: 0.9 },
  upright: { verdict: 'pass', degrees: 0, confidence: 0.9 },
  seenFromAbove: { value: false, confidence: 0.9 },
  printArea: { corners: face, confidence: 0.8 },
};

type Paint = (context: SKRSContext2D) => void;

function painted({ width, height }: { width: number; height: number }, ...paints: Paint[]): Canvas {
  const canvas = createCanvas(width, height);
  for (const paint of paints) paint(canvas.getContext('2d'));
  return canvas;
}

const filled =
  (colour: string, x: number, y: number, width: number, height: number): Paint =>
  (context) => {
    context.fillStyle = colour;
    context.fillRect(x, y, width, height);
  };

/** From light on the left to shade on the right. */
const litBody: Paint = (context) => {
  const light = context.createLinearGradient(100, 0, 250, 0);
  light.addColorStop(0, '#fafafa');
  light.addColorStop(1, '#646464');
  context.fillStyle = light;
  context.fillRect(100, 60, 150, 180);
};
const background = filled('#3c5032', 0, 0, 400, 300);
const handle = filled('#969696', 250, 110, 50, 80);
const photo = painted(photoSize, background, litBody, handle);

const oneColour = (colour: string) => painted({ width: 60, height: 60 }, filled(colour, 0, 0, 60, 60));
const white = oneColour('#ffffff');
const red = oneColour('#ff0000');

interface Given {
  photo?: Canvas;
  design?: Canvas;
  corners?: Point[] | null;
  curve?: number;
  mugs?: Detection[];
}

function mockup({
  photo: source = photo,
  design = red,
  corners = face,
  curve = 0,
  mugs = [mug],
}: Given = {}) {
  return drawMockup({
    photo: source,
    analysis: { ...photoSize, detections: mugs },
    detection: mugs.length === 0 ? null : 0,
    design,
    placement: corners && { corners, curve },
  });
}

type Colour = [red: number, green: number, blue: number, alpha: number];

function pixelsOf(canvas: Canvas): Buffer {
  return Buffer.from(canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data);
}

function colourAt(canvas: Canvas, x: number, y: number): Colour {
  const [red = 0, green = 0, blue = 0, alpha = 0] = canvas.getContext('2d').getImageData(x, y, 1, 1).data;
  return [red, green, blue, alpha];
}

/** Box of all pixels that are not as in the photo. */
function changedIn(canvas: Canvas, before: Canvas = photo) {
  const [now, was] = [pixelsOf(canvas), pixelsOf(before)];
  const seen = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (let at = 0; at < now.length; at++) {
    if (now[at] === was[at]) continue;
    const pixel = Math.floor(at / 4);
    const [x, y] = [pixel % canvas.width, Math.floor(pixel / canvas.width)];
    seen.left = Math.min(seen.left, x);
    seen.right = Math.max(seen.right, x);
    seen.top = Math.min(seen.top, y);
    seen.bottom = Math.max(seen.bottom, y);
  }
  return seen;
}

const isRed = ([red, green]: Colour) => red > 60 && green < 0.35 * red;

describe('a design on a mug', () => {
  it('reaches exactly from corner to corner and changes nothing outside', () => {
    expect(changedIn(mockup())).toEqual({ left: 109, top: 100, right: 240, bottom: 219 });
  });

  it('follows the curve of the rim', () => {
    const curved = mockup({ curve: 0.1 });
    expect(isRed(colourAt(curved, 175, 106))).toBe(false);
    expect(isRed(colourAt(curved, 112, 106))).toBe(true);
    expect(isRed(colourAt(curved, 175, 229))).toBe(true);
    expect(isRed(colourAt(curved, 112, 229))).toBe(false);
    expect(changedIn(curved).bottom).toBeGreaterThan(230);
  });

  it('is a straight grid on a flat thing, and gets narrower towards the sides of a round one', () => {
    const stripes = painted(
      { width: 80, height: 40 },
      filled('#ffffff', 0, 0, 80, 40),
      ...[0, 2, 4, 6].map((stripe) => filled('#ff0000', stripe * 10, 0, 10, 40)),
    );
    const bordersIn = (canvas: Canvas) => {
      const borders: number[] = [];
      for (let x = 110; x < 240; x++) {
        if (isRed(colourAt(canvas, x, 150)) !== isRed(colourAt(canvas, x - 1, 150))) borders.push(x);
      }
      return borders.slice(-7);
    };
    const flat = bordersIn(mockup({ design: stripes, mugs: [] }));
    flat.forEach((border, index) => {
      expect(Math.abs(border - (109 + ((index + 1) * 132) / 8))).toBeLessThanOrEqual(1);
    });
    const round = bordersIn(mockup({ design: stripes }));
    const widths = round.slice(1).map((border, index) => border - (round[index] ?? 0));
    expect(widths[0]).toBeLessThan(widths[2] ?? 0);
    expect(Math.abs((widths[0] ?? 0) - (widths[5] ?? 9))).toBeLessThanOrEqual(1);
    expect(Math.abs((round[3] ?? 0) - 175)).toBeLessThanOrEqual(1);
  });

  it('is darker where the mug is darker, all the way', () => {
    const lit = mockup({ design: white });
    const brightness = [115, 140, 165, 190, 215, 235].map((x) => colourAt(lit, x, 160)[0]);
    expect(brightness).toEqual(brightness.toSorted((a, b) => b - a));
    expect((brightness[0] ?? 0) - (brightness[5] ?? 0)).toBeGreaterThan(80);
  });

  it('in white looks like a white mug itself', () => {
    const lit = mockup({ design: white });
    for (const x of [125, 150, 175, 200, 225]) {
      expect(Math.abs(colourAt(lit, x, 160)[1] - colourAt(photo, x, 160)[1]), String(x)).toBeLessThan(14);
    }
  });

  it('covers a pattern and does not take it for a shade', () => {
    const patterned = painted(photoSize, background, litBody, handle, filled('#1e3c78', 160, 130, 40, 50));
    const [with_, without] = [mockup({ design: white, photo: patterned }), mockup({ design: white })];
    for (const x of [165, 180, 195]) {
      expect(Math.abs(colourAt(with_, x, 155)[1] - colourAt(without, x, 155)[1])).toBeLessThan(20);
    }
  });

  it('is light on a dark mug, too', () => {
    const dark = painted(photoSize, background, filled('#14181e', 100, 60, 150, 180));
    expect(colourAt(mockup({ design: white, photo: dark }), 175, 160)[0]).toBeGreaterThan(120);
  });

  it('that is transparent leaves the photo as it was, bit by bit', () => {
    const nothing = mockup({ design: createCanvas(50, 50), curve: 0.1 });
    expect(Buffer.compare(pixelsOf(nothing), pixelsOf(photo))).toBe(0);
  });

  it('that is half transparent lets the mug shine through, without a fringe at its edges', () => {
    const half = mockup({ design: oneColour('rgba(128, 0, 0, 0.5)') });
    const [over, under] = [colourAt(half, 130, 160), colourAt(photo, 130, 160)];
    expect(over[1]).toBeGreaterThan(0.4 * under[1]);
    expect(over[1]).toBeLessThan(0.6 * under[1]);
    expect(Math.abs(over[0] - (under[0] + (128 * under[0]) / 255) / 2)).toBeLessThan(12);
    const dot = painted({ width: 60, height: 60 }, (context) => {
      context.fillStyle = '#ffffff';
      context.beginPath();
      context.arc(30, 30, 20, 0, 7);
      context.fill();
    });
    const around = mockup({ design: dot });
    for (let x = 110; x < 175; x++) {
      expect(colourAt(around, x, 160)[1] - colourAt(photo, x, 160)[1], String(x)).toBeGreaterThan(-15);
    }
  });

  it('goes neither over the handle nor past the edge of the body, wherever its corners were dragged', () => {
    const wide = face.map(({ x, y }) => ({ x: x < 175 ? 60 : 330, y }));
    const changed = changedIn(mockup({ corners: wide }));
    expect(changed.left).toBeGreaterThanOrEqual(99);
    expect(changed.right).toBeLessThanOrEqual(251);
  });

  it('is trusted where it was put by hand beside the body that was seen', () => {
    const beside = face.map(({ x, y }) => ({ x: x + 90, y }));
    const changed = changedIn(mockup({ corners: beside }));
    expect([changed.left, changed.right]).toEqual([199, 330]);
  });

  it('stays behind what stands in front of the mug', () => {
    const leaf = filled('#0f8c1e', 60, 150, 100, 40);
    const behind = painted(photoSize, background, filled('#0f8c1e', 40, 130, 60, 90), litBody, handle, leaf);
    const covered = mockup({ photo: behind });
    expect(colourAt(covered, 135, 170)).toEqual(colourAt(behind, 135, 170));
    expect(isRed(colourAt(covered, 200, 170))).toBe(true);
    expect(isRed(colourAt(covered, 135, 130))).toBe(true);
  });

  it('is drawn on a smaller photo as on a large one', () => {
    const half = createCanvas(200, 150);
    half.getContext('2d').drawImage(photo, 0, 0, 200, 150);
    const small = mockup({ photo: half });
    expect([small.width, small.height]).toEqual([200, 150]);
    expect(isRed(colourAt(small, 87, 80))).toBe(true);
    expect(changedIn(small, half).left).toBe(54);
  });

  it('does not appear where the photo is transparent', () => {
    const cut = painted(photoSize, litBody);
    cut.getContext('2d').clearRect(150, 0, 30, 300);
    expect(colourAt(mockup({ photo: cut }), 165, 160)).toEqual([0, 0, 0, 0]);
  });

  it('much larger than its place is not speckled', () => {
    const checks = createCanvas(2_400, 2_400);
    const context = checks.getContext('2d');
    context.fillStyle = '#ffffff';
    context.fillRect(0, 0, 2_400, 2_400);
    context.fillStyle = '#000000';
    for (let x = 0; x < 2_400; x += 4) context.fillRect(x, 0, 2, 2_400);
    const grey = mockup({ design: checks, mugs: [] });
    const levels = Array.from({ length: 40 }, (_, index) => colourAt(grey, 115 + index, 160)[0]);
    const steps = levels.slice(1).map((level, index) => Math.abs(level - (levels[index] ?? 0)));
    expect(Math.max(...steps)).toBeLessThan(8);
  });
});

describe('without a place for the design', () => {
  it('the photo is given back as it was', () => {
    const faceless = { ...mug, printArea: null };
    const far = face.map(({ x, y }) => ({ x: x + 5_000, y }));
    const point = face.map(() => ({ x: 150.5, y: 150.5 }));
    for (const given of [
      { corners: null, mugs: [faceless] },
      { corners: null, mugs: [] },
      { corners: far },
      { corners: point },
    ]) {
      expect(Buffer.compare(pixelsOf(mockup(given)), pixelsOf(photo))).toBe(0);
    }
  });

  it('corners that are crossed over do no harm', () => {
    const crossed = [face[1], face[0], face[2], face[3]].flatMap((corner) => corner ?? []);
    const { left, right } = changedIn(mockup({ corners: crossed }));
    expect(left).toBeGreaterThanOrEqual(100);
    expect(right).toBeLessThanOrEqual(250);
  });
});

describe('on a sample photo', () => {
  const photos = join(import.meta.dirname, '../../../e2e/photos');
  const folder = mkdtempSync(join(tmpdir(), 'mockup-'));
  const design = painted(
    { width: 400, height: 400 },
    (context) => {
      context.fillStyle = '#1f6feb';
      context.beginPath();
      context.arc(200, 200, 195, 0, 7);
      context.fill();
      context.lineWidth = 14;
      context.strokeStyle = '#fbbf24';
      context.stroke();
    },
    filled('#ffffff', 110, 110, 50, 180),
    filled('#ffffff', 240, 110, 50, 180),
    filled('#ffffff', 110, 175, 180, 50),
  );
  const points = (...at: [number, number][]): Point[] => at.map(([x, y]) => ({ x, y }));
  /** As they were measured. */
  const samples: { name: string; width: number; height: number; mug: Detection }[] = [
    {
      ...{ name: 'handle-right', width: 1_280, height: 853 },
      mug: {
        ...mug,
        box: { x: 409, y: 193, width: 516, height: 499 },
        printArea: { corners: points([427, 302], [756, 302], [749, 642], [438, 642]), confidence: 0.8 },
        pose: {
          ...{ centre: { x: 669, y: 394 }, presence: 0.81 },
          corners: points(
            [544, 546],
            [540, 645],
            [529, 168],
            [519, 219],
            [749, 522],
            [841, 630],
            [766, 167],
            [867, 223],
          ),
        },
      },
    },
    {
      ...{ name: 'desk-clutter', width: 1_280, height: 853 },
      mug: {
        ...mug,
        box: { x: 886, y: 445, width: 294, height: 253 },
        upright: { verdict: 'pass', degrees: 1.9, confidence: 0.9 },
        printArea: { corners: points([930, 501], [1083, 501], [1078, 672], [924, 672]), confidence: 0.8 },
        pose: {
          ...{ centre: { x: 1_046, y: 576 }, presence: 1 },
          corners: points(
            [955, 615],
            [899, 690],
            [958, 443],
            [894, 477],
            [1152, 646],
            [1152, 734],
            [1178, 468],
            [1192, 512],
          ),
        },
      },
    },
    {
      ...{ name: 'grid-of-four', width: 1_200, height: 900 },
      mug: {
        ...mug,
        box: { x: 673, y: 126, width: 263, height: 294 },
        upright: { verdict: 'unsure', degrees: 3, confidence: 0.5 },
        printArea: null,
        pose: {
          ...{ centre: { x: 800, y: 273 }, presence: 1 },
          corners: points(
            [691, 307],
            [685, 419],
            [685, 139],
            [670, 232],
            [886, 300],
            [922, 411],
            [913, 134],
            [960, 225],
          ),
        },
      },
    },
  ];

  it.each(samples)('it looks as it did: $name', async ({ name, width, height, mug: seen }) => {
    const source = await loadImage(readFileSync(join(photos, `${name}.jpg`)));
    const drawn = drawMockup({
      ...{ photo: source, analysis: { width, height, detections: [seen] }, detection: 0, design },
      placement: null,
    });
    const { x, y, width: across, height: down } = seen.box;
    const shrink = 240 / across;
    const cut = createCanvas(240, Math.round(down * shrink));
    const context = cut.getContext('2d');
    context.imageSmoothingQuality = 'high';
    context.drawImage(drawn, x, y, across, down, 0, 0, cut.width, cut.height);
    const outPath = join(folder, `${name}.png`);
    writeFileSync(outPath, cut.toBuffer('image/png'));
    await expectGolden(outPath, join(import.meta.dirname, 'golden', `mockup-${name}.png`));
  });
});
