/** When a silence ends, as one chooses it; `custom` by a field. */
export const endChoices = ['30min', '2h', 'tomorrow', 'custom'] as const;
export type EndChoice = (typeof endChoices)[number];

export const endWords: Readonly<Record<EndChoice, string>> = {
  '30min': '30 min',
  '2h': '2 h',
  tomorrow: 'Until tomorrow 8:00',
  custom: 'Other',
};

const minuteMs = 60_000;
const morningHour = 8;

/** The end by a choice, ISO 8601; null when the field says no time. `now` is milliseconds, `custom` as the field has it. */
export function endOf(choice: EndChoice, custom: string, now: number): string | null {
  if (choice === '30min') return new Date(now + 30 * minuteMs).toISOString();
  if (choice === '2h') return new Date(now + 120 * minuteMs).toISOString();
  if (choice === 'tomorrow') {
    const day = new Date(now);
    day.setDate(day.getDate() + 1);
    day.setHours(morningHour, 0, 0, 0);
    return day.toISOString();
  }
  const at = Date.parse(custom);
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}

/** A moment as a field of date and time wants it, in local time: 2026-11-22T08:00. */
export const fieldTime = (iso: string) => new Date(iso).toLocaleString('sv').replace(' ', 'T').slice(0, 16);
