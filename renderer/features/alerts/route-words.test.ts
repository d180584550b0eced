import { expect, it } from 'vitest';
import { defaultAlerting, routeSchema, weekTimesSchema } from '../../../shared/alert.ts';
import { nothingInherited, resolved } from './route-tree.ts';
import { conditionText, targetsText, timersText, timesText } from './route-words.ts';

const times = (days: string[]) =>
  weekTimesSchema.parse({ days, from: '08:00', to: '18:00', timeZone: 'Europe/Berlin' });

it.each([
  [['monday', 'tuesday', 'wednesday', 'thursday', 'friday'], 'Mon–Fri 08:00–18:00 (Europe/Berlin)'],
  [['saturday', 'sunday'], 'Sat, Sun 08:00–18:00 (Europe/Berlin)'],
  [['monday', 'wednesday', 'friday'], 'Mon, Wed, Fri 08:00–18:00 (Europe/Berlin)'],
])('times on %j read %s', (days, words) => {
  expect(timesText(times(days))).toBe(words);
});

it('a route reads as which alerts, and where to', () => {
  const route = routeSchema.parse({
    id: 'r',
    name: 'R',
    severities: ['error', 'critical'],
    matchers: [{ name: 'source', value: 'rules' }],
    to: { kinds: ['email', 'gone'], channelIds: ['gone-too'] },
    routes: [],
  });
  expect(conditionText(route)).toBe('Error or Critical, source is rules');
  expect(targetsText(route.to, { kinds: [], list: [] })).toBe('email, gone, gone-too');
  expect(targetsText({ all: true, kinds: [], channelIds: [] }, { kinds: [], list: [] })).toBe('all channels');
  expect(targetsText({ all: false, kinds: [], channelIds: [] }, { kinds: [], list: [] })).toBe('nobody');
});

it('timers read as when one hears of it', () => {
  expect(timersText(resolved(defaultAlerting.routes, nothingInherited))).toBe(
    'one message by alertname and source; first after 30 s, news every 5 min, repeated every 4 h',
  );
});
