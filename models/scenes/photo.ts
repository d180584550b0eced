import sharp from 'sharp';
import type { Frame } from './projection.ts';
import { seededRandom } from './random.ts';
import { depthScale } from './scene-text.ts';

/** Where a lens is sharp and how fast it blurs. */
export interface Lens {
  /** Distance in focus, centimetres. */
  focus: number;
  /** Blur of what is infinitely far, as a share of the picture's width. */
  blur: number;
}

type Plane = Float32Array<ArrayBuffer>;

/** Makes a photo of two renders: lens blur from the depth, a soft tone curve, vignette and grain. Resolves to JPEG bytes. */
export async function develop(render: string, depth: string, lens: Lens, seed: number): Promise<Buffer> {
  const { data, info } = await sharp(render).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const fog = await sharp(depth).removeAlpha().extractChannel(0).raw().toBuffer();
  const frame: Frame = { width: info.width, height: info.height };
  const blurred = await throughLens(data, blurRadii(fog, lens, frame.width), frame);
  return sharp(grade(blurred, frame, seed), { raw: { ...frame, channels: 3 } })
    .jpeg({ quality: 90, chromaSubsampling: '4:2:0', mozjpeg: true })
    .toBuffer();
}

/** Blur radius of every pixel, in pixels, from the fog that lies over it (1 − e^(−distance / depthScale)). */
function blurRadii(fog: Buffer, { focus, blur }: Lens, width: number): Plane {
  const byFog = Array.from({ length: 256 }, (_, level) => {
    const distance = -depthScale * Math.log(1 - Math.min(level, 254.5) / 255);
    const radius = (blur * width * Math.abs(distance - focus)) / Math.max(distance, 1);
    return Math.max(0, radius - 0.6);
  });
  return Float32Array.from(fog, (level) => byFog[level] ?? 0);
}

/**
 * Blends between a few evenly blurred copies. What is sharper than a copy's radius is left out of that copy,
 * so that a sharp mug does not bleed into the soft background behind it.
 */
async function throughLens(image: Buffer, radii: Plane, frame: Frame): Promise<Plane> {
  const steps = [0, 1.2, 2.5, 5, 9, 15, 24];
  const copies = [Float32Array.from(image)];
  for (const step of steps.slice(1)) copies.push(await blurredCopy(image, radii, step, frame));
  return Float32Array.from(image, (_, at) => {
    const radius = radii[Math.floor(at / 3)] ?? 0;
    const upper = Math.max(
      1,
      steps.findIndex((step) => step >= radius),
    );
    const [low, high] = [steps[upper - 1] ?? 0, steps[upper] ?? 1];
    const share = Math.min(1, (radius - low) / (high - low));
    return (copies[upper - 1]?.[at] ?? 0) * (1 - share) + (copies[upper]?.[at] ?? 0) * share;
  });
}

async function blurredCopy(
  image: Buffer,
  radii: Plane,
  step: number,
  { width, height }: Frame,
): Promise<Plane> {
  const weighted = new Float32Array(width * height * 4);
  radii.forEach((radius, at) => {
    const weight = 0.001 + Math.min(1, radius / step) ** 2;
    // Bright spots spread more, as they do in a lens.
    for (let c = 0; c < 3; c++) weighted[at * 4 + c] = ((image[at * 3 + c] ?? 0) / 255) ** 2.2 * weight;
    weighted[at * 4 + 3] = weight;
  });
  const sum = boxBlur(
    boxBlur(boxBlur(weighted, width, height, step), width, height, step),
    width,
    height,
    step,
  );
  return Float32Array.from(image, (_, at) => {
    const pixel = Math.floor(at / 3) * 4;
    return 255 * ((sum[pixel + (at % 3)] ?? 0) / (sum[pixel + 3] ?? 1)) ** (1 / 2.2);
  });
}

/** Mean over a square of 2 × radius / 1.5, four channels; three in a row are close to a round blur. */
function boxBlur(plane: Plane, width: number, height: number, radius: number): Plane {
  const reach = Math.max(1, Math.round(radius / 1.5));
  const across = slide(plane, height, width, width * 4, 4, reach);
  return slide(across, width, height, 4, width * 4, reach);
}

/** Running mean along lines of `length` samples, `step` apart; lines start `lineStep` apart. Edges repeat. */
function slide(
  plane: Plane,
  lines: number,
  length: number,
  lineStep: number,
  step: number,
  reach: number,
): Plane {
  const result = new Float32Array(plane.length);
  for (let line = 0; line < lines; line++) {
    for (let c = 0; c < 4; c++) {
      const start = line * lineStep + c;
      const sample = (i: number) => plane[start + Math.min(length - 1, Math.max(0, i)) * step] ?? 0;
      let sum = 0;
      for (let i = -reach; i <= reach; i++) sum += sample(i);
      for (let i = 0; i < length; i++) {
        result[start + i * step] = sum / (2 * reach + 1);
        sum += sample(i + reach + 1) - sample(i - reach);
      }
    }
  }
  return result;
}

/** Gentle contrast and colour, darker corners, and grain that is stronger in the shadows. */
function grade(image: Plane, { width, height }: Frame, seed: number): Uint8Array {
  const random = seededRandom(seed);
  const result = new Uint8Array(image.length);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const x = (pixel % width) / width - 0.5;
    const y = Math.floor(pixel / width) / height - 0.5;
    const corner = 1.06 - 0.4 * (x * x + y * y);
    const [red, green, blue] = [0, 1, 2].map((c) =>
      contrast(((image[pixel * 3 + c] ?? 0) / 255) * corner),
    ) as Rgb;
    const grey = 0.3 * red + 0.59 * green + 0.11 * blue;
    const grain = (random() + random() + random() - 1.5) * 6 * (1.15 - grey);
    [red * 1.01, green, blue * 0.985].forEach((value, c) => {
      const lively = grey + (value - grey) * 1.12;
      result[pixel * 3 + c] = Math.round(Math.min(255, Math.max(0, lively * 251 + 3 + grain)));
    });
  }
  return result;
}

type Rgb = [red: number, green: number, blue: number];

/** An S-shaped curve that keeps black and rolls off towards white. */
function contrast(value: number): number {
  const light = Math.min(1, value);
  const curved = light * light * (3 - 2 * light);
  return 0.72 * light + 0.28 * curved;
}
