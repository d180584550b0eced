import { type Canvas, createCanvas } from '@napi-rs/canvas';
import type { Box, Point } from '../../../shared/analysis.ts';
import type { Body } from '../../../shared/rendering/mug-face.ts';
import { blur, type Field, quantile, smoothStep } from './mockup-field.ts';
import { seenOf } from './mockup-mask.ts';
import { readShade, type Shade } from './mockup-shade.ts';

/** How the photo lights its mug. */
export interface Light {
  /**
   * Writes of a pixel of the photo: what ink is multiplied by (red, green, blue), what glare adds (0 to 255), and how
   * much of the mug is seen there, 0 to 1.
   */
  shade(x: number, y: number, into: Float32Array): void;
}

/** The part of the photo around the mug, looked at small. */
export interface Look {
  /** Red, green, blue, unused; 0 to 255. */
  data: Uint8ClampedArray;
  width: number;
  height: number;
  /** Of each pixel: how bright, 0 to 1. */
  brightness: Field;
  /** Of each pixel: 1 on the body as far as its shape tells, 0 off it, between at its sides. */
  body: Field;
  /** Of each pixel: whether it lies on the sheet. */
  onSheet: Uint8Array;
  /** Of each pixel: whether it counts as the mug's own colour. */
  onMug: Uint8Array;
  /** Of each pixel: across the body, -1 to 1, and down the sheet, -1 to 1. */
  across: Field;
  down: Field;
  /** Of each pixel: whether it is surely not the mug; nowhere when that is not known. */
  around: Uint8Array;
}

/** Longest side of the look, in pixels. */
const lookSide = 256;
/** Around the mug's box, as a share of its sides: what the mug's colours are told apart from. */
const lookMargin = 0.2;

/** Reads light and shade, and what stands in front, from the photo around the mug. */
export function readLight(input: {
  photo: Canvas;
  toSheet: (x: number, y: number) => Point;
  region: Box;
  /** Null: there is no mug, or it is not known where. */
  body: Body | null;
  scale: Point;
}): Light {
  const window = windowAround(input);
  const look = lookAt(window, input);
  const seen = seenOf(look);
  const light = lightOf(look, seen);
  const { width, height } = look;
  const [perX, perY] = [width / window.width, height / window.height];
  const fields = [light.red, light.green, light.blue, light.glare, seen];
  return {
    shade(x, y, into) {
      const column = Math.min(width - 1, Math.max(0, (x + 0.5 - window.x) * perX - 0.5));
      const row = Math.min(height - 1, Math.max(0, (y + 0.5 - window.y) * perY - 0.5));
      const left = Math.floor(column);
      const top = Math.floor(row);
      const fx = column - left;
      const fy = row - top;
      const from = top * width + left;
      const right = left + 1 < width ? 1 : 0;
      const below = top + 1 < height ? width : 0;
      let index = 0;
      for (const field of fields) {
        const upper = (field[from] ?? 0) * (1 - fx) + (field[from + right] ?? 0) * fx;
        const lower = (field[from + below] ?? 0) * (1 - fx) + (field[from + below + right] ?? 0) * fx;
        into[index++] = upper * (1 - fy) + lower * fy;
      }
    },
  };
}

/** The mug's box and the sheet, and something of what is beside them. */
function windowAround({ photo, region, body, scale }: Parameters<typeof readLight>[0]): Box {
  const box = body ? scaled(body.box, scale) : region;
  const [left, top] = [Math.min(box.x, region.x), Math.min(box.y, region.y)];
  const right = Math.max(box.x + box.width, region.x + region.width);
  const bottom = Math.max(box.y + box.height, region.y + region.height);
  const [marginX, marginY] = [lookMargin * (right - left), lookMargin * (bottom - top)];
  const x = Math.max(0, Math.floor(left - marginX));
  const y = Math.max(0, Math.floor(top - marginY));
  return {
    x,
    y,
    width: Math.max(1, Math.min(photo.width, Math.ceil(right + marginX)) - x),
    height: Math.max(1, Math.min(photo.height, Math.ceil(bottom + marginY)) - y),
  };
}

function scaled({ x, y, width, height }: Box, scale: Point): Box {
  return { x: x * scale.x, y: y * scale.y, width: width * scale.x, height: height * scale.y };
}

