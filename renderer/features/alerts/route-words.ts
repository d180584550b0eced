import { type Route, type Targets, type Weekday, type WeekTimes, weekdays } from '../../../shared/alert.ts';
import type { ChannelKindView, ChannelView } from '../../../shared/channel.ts';
import { eventTypes } from '../../../shared/event.ts';
import { eventWords } from '../../ui/event-words.ts';
import { severityWords } from '../../ui/severity.tsx';
import { matcherText } from './matchers.ts';
import type { Inherited } from './route-tree.ts';
import { spanOf } from './spans.ts';

const or = new Intl.ListFormat('en', { type: 'disjunction' });

/** What people know channels by. */
export interface Known {
  kinds: readonly ChannelKindView[];
  list: readonly ChannelView[];
}

/** Which alerts a route takes: "Critical, source is rules, Mon–Fri 08:00–18:00"; empty where it takes all. */
export function conditionText({ severities, types, matchers, times }: Route): string {
  const typeWords = types.map((type) => {
    const known = eventTypes.find((one) => one === type);
    return known === undefined ? type : eventWords[known].label;
  });
  return [
    ...(severities.length === 0 ? [] : [or.format(severities.map((severity) => severityWords[severity]))]),
    ...(typeWords.length === 0 ? [] : [or.format(typeWords)]),
    ...matchers.map(matcherText),
    ...(times.length === 0 ? [] : [or.format(times.map(timesText))]),
  ].join(', ');
}

/** Where it goes: "all channels"; "every E-mail channel, Warehouse". */
export function targetsText(targets: Targets | null, { kinds, list }: Known): string {
  if (targets === null) return 'nowhere';
  if (targets.all) return 'all channels';
  const kindNames = targets.kinds.map((kind) => kinds.find((one) => one.kind === kind)?.label ?? kind);
  const names = targets.channelIds.map(
    (id) => list.find(({ channel }) => channel.id === id)?.channel.name ?? id,
  );
  return [...kindNames, ...names].join(', ') || 'nobody';
}

export const dayWords: Readonly<Record<Weekday, string>> = {
  monday: 'Mon',
  tuesday: 'Tue',
  wednesday: 'Wed',
  thursday: 'Thu',
  friday: 'Fri',
  saturday: 'Sat',
  sunday: 'Sun',
};

/** "Mon–Fri 08:00–18:00 (Europe/Berlin)". */
export function timesText({ days, from, to, timeZone }: WeekTimes): string {
  const places = weekdays.flatMap((day, index) => (days.includes(day) ? [index] : []));
  const [first, last] = [places[0], places.at(-1)];
  const inARow = places.length > 2 && first !== undefined && last === first + places.length - 1;
  const name = (index: number | undefined) => dayWords[weekdays[index ?? 0] ?? 'monday'];
  const words =
    places.length === weekdays.length
      ? 'daily'
      : inARow
        ? `${name(first)}–${name(last)}`
        : places.map(name).join(', ');
  return `${words} ${from}–${to} (${timeZone})`;
}

/** How often it is told, in a line: "first after 30 s, news every 5 min, repeated every 4 h". */
export function timersText({
  groupBy,
  groupWaitSeconds,
  groupIntervalSeconds,
  repeatIntervalSeconds,
}: Inherited): string {
  const by =
    groupBy === null || groupBy.length === 0
      ? 'all in one message'
      : groupBy.includes('...')
        ? 'each its own message'
        : `one message by ${groupBy.join(' and ')}`;
  const wait = (groupWaitSeconds ?? 0) === 0 ? 'at once' : `first after ${spanOf(groupWaitSeconds ?? 0)}`;
  return `${by}; ${wait}, news every ${spanOf(groupIntervalSeconds ?? 0)}, repeated every ${spanOf(repeatIntervalSeconds ?? 0)}`;
}
