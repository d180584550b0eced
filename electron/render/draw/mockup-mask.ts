import { blur, clampUnit, type Field, smoothStep } from './mockup-field.ts';
import type { Look } from './mockup-light.ts';

/** Steps of red, green and blue that colours are counted in. */
const steps = 12;
/** How many times likelier a colour has to be beside the mug than on it to count as something in front. */
const [doubtful, certain] = [3, 10];
/** Share of the surroundings below which a colour says nothing. */
const rare = 2e-4;
/** Pieces smaller than this share of the sheet are noise. */
const leastPiece = 0.002;

/**
 * How much of the mug is seen at each pixel: 0 where something else is in front. Only what comes in from beside the
 * sheet, in colours that are much more common beside the mug than on it, counts as in front: in doubt it is the mug.
 */
export function seenOf(look: Look): Field {
  const { width, onSheet, body } = look;
  const foreign = foreignness(look);
  const from = blur(foreign, width, 1);
  const reached = reachedFromBeside(from, look);
  let sheetArea = 0;
  for (const inside of onSheet) sheetArea += inside;
  let area = 0;
  for (let index = 0; index < reached.length; index++) area += (reached[index] ?? 0) * (onSheet[index] ?? 0);
  if (area < leastPiece * sheetArea) reached.fill(0);
  const soft = blur(reached, width, 1);
  return soft.map((hidden, index) => clampUnit(1 - smoothStep(0.25, 0.75, hidden)) * (body[index] ?? 1));
}

/** Of each pixel: 1 when its colour belongs to the surroundings, 0 when it belongs to the mug. */
function foreignness({ data, onMug, around }: Look): Field {
  const [mug, beside] = [countColours(data, onMug), countColours(data, around)];
  return Float32Array.from(onMug, (_, index) => {
    const bin = binOf(data, 4 * index);
    const odds = ((beside[bin] ?? 0) + rare) / ((mug[bin] ?? 0) + rare);
    return smoothStep(Math.log(doubtful), Math.log(certain), Math.log(odds));
  });
}

/** Share of each colour among the pixels chosen, spread a little to the colours next to it. */
function countColours(data: Uint8ClampedArray, chosen: Uint8Array): Field {
  let counts: Field = new Float32Array(steps ** 3);
  let total = 0;
  for (let index = 0; index < chosen.length; index++) {
    if (chosen[index] === 0) continue;
    const bin = binOf(data, 4 * index);
    counts[bin] = (counts[bin] ?? 0) + 1;
    total += 1;
  }
  for (const step of [1, steps, steps * steps]) counts = spread(counts, step);
  return total === 0 ? counts : counts.map((count) => count / total);
}

function spread(counts: Field, step: number): Field {
  return counts.map((count, bin) => {
    const place = Math.floor(bin / step) % steps;
    const before = place > 0 ? (counts[bin - step] ?? 0) : count;
    const after = place < steps - 1 ? (counts[bin + step] ?? 0) : count;
    return 0.5 * count + 0.25 * before + 0.25 * after;
  });
}

function binOf(data: Uint8ClampedArray, at: number): number {
  const step = (value: number | undefined) => Math.floor(((value ?? 0) * steps) / 256);
  return (step(data[at]) * steps + step(data[at + 1])) * steps + step(data[at + 2]);
}

/** The foreign pixels that hang together with some beside the mug. */
function reachedFromBeside(foreign: Field, { width, around }: Look): Field {
  const reached = new Float32Array(foreign.length);
  const stack: number[] = [];
  const visit = (index: number) => {
    if (reached[index] !== 0 || (foreign[index] ?? 0) < 0.5) return;
    reached[index] = 1;
    stack.push(index);
  };
  around.forEach((beside, index) => {
    if (beside === 1) visit(index);
  });
  for (let index = stack.pop(); index !== undefined; index = stack.pop()) {
    const column = index % width;
    if (column > 0) visit(index - 1);
    if (column < width - 1) visit(index + 1);
    if (index >= width) visit(index - width);
    if (index + width < foreign.length) visit(index + width);
  }
  return reached;
}
