import type { Detection, Handle, Upright } from '../../shared/analysis.ts';

/** A share as whole percent: 0.934 → "93 %". */
export const percent = (share: number) => tight(`${Math.round(share * 100)} %`);

/** A confidence as whole percent; 100 only for what is certain. */
const sureness = (confidence: number) => `${percent(confidence < 1 ? Math.min(confidence, 0.99) : 1)} sure`;

/** Keeps a number and its unit on one line. */
export const tight = (text: string) => text.replace(/(\d) (?=px|mm|%|s\b|min|KB|MB)/g, '$1\u00a0');

/** Where the handle points, as a sentence that admits not knowing. */
export function handleText(handle: Handle | null): string {
  if (handle === null || handle.side === 'unknown') return 'Cannot tell (hidden or facing us)';
  return `${handle.side === 'left' ? 'Left' : 'Right'} (${sureness(handle.confidence)})`;
}

/** Whether the mug stands straight, in words. */
export function uprightText(upright: Upright | null): string {
  if (upright === null || upright.verdict === 'notApplicable') return 'Not judged (seen from above)';
  const { verdict, degrees } = upright;
  const tilt = degrees === null ? '' : `${Math.abs(degrees).toFixed(1)}°`;
  if (verdict === 'pass') return tilt === '' ? 'Straight' : `Straight (within ${tilt})`;
  if (verdict === 'unsure') return tilt === '' ? 'Not sure' : `Not sure (about ${tilt})`;
  const direction = degrees === null ? '' : ` ${degrees > 0 ? 'to the right' : 'to the left'}`;
  return `Tilted ${tilt}${direction}`.trim();
}

/** Camera direction, in words. */
export function viewText(seenFromAbove: Detection['seenFromAbove']): string {
  if (seenFromAbove === null) return 'Cannot tell';
  return `${seenFromAbove.value ? 'From above' : 'From the side'} (${sureness(seenFromAbove.confidence)})`;
}

/** A label with a capital: "coffee cup" → "Coffee cup". */
export const labelText = (label: string) => label.charAt(0).toUpperCase() + label.slice(1);

/** "1 mug", "2 mugs". */
export const count = (amount: number, one: string, many = `${one}s`) =>
  `${amount.toLocaleString('en')} ${amount === 1 ? one : many}`;

/** Bytes as people write them: 187392 → "187 KB". */
export function bytesText(bytes: number): string {
  if (bytes < 1_000_000) return `${Math.max(1, Math.round(bytes / 1_000))} KB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** A span of time, rounded to what matters: 8 → "8 s", 150 → "3 min". */
export function spanText(seconds: number): string {
  if (seconds < 60) return `${Math.max(1, Math.round(seconds))} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const steps = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

/** "2 hours ago"; the date itself after a week. `now` and the time are milliseconds. */
export function agoText(iso: string, now: number): string {
  const seconds = (Date.parse(iso) - now) / 1_000;
  if (seconds < -7 * 86_400) return new Date(iso).toLocaleDateString(undefined, { dateStyle: 'medium' });
  const step = steps.find(([, length]) => -seconds >= length);
  return step === undefined ? 'just now' : relative.format(Math.round(seconds / step[1]), step[0]);
}

/** The exact time, for hovering. */
export const exactTime = (iso: string) =>
  new Date(iso).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

/** A moment as a clock shows it, "14:02:10"; with its day unless that is today. `now` is milliseconds. */
export function clockTime(iso: string, now: number): string {
  const date = new Date(iso);
  const time = date.toLocaleTimeString('en-GB');
  if (date.toDateString() === new Date(now).toDateString()) return time;
  return `${date.toLocaleDateString('en-GB', { weekday: 'short', day: 'numeric', month: 'short' })}, ${time}`;
}

/** How long something took, in milliseconds: 84 → "84 ms", 2340 → "2.3 s". */
export const tookText = (tookMs: number) =>
  tookMs < 1_000 ? `${Math.round(tookMs)} ms` : `${(tookMs / 1_000).toFixed(1)} s`;
