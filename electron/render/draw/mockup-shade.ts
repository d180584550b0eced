import { blur, type Field } from './mockup-field.ts';
import type { Look } from './mockup-light.ts';

/** How bright the wall of a mug is lit. */
export interface Shade {
  /** Of each pixel: the brightness of the bare wall there, as it was or as it must be under a pattern. */
  level: Field;
  /** Of each pixel: 1 where the bare wall shows, 0 under a pattern or a reflection. */
  plain: Field;
}

/** Distance of two chromaticities at which a colour is another one; darker pixels are less sure of theirs. */
const colourReach = 0.035;
/** Share of the brightness by which the wall may be darker and brighter than its even light. */
const [darker, brighter] = [0.1, 0.14];
const rounds = 4;

/**
 * Tells light and shade from patterns: even light over a round wall is fitted to what has the wall's own colour, again
 * and again without what is far from it; near to the fit the photo itself is followed, elsewhere the fit. `shown` is 1
 * for the pixels of the wall that are seen.
 */
export function readShade(look: Look, shown: Field): Shade {
  const { width, height, brightness } = look;
  const ownColour = ownColourOf(look.data, shown).map((own, index) => own * (shown[index] ?? 0));
  let plain = ownColour;
  let fit: Field = brightness;
  for (let round = 0; round < rounds; round++) {
    fit = fitLight(look, plain);
    const current = fit;
    plain = ownColour.map((own, index) => {
      const level = Math.max(0.02, current[index] ?? 0);
      const off = ((brightness[index] ?? 0) - level) / (level + 0.03);
      const reach = off < 0 ? darker : brighter;
      // The first fit follows the pattern as well: it may be far off.
      const patience = round === 0 ? 2.5 : round === 1 ? 1.5 : 1;
      return own * Math.exp(-((off / (reach * patience)) ** 2));
    });
  }
  const radius = Math.max(width, height) * 0.012;
  const values = blur(
    brightness.map((value, index) => value * (plain[index] ?? 0)),
    width,
    radius,
  );
  const weights = blur(plain, width, radius);
  const doubt = 0.08;
  const level = fit.map(
    (even, index) => ((values[index] ?? 0) + doubt * even) / ((weights[index] ?? 0) + doubt),
  );
  return { level, plain };
}

/**
 * Of each pixel: how much its colour is the wall's, whatever its brightness. The wall's is the commonest one among the
 * pixels that are 1 in `wall`.
 */
export function ownColourOf(data: Uint8ClampedArray, wall: Field | Uint8Array): Field {
  const [redShare, greenShare] = [chromaticity(data, 0), chromaticity(data, 1)];
  const bins = 40;
  const counts = new Float32Array(bins * bins);
  wall.forEach((inside: number, index: number) => {
    if (inside < 1) return;
    const bin =
      Math.floor((redShare[index] ?? 0) * bins) * bins + Math.floor((greenShare[index] ?? 0) * bins);
    counts[bin] = (counts[bin] ?? 0) + 1;
  });
  const even = blur(counts, bins, 1);
  const most = even.indexOf(Math.max(...even));
  const red = (Math.floor(most / bins) + 0.5) / bins;
  const green = ((most % bins) + 0.5) / bins;
  return redShare.map((share, index) => {
    const dark = Math.max(0, 0.4 - (data[4 * index + 1] ?? 0) / 255);
    const reach = colourReach * (1 + 3.75 * dark);
    const off = (share - red) ** 2 + ((greenShare[index] ?? 0) - green) ** 2;
    return Math.exp(-off / reach ** 2);
  });
}

/** Share of a channel in each pixel's red, green and blue together; near a third where it is dark. */
function chromaticity(data: Uint8ClampedArray, channel: 0 | 1): Field {
  const shares = new Float32Array(data.length / 4);
  for (let index = 0; index < shares.length; index++) {
    const at = 4 * index;
    const all = (data[at] ?? 0) + (data[at + 1] ?? 0) + (data[at + 2] ?? 0);
    shares[index] = ((data[at + channel] ?? 0) + 4) / (all + 12);
  }
  return shares;
}

/** Terms of the even light: up to the fourth power around the wall, the second down it. */
const terms = 8;

function termsAt(across: number, down: number, into: Float64Array): void {
  into[0] = 1;
  into[1] = across;
  into[2] = across * across;
  into[3] = across * across * across;
  into[4] = across * across * across * across;
  into[5] = down;
  into[6] = down * down;
  into[7] = across * down;
}

/** Of so many pixels one is fitted: even light needs no more. */
const stride = 3;

/** Weighted least squares of the brightness over the wall, evaluated everywhere. */
function fitLight({ brightness, across, down }: Look, weight: Field): Field {
  const matrix = new Float64Array(terms * terms);
  const right = new Float64Array(terms);
  const row = new Float64Array(terms);
  for (let index = 0; index < weight.length; index += stride) {
    const share = weight[index] ?? 0;
    if (share < 0.01) continue;
    termsAt(clampTo(across[index], 1), clampTo(down[index], 2), row);
    for (let i = 0; i < terms; i++) {
      const scaled = share * (row[i] ?? 0);
      right[i] = (right[i] ?? 0) + scaled * (brightness[index] ?? 0);
      for (let j = 0; j < terms; j++) {
        matrix[i * terms + j] = (matrix[i * terms + j] ?? 0) + scaled * (row[j] ?? 0);
      }
    }
  }
  // Keeps the terms small that little is known of.
  for (let i = 1; i < terms; i++) matrix[i * terms + i] = (matrix[i * terms + i] ?? 0) * 1.001 + 0.3;
  matrix[0] = (matrix[0] ?? 0) + 1e-6;
  const solution = solve(matrix, right);
  const fit = new Float32Array(brightness.length);
  for (let index = 0; index < fit.length; index++) {
    termsAt(clampTo(across[index], 1), clampTo(down[index], 2), row);
    let value = 0;
    for (let i = 0; i < terms; i++) value += (solution[i] ?? 0) * (row[i] ?? 0);
    fit[index] = Math.min(1.2, Math.max(0.01, value));
  }
  return fit;
}

function clampTo(value: number | undefined, most: number): number {
  return Math.min(most, Math.max(-most, value ?? 0));
}

/** Gauss without pivoting: the matrix is symmetric and positive. */
function solve(matrix: Float64Array, right: Float64Array): Float64Array {
  const at = (row: number, column: number) => matrix[row * terms + column] ?? 0;
  for (let pivot = 0; pivot < terms; pivot++) {
    for (let row = pivot + 1; row < terms; row++) {
      const factor = at(row, pivot) / at(pivot, pivot);
      for (let column = pivot; column < terms; column++) {
        matrix[row * terms + column] = at(row, column) - factor * at(pivot, column);
      }
      right[row] = (right[row] ?? 0) - factor * (right[pivot] ?? 0);
    }
  }
  const solution = new Float64Array(terms);
  for (let row = terms - 1; row >= 0; row--) {
    let rest = right[row] ?? 0;
    for (let column = row + 1; column < terms; column++) rest -= at(row, column) * (solution[column] ?? 0);
    solution[row] = rest / at(row, row);
  }
  return solution;
}
