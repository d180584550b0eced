import type { RuleLength } from './rule.ts';
import type { Scene } from './scene.ts';
import type { Quantity } from './verdict.ts';

export type LengthUnit = RuleLength['unit'];

/** Everything that is measured has one of these; `none` is a plain number. */
export type Unit = LengthUnit | 'degrees' | 'none';

const millimetres = { mm: 1, cm: 10, in: 25.4 } as const;

/** What is said when a rule speaks of real lengths and the photo is not calibrated: they are never guessed. */
export const notCalibrated = 'Not calibrated: draw a line of known length to get millimetres.';

/** Pixels in one of a unit; `whole` is what 100 % are. Null for real lengths while there is no calibration. */
export function pixelsPer(unit: LengthUnit, { scale }: Pick<Scene, 'scale'>, whole: number): number | null {
  switch (unit) {
    case 'px':
      return 1;
    case 'percent':
      return whole / 100;
    default:
      return scale === null ? null : scale * millimetres[unit];
  }
}

/** The operator's unit for this photo: millimetres only where there are any. */
export function usualUnit({ units, scale }: Pick<Scene, 'units' | 'scale'>): LengthUnit {
  return units === 'mm' && scale !== null ? 'mm' : 'px';
}

/** How a unit is written, and with how many decimals below ten and above. */
const written: Record<Unit, { sign: string; fine: number; coarse: number }> = {
  px: { sign: ' px', fine: 0, coarse: 0 },
  percent: { sign: ' %', fine: 1, coarse: 0 },
  mm: { sign: ' mm', fine: 1, coarse: 0 },
  cm: { sign: ' cm', fine: 1, coarse: 1 },
  in: { sign: ' in', fine: 2, coarse: 1 },
  degrees: { sign: '°', fine: 1, coarse: 0 },
  none: { sign: '', fine: 2, coarse: 1 },
};

function decimalsFor(value: number, unit: Unit): number {
  return Math.abs(value) < 10 ? written[unit].fine : written[unit].coarse;
}

/** At most so many decimals; never "-0". */
function rounded(value: number, decimals: number): number {
  return Number(value.toFixed(decimals)) + 0;
}

/** A value as people read it: `31 mm`, `4.5 %`. */
export function valueText(value: number, unit: Unit): string {
  return `${rounded(value, decimalsFor(value, unit))}${written[unit].sign}`;
}

/** The operator's own number, which is written as it was given. */
export function givenText(value: number, unit: Unit): string {
  return `${rounded(value, 6)}${written[unit].sign}`;
}

/**
 * A measured value beside a limit that it is not to be confused with: it gets as many more decimals, up to three,
 * as it takes to tell them apart.
 */
export function quantity(value: number, unit: Unit, limits: readonly number[] = []): Quantity {
  let decimals = decimalsFor(value, unit);
  const misleading = () =>
    limits.some(
      (limit) => Math.abs(value - limit) > 1e-9 && rounded(value, decimals) === rounded(limit, decimals),
    );
  for (let more = 0; more < 3 && misleading(); more += 1) decimals += 1;
  return { value, unit, text: `${rounded(value, decimals)}${written[unit].sign}` };
}

/** So much and no less, at the precision it is written with: advice that is followed to the letter is enough. */
export function roundedUp(value: number, unit: Unit): number {
  const factor = 10 ** decimalsFor(value, unit);
  return Math.ceil(value * factor - 1e-6) / factor;
}