function lookAt(window: Box, { photo, toSheet, body, scale }: Parameters<typeof readLight>[0]): Look {
  const shrink = Math.min(1, lookSide / Math.max(window.width, window.height));
  const width = Math.max(1, Math.round(window.width * shrink));
  const height = Math.max(1, Math.round(window.height * shrink));
  const context = createCanvas(width, height).getContext('2d');
  context.imageSmoothingQuality = 'high';
  context.drawImage(photo, window.x, window.y, window.width, window.height, 0, 0, width, height);
  const { data } = context.getImageData(0, 0, width, height);
  const count = width * height;
  const look: Look = {
    ...{ data, width, height },
    brightness: new Float32Array(count),
    body: new Float32Array(count).fill(1),
    onSheet: new Uint8Array(count),
    onMug: new Uint8Array(count),
    across: new Float32Array(count),
    down: new Float32Array(count),
    around: new Uint8Array(count),
  };
  const box = body && scaled(body.box, scale);
  for (let row = 0, index = 0; row < height; row++) {
    for (let column = 0; column < width; column++, index++) {
      const x = window.x + ((column + 0.5) * window.width) / width;
      const y = window.y + ((row + 0.5) * window.height) / height;
      const onSheet = toSheet(x, y);
      look.onSheet[index] = onSheet.x > 0 && onSheet.x < 1 && onSheet.y > 0 && onSheet.y < 1 ? 1 : 0;
      look.brightness[index] = brightnessOf(data, 4 * index);
      look.down[index] = 2 * onSheet.y - 1;
      look.across[index] = 2 * onSheet.x - 1;
      look.onMug[index] = look.onSheet[index] ?? 0;
      if (body === null || box === null) continue;
      const place = body.across({ x: x / scale.x, y: y / scale.y });
      const within = !outside(x, y, box);
      look.across[index] = place;
      look.around[index] = within || look.onSheet[index] === 1 ? 0 : 1;
      look.body[index] = within ? 1 - smoothStep(0.97, 1.01, Math.abs(place)) : 0;
      look.onMug[index] = (look.body[index] ?? 0) > 0.5 ? 1 : 0;
    }
  }
  return look;
}

function outside(x: number, y: number, box: Box): boolean {
  return x < box.x || y < box.y || x > box.x + box.width || y > box.y + box.height;
}

/** ITU-R BT.601 weights, as elsewhere. */
function brightnessOf(data: Uint8ClampedArray, at: number): number {
  return (0.299 * (data[at] ?? 0) + 0.587 * (data[at + 1] ?? 0) + 0.114 * (data[at + 2] ?? 0)) / 255;
}

/** What ink is multiplied by, and what glare adds, of each pixel. */
function lightOf(look: Look, seen: Field) {
  const { width, height, brightness, onSheet, body } = look;
  const shown = body.map((inside, index) => (inside * (seen[index] ?? 0) > 0.5 ? 1 : 0));
  const shade = readShade(look, shown);
  const onFace = shade.level.filter((_, index) => onSheet[index] === 1 && shown[index] === 1);
  const bright = Math.max(0.02, quantile(onFace, 0.85));

  // The more of the sheet is a pattern, the less a bright spot is a reflection.
  let [patterned, area] = [0, 0];
  onSheet.forEach((inside, index) => {
    if (inside === 0 || shown[index] !== 1) return;
    patterned += 1 - (shade.plain[index] ?? 0);
    area += 1;
  });
  const glossy = 1 - smoothStep(0.06, 0.16, patterned / Math.max(1, area));
  // A dark body mirrors more than it is lit: its shades say less.
  const contrast = 0.5 + 0.5 * smoothStep(0.12, 0.5, bright);
  const shades = shade.level.map((level) => Math.min(1.12, Math.max(0.2, level / bright)) ** contrast);
  const over = brightness.map((value, index) => Math.max(0, value - 1.05 * (shade.level[index] ?? 0) - 0.02));
  const glare = blur(over, width, Math.max(width, height) * 0.003).map(
    (value) => 255 * glareShare * glossy * value,
  );
  const white = whiteOf(look, shade, shown, bright);
  const channel = (level: number) => shades.map((one) => one * level);
  return { red: channel(white[0]), green: channel(white[1]), blue: channel(white[2]), glare };
}

/** Of what a glossy wall mirrors, what ink on it mirrors too. */
const glareShare = 0.75;

/** The colour of white ink: that of a white mug, else a white in the photo's own exposure. */
function whiteOf(
  { data, brightness }: Look,
  { level, plain }: Shade,
  shown: Field,
  bright: number,
): [number, number, number] {
  const sum: [number, number, number] = [0, 0, 0];
  let count = 0;
  shown.forEach((inside, index) => {
    if (inside < 1 || (plain[index] ?? 0) < 0.5 || Math.abs((level[index] ?? 0) / bright - 1) > 0.06) return;
    for (const channel of [0, 1, 2] as const) sum[channel] += (data[4 * index + channel] ?? 0) / 255;
    count += 1;
  });
  const body = sum.map((value) => value / Math.max(1, count));
  const [most, least] = [Math.max(...body), Math.min(...body)];
  const whiteness = smoothStep(0.4, 0.68, bright) * (1 - smoothStep(0.12, 0.32, most - least));
  const exposure = Math.min(0.97, Math.max(0.55, quantile(brightness, 0.97)));
  const mixed = (value: number | undefined) => exposure + ((value ?? 0) - exposure) * whiteness;
  return [mixed(body[0]), mixed(body[1]), mixed(body[2])];
}
