import { blur, type Field, smoothStep } from './mockup-field.ts';
import type { Look } from './mockup-light.ts';
import { ownColourOf } from './mockup-shade.ts';

/** Steps of red, green and blue that colours are counted in. */
const steps = 12;
/**
 * How many times likelier a colour has to be beside the mug than on it to count as something in front. Shade changes
 * how bright the wall is, not its colour: for what has the wall's own colour it takes more.
 */
const likelier = { own: { doubtful: 3, certain: 10 }, other: { doubtful: 0.5, certain: 1.5 } };
/** Share of the surroundings below which a colour says nothing. */
const rare = 2e-4;
/** Pieces smaller than this share of the sheet are noise. */
const leastPiece = 0.004;
/** Less of a step at its edge: light, not a thing. */
const leastEdge = 0.2;

/**
 * How much of the mug is seen at each pixel: 0 where something else is in front. Only what comes in from beside the
 * sheet, in colours that are much more common beside the mug than on it, counts as in front: in doubt it is the mug.
 */
export function seenOf(look: Look): Field {
  const { width, body } = look;
  const foreign = blur(foreignness(look), width, 1);
  const reached = reachedFromBeside(foreign, look);
  dropDoubtful(reached, look);
  const soft = blur(reached, width, 1);
  return soft.map((hidden, index) => (1 - smoothStep(0.25, 0.75, hidden)) * (body[index] ?? 1));
}

/** Takes out the pieces on the sheet that are specks or have no edge: those are stains of light, not things. */
function dropDoubtful(reached: Field, look: Look): void {
  const { onSheet } = look;
  let sheetArea = 0;
  for (const inside of onSheet) sheetArea += inside;
  const visited = new Uint8Array(onSheet.length);
  onSheet.forEach((inside, start) => {
    if (inside === 0 || reached[start] !== 1 || visited[start] === 1) return;
    const piece = [start];
    visited[start] = 1;
    // Grows while it is walked through.
    for (const index of piece) {
      forNeighbours(index, look, (next) => {
        if (visited[next] === 1 || reached[next] !== 1 || onSheet[next] === 0) return;
        visited[next] = 1;
        piece.push(next);
      });
    }
    if (piece.length >= leastPiece * sheetArea && edgeOf(piece, reached, look) >= leastEdge) return;
    for (const index of piece) reached[index] = 0;
  });
}

/** Mean step of colour across the border between a piece and the mug, as a share of the brighter side. */
function edgeOf(piece: readonly number[], reached: Field, look: Look): number {
  const { data, onSheet } = look;
  let [sum, count] = [0, 0];
  for (const index of piece) {
    forNeighbours(index, look, (next) => {
      if (onSheet[next] === 0 || reached[next] === 1) return;
      // Two pixels to either side: edges are never quite sharp.
      const [inside, outside] = [4 * (2 * index - next), 4 * (2 * next - index)];
      let [step, bright] = [0, 24];
      for (let channel = 0; channel < 3; channel++) {
        const [a, b] = [data[inside + channel] ?? 0, data[outside + channel] ?? 0];
        step = Math.max(step, Math.abs(a - b));
        bright = Math.max(bright, a + 24, b + 24);
      }
      sum += step / bright;
      count += 1;
    });
  }
  // A piece that covers the whole sheet has no border on it.
  return count === 0 ? 1 : sum / count;
}

function forNeighbours(index: number, { width, height }: Look, visit: (index: number) => void): void {
  const column = index % width;
  if (column > 0) visit(index - 1);
  if (column < width - 1) visit(index + 1);
  if (index >= width) visit(index - width);
  if (index + width < width * height) visit(index + width);
}

/** Of each pixel: 1 when its colour belongs to the surroundings, 0 when it belongs to the mug. */
function foreignness({ data, onMug, around }: Look): Field {
  const mug = countColours(data, onMug);
  const beside = countColours(data, around);
  const ownColour = ownColourOf(data, onMug);
  const foreign = new Float32Array(onMug.length);
  for (let index = 0; index < foreign.length; index++) {
    const bin = binOf(data, 4 * index);
    const odds = Math.log(((beside[bin] ?? 0) + rare) / ((mug[bin] ?? 0) + rare));
    const [own, other] = [evidence(odds, likelier.own), evidence(odds, likelier.other)];
    foreign[index] = other + (own - other) * (ownColour[index] ?? 0);
  }
  return foreign;
}

function evidence(odds: number, { doubtful, certain }: { doubtful: number; certain: number }): number {
  return smoothStep(Math.log(doubtful), Math.log(certain), odds);
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
function reachedFromBeside(foreign: Field, look: Look): Field {
  const reached = new Float32Array(foreign.length);
  const stack: number[] = [];
  const visit = (index: number) => {
    if (reached[index] !== 0 || (foreign[index] ?? 0) < 0.5) return;
    reached[index] = 1;
    stack.push(index);
  };
  look.around.forEach((beside, index) => {
    if (beside === 1) visit(index);
  });
  for (let index = stack.pop(); index !== undefined; index = stack.pop()) {
    forNeighbours(index, look, visit);
  }
  return reached;
}
