import type { Frame } from './projection.ts';

/** Where a lens is sharp and how fast it blurs. */
export interface Lens {
  /** Distance in focus, centimetres. */
  focus: number;
  /** Blur of what is infinitely far, as a share of the picture's width. */
  blur: number;
}

/** Samples of a picture, row after row, channels together. */
export type Plane = Float32Array<ArrayBuffer>;

/** Blur radius in pixels of what is `distance` centimetres away, in a picture of this width. */
export function blurRadius(distance: number, { focus, blur }: Lens, width: number): number {
  const radius = (blur * width * Math.abs(distance - focus)) / Math.max(distance, 1);
  return Math.max(0, radius - 0.6);
}

const steps = [0, 1.2, 2.5, 5, 9, 15, 24];

/**
 * Blurs every pixel of an RGB picture by its own radius, by blending between a few evenly blurred copies. What is
 * sharper than a copy's radius is left out of that copy, so that a sharp mug does not bleed into the background.
 */
export function throughLens(image: Uint8Array, radii: Plane, frame: Frame): Plane {
  const copies = steps.map((step) =>
    step === 0 ? Float32Array.from(image) : blurredCopy(image, radii, step, frame),
  );
  return Float32Array.from(image, (_, at) => {
    const radius = Math.min(radii[Math.floor(at / 3)] ?? 0, steps.at(-1) ?? 0);
    const upper = Math.max(
      1,
      steps.findIndex((step) => step >= radius),
    );
    const [low, high] = [steps[upper - 1] ?? 0, steps[upper] ?? 1];
    const share = (radius - low) / (high - low);
    return (copies[upper - 1]?.[at] ?? 0) * (1 - share) + (copies[upper]?.[at] ?? 0) * share;
  });
}

function blurredCopy(image: Uint8Array, radii: Plane, step: number, frame: Frame): Plane {
  let sum = new Float32Array(radii.length * 4);
  radii.forEach((radius, at) => {
    const weight = 0.001 + Math.min(1, radius / step) ** 2;
    // Mixed as light, not as stored values: bright spots spread, as they do in a lens.
    for (let c = 0; c < 3; c++) sum[at * 4 + c] = ((image[at * 3 + c] ?? 0) / 255) ** 2.2 * weight;
    sum[at * 4 + 3] = weight;
  });
  // Three even means in a row are close to a round blur.
  for (let turn = 0; turn < 3; turn++) sum = boxBlur(sum, frame, Math.max(1, Math.round(step / 1.5)));
  return Float32Array.from(image, (_, at) => {
    const pixel = Math.floor(at / 3) * 4;
    return 255 * ((sum[pixel + (at % 3)] ?? 0) / (sum[pixel + 3] ?? 1)) ** (1 / 2.2);
  });
}

/** Mean over a square that reaches so far to each side; four channels. */
function boxBlur(plane: Plane, { width, height }: Frame, reach: number): Plane {
  const across = runningMean(plane, { lines: height, lineStep: width * 4, length: width, step: 4 }, reach);
  return runningMean(across, { lines: width, lineStep: 4, length: height, step: width * 4 }, reach);
}

/** Rows or columns of a plane: how many, how far apart, how many pixels each and how far these are apart. */
interface Lines {
  lines: number;
  lineStep: number;
  length: number;
  step: number;
}

/** Mean along lines; the first and last pixel repeat beyond the edge. */
function runningMean(plane: Plane, { lines, lineStep, length, step }: Lines, reach: number): Plane {
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
