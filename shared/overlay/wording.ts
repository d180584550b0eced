import type { Detection, Length, Placement, Vector, Zone } from '../analysis.ts';

/** Units lengths are written in. */
export type Units = 'px' | 'mm';

const signs = { x: ['left', 'right'], y: ['up', 'down'] } as const;

/** A length as people read it: whole pixels, or millimetres with a decimal below ten. Pixels where there
 *  are no millimetres. */
export function lengthText(length: Length, units: Units): string {
  if (units === 'px' || length.mm === null) return `${rounded(length.px, 0)} px`;
  return `${rounded(length.mm, Math.abs(length.mm) < 10 ? 1 : 0)} mm`;
}

/** At most so many decimals; never "-0". */
function rounded(value: number, decimals: number): string {
  return String(Number(value.toFixed(decimals)) + 0);
}

/** A vector as people read it: `24 mm left, 8 mm up`; `in place` when it rounds to nothing. */
export function vectorText(vector: Vector, units: Units): string {
  const parts = (['x', 'y'] as const).flatMap((axis) => {
    const length = { px: vector.px[axis], mm: vector.mm?.[axis] ?? null };
    const text = lengthText({ px: Math.abs(length.px), mm: length.mm && Math.abs(length.mm) }, units);
    return text.startsWith('0 ') ? [] : [`${text} ${signs[axis][length.px < 0 ? 0 : 1]}`];
  });
  return parts.length === 0 ? 'in place' : parts.join(', ');
}

/** The way a mug with this offset would have to move: `move 24 mm right, 8 mm down`. */
export function moveText(offset: Vector, units: Units): string {
  const { px, mm } = offset;
  const way = { px: { x: -px.x, y: -px.y }, mm: mm && { x: -mm.x, y: -mm.y } };
  const text = vectorText(way, units);
  return text === 'in place' ? text : `move ${text}`;
}

/** The line beside a mug, which begins with its number: `1 · 0.93 · handle right`. What could not be told is
 *  left out. */
export function mugText(detection: Detection, standing: Placement['standing'], number: number): string {
  const { score, handle, upright, seenFromAbove } = detection;
  const words = [String(number), score.toFixed(2)];
  if (standing === 'review') words.push('review');
  if (handle && handle.side !== 'unknown') words.push(`handle ${handle.side}`);
  if (upright?.verdict === 'fail') {
    words.push(upright.degrees === null ? 'tilted' : `tilted ${rounded(Math.abs(upright.degrees), 0)}°`);
  }
  if (seenFromAbove?.value) words.push('from above');
  return words.join(' · ');
}

/** The line beside anything else: `laptop 0.81`. */
export function objectText({ label, score }: Detection): string {
  return `${label} ${score.toFixed(2)}`;
}

/** A zone in words: `top left`. */
export function zoneText(zone: Zone): string {
  return zone.replace('-', ' ');
}
