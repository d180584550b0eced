import { type Marker, type MetricUnit, wordsOfValue } from '../../../shared/metrics.ts';

/** A value with its unit; a dash where nothing was measured. */
export function valueText(value: number | null | undefined, unit: MetricUnit): string {
  if (value === null || value === undefined) return '–';
  if (unit === 'bytes') return scaled(value, ['B', 'kB', 'MB', 'GB', 'TB']);
  if (unit === 'bytesPerSecond') return scaled(value, ['B/s', 'kB/s', 'MB/s', 'GB/s']);
  if (unit === 'milliseconds') return value < 1_000 ? `${round(value)} ms` : `${round(value / 1_000)} s`;
  if (unit === 'perMinute') return `${round(value)}/min`;
  if (unit === 'count') return round(value);
  return wordsOfValue(value, unit);
}

/** 1536 → "1.5 kB". */
function scaled(value: number, units: readonly string[]): string {
  const step = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, value)) / 3)));
  return `${round(value / 1_000 ** step)} ${units[step]}`;
}

/** One digit after the point below ten; thousands apart. */
function round(value: number): string {
  return (Math.abs(value) < 10 ? withDigit : whole).format(value);
}

// Made once: all values of all charts are written anew with every move of the pointer.
const withDigit = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** What an event on a chart is called. */
export const markerWords: Readonly<Record<Marker['kind'], string>> = {
  start: 'Started',
  stop: 'Stopped',
  crash: 'Crashed',
  deploy: 'Updated',
  silence: 'Silence',
};
