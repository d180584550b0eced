import { type Weekday, type WeekTimes, weekdays } from '../../shared/alert.ts';

const minuteMs = 60_000;
const dayMinutes = 1_440;
/** Times that never end are taken as ending then. */
const longestMs = 7 * dayMinutes * minuteMs;

/** Whether a moment is within times of the week, as the clocks of their time zone show it. */
export function isWithin(times: WeekTimes, at: number): boolean {
  const { day, minute } = localTime(at, times.timeZone);
  const [from, to] = [minutesOf(times.from), minutesOf(times.to)];
  const isDay = times.days.includes(weekdayOf(day));
  if (from < to) return isDay && minute >= from && minute < to;
  if (from === to) return isDay;
  return (isDay && minute >= from) || (times.days.includes(weekdayOf(day - 1)) && minute < to);
}

/** When the times that hold at a moment are over, those that join them included; null when none holds. */
export function endOf(all: readonly WeekTimes[], at: number): number | null {
  let end = at;
  for (;;) {
    const holding = all.filter((times) => isWithin(times, end));
    if (holding.length === 0) return end === at ? null : end;
    end = Math.max(...holding.map((times) => endOfOne(times, end)));
    if (end - at >= longestMs) return at + longestMs;
  }
}

/** Of one that holds; the whole minute at which its clock shows the end, or leaps over it. */
function endOfOne(times: WeekTimes, at: number): number {
  const { to, from, timeZone } = times;
  const target = (from === to ? 0 : minutesOf(to)) % dayMinutes;
  const now = Math.floor(at / minuteMs) * minuteMs;
  const ahead = (target - localTime(at, timeZone).minute + dayMinutes) % dayMinutes || dayMinutes;
  const planned = now + ahead * minuteMs;
  // Where clocks were changed on the way, the planned minute shows another time.
  const off = localTime(planned, timeZone).minute - target;
  const shift = off > dayMinutes / 2 ? off - dayMinutes : off < -dayMinutes / 2 ? off + dayMinutes : off;
  const end = planned - shift * minuteMs;
  if (end > at && localTime(end, timeZone).minute === target) return end;
  return isWithin(times, planned) ? planned : lastMinuteWithin(times, now, planned) + minuteMs;
}

/** Between two whole minutes of which only the first is within, with one leap of the clock in between. */
function lastMinuteWithin(times: WeekTimes, within: number, without: number): number {
  if (without - within <= minuteMs) return within;
  const middle = within + Math.floor((without - within) / (2 * minuteMs)) * minuteMs;
  return isWithin(times, middle)
    ? lastMinuteWithin(times, middle, without)
    : lastMinuteWithin(times, within, middle);
}

/** Day of the week (0 is Monday) and minute of the day. */
function localTime(at: number, timeZone: string): { day: number; minute: number } {
  const parts = formatOf(timeZone).formatToParts(at);
  const read = (type: string) => parts.find((part) => part.type === type)?.value ?? '';
  return {
    day: shortDays.indexOf(read('weekday')),
    minute: Number(read('hour')) * 60 + Number(read('minute')),
  };
}

const shortDays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  formats.set(timeZone, made);
  return made;
}

function weekdayOf(day: number): Weekday {
  return weekdays[(day + 7) % 7] ?? 'monday';
}

function minutesOf(time: string): number {
  const [hours, minutes] = time.split(':').map(Number);
  return (hours ?? 0) * 60 + (minutes ?? 0);
}
