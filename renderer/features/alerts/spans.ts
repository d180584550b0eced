const units = [
  ['d', 86_400],
  ['h', 3_600],
  ['min', 60],
  ['s', 1],
] as const;

/** Seconds as one writes them: 14400 → "4 h", 5400 → "1 h 30 min". */
export function spanOf(seconds: number): string {
  let rest = seconds;
  const parts = units.flatMap(([unit, length]) => {
    const amount = Math.floor(rest / length);
    rest -= amount * length;
    return amount === 0 ? [] : [`${amount} ${unit}`];
  });
  return parts.length === 0 ? '0 s' : parts.join(' ');
}

/** "4 h", "5min", "30" (seconds), "1 h 30 min" → seconds; null for what is no span of time. */
export function readSpan(text: string, plainUnit: 's' | 'min' = 's'): number | null {
  const whole = text.trim().replace(',', '.');
  if (/^\d+(\.\d+)?$/.test(whole)) return Math.round(Number(whole) * (plainUnit === 's' ? 1 : 60));
  const parts = [...whole.matchAll(/(\d+(?:\.\d+)?)\s*([a-z]+)\s*/gi)];
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== whole) return null;
  let seconds = 0;
  for (const [, amount, name = ''] of parts) {
    const word = name.toLowerCase();
    const unit = units.find(([short, length]) => word === short || word === longNames[length]);
    if (unit === undefined) return null;
    seconds += Number(amount) * unit[1];
  }
  return Math.round(seconds);
}

const longNames: Readonly<Record<number, string>> = { 86400: 'days', 3600: 'hours', 60: 'm', 1: 'sec' };
