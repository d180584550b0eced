/** One number for each pixel of a picture, row by row. */
export type Field = Float32Array;

/** Between 0 and 1. */
export function clampUnit(value: number): number {
  return Math.min(1, Math.max(0, value));
}

/** 0 up to one edge, 1 from the other, smooth between. */
export function smoothStep(from: number, to: number, value: number): number {
  const part = clampUnit((value - from) / (to - from));
  return part * part * (3 - 2 * part);
}

/** The value that this share of the values lies below; 0 of nothing. */
export function quantile(values: Float32Array, share: number): number {
  if (values.length === 0) return 0;
  const sorted = values.toSorted();
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}

/** Three box blurs of this radius, the border repeated. */
export function blur(field: Field, width: number, radius: number): Field {
  const height = field.length / width;
  const reach = Math.max(1, Math.round(radius));
  let from = Float32Array.from(field);
  let to = new Float32Array(field.length);
  for (let round = 0; round < 3; round++) {
    for (let row = 0; row < height; row++) slide(from, to, row * width, 1, width, reach);
    [from, to] = [to, from];
    for (let column = 0; column < width; column++) slide(from, to, column, width, height, reach);
    [from, to] = [to, from];
  }
  return from;
}

/** A moving mean along a line of pixels. */
function slide(from: Field, to: Field, start: number, step: number, count: number, reach: number): void {
  const at = (index: number) => from[start + Math.min(count - 1, Math.max(0, index)) * step] ?? 0;
  let total = 0;
  for (let index = -reach; index <= reach; index++) total += at(index);
  for (let index = 0; index < count; index++) {
    to[start + index * step] = total / (2 * reach + 1);
    total += at(index + reach + 1) - at(index - reach);
  }
}
