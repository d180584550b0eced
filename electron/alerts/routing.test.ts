import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Route, routeSchema } from '../../shared/alert.ts';
import type { Severity } from '../../shared/event.ts';
import { check } from './alerting-store.ts';
import { fits } from './matching.ts';
import { groupLabels, resolvedRoutes, routesOf } from './routing.ts';

const route = (id: string, also: object = {}, routes: readonly Route[] = []): Route =>
  routeSchema.parse({ id, name: id, ...also, routes: [...routes] });
const team = (value: string) => ({ matchers: [{ name: 'team', op: '=', value }] });

function takers(root: Route, labels: Record<string, string>, severity: Severity = 'error', at = 0): string[] {
  return routesOf(root, { labels, severity, type: 'system_alert', at }).taken.map(({ id }) => id);
}

/** The tree of Alertmanager's own documentation, in our words. */
const tree = route('root', {}, [
  route('databases', { matchers: [{ name: 'service', op: '=~', value: 'mysql|postgres' }] }, [
    route('owner', team('db')),
  ]),
  route('audit', { severities: ['critical'], continue: true }),
  route('front', team('front'), [
    route('night', { times: [{ days: ['thursday'], from: '00:00', to: '06:00' }] }),
  ]),
  route('late', team('front')),
]);

test.each([
  ['nothing fits: the root', {}, 'error', ['root']],
  ['a child that fits', { service: 'mysql' }, 'error', ['databases']],
  ['a regular expression fits the whole value', { service: 'mysql2' }, 'error', ['root']],
  ['deeper is first', { service: 'postgres', team: 'db' }, 'error', ['owner']],
  ['the first that fits wins', { service: 'mysql', team: 'front' }, 'error', ['databases']],
  ['unless it continues', { team: 'front' }, 'critical', ['audit', 'night']],
  ['one that continues alone', {}, 'critical', ['audit']],
] as const)('%s', (_name, labels, severity, expected) => {
  expect(takers(tree, labels, severity)).toEqual(expected);
});

test('a route may hold at some times only', () => {
  expect(takers(tree, { team: 'front' }, 'error', Date.parse('1970-01-01T05:59:00Z'))).toEqual(['night']);
  expect(takers(tree, { team: 'front' }, 'error', Date.parse('1970-01-01T06:00:00Z'))).toEqual(['front']);
});

test('what a route does not say is inherited', () => {
  const root = route('root', { groupWaitSeconds: 1, groupBy: ['a'], escalationId: 'night' }, [
    route('one', { groupIntervalSeconds: 2 }, [route('two', { groupWaitSeconds: 3 })]),
  ]);
  expect(resolvedRoutes(root).get('two')).toMatchObject({
    groupWaitMs: 3_000,
    groupIntervalMs: 2_000,
    repeatIntervalMs: 14_400_000,
    groupBy: ['a'],
    escalationId: 'night',
    sendResolved: 'usual',
  });
});

test.each([
  [['a'], { a: '1', b: '2' }, { a: '1' }],
  [['a', 'c'], { a: '1' }, { a: '1', c: '' }],
  [['...'], { b: '2', a: '1' }, { a: '1', b: '2' }],
  [[], { a: '1' }, {}],
])('grouping by %j', (groupBy, labels, expected) => {
  const resolved = resolvedRoutes(route('root', { groupBy })).get('root');
  expect(resolved && groupLabels(resolved, labels)).toEqual(expected);
});

test.each([
  ['=', 'x', 'x', true],
  ['=', '', undefined, true],
  ['!=', 'x', undefined, true],
  ['!=', 'x', 'x', false],
  ['=~', 'x.*', 'xy', true],
  ['=~', 'x', 'xy', false],
  ['=~', '.*', undefined, true],
  ['!~', 'x|y', 'y', false],
  ['!~', 'x|y', 'z', true],
] as const)('a%s"%s" of %s: %s', (op, value, actual, expected) => {
  expect(fits({ name: 'a', op, value }, actual === undefined ? {} : { a: actual })).toBe(expected);
});

test('a tree that nobody could read is refused', () => {
  const chain = (levels: number): Route =>
    Array.from({ length: levels }).reduce<Route>(
      (below, _, index) => route(`r${index}`, { to: { all: true } }, [below]),
      route('leaf', { to: { all: true } }),
    );
  const document = (levels: number) => ({ routes: chain(levels), inhibitions: [], quietHours: [] });
  expect(() => check(document(19))).not.toThrow();
  expect(() => check(document(20))).toThrow(expect.objectContaining({ code: 'routes.invalid' }));
});

const anyTree: fc.Arbitrary<Route> = fc.letrec<{ route: Route }>((tie) => ({
  route: fc
    .record({
      matchers: fc.array(
        fc.record({
          name: fc.constantFrom('a', 'b'),
          op: fc.constantFrom('=', '!='),
          value: fc.constantFrom('0', '1'),
        }),
        { maxLength: 2 },
      ),
      continue: fc.boolean(),
      routes: fc.oneof({ maxDepth: 3 }, fc.constant([]), fc.array(tie('route'), { maxLength: 3 })),
    })
    .map((given) => routeSchema.parse({ id: 'x', name: 'x', ...given })),
})).route;

test('whatever the tree, something takes every alert, all that take it fit, and nothing below them does', () => {
  fc.assert(
    fc.property(anyTree, fc.constantFrom('0', '1'), fc.constantFrom('0', '1'), (given, a, b) => {
      const root = { ...given, matchers: [] };
      const { taken, visited } = routesOf(root, {
        labels: { a, b },
        severity: 'info',
        type: 'system_alert',
        at: 0,
      });
      expect(taken.length).toBeGreaterThan(0);
      expect(visited.filter(({ takes }) => takes)).toHaveLength(taken.length);
      for (const [index, node] of visited.entries()) {
        if (!node.takes) continue;
        expect(node.fits).toBe(true);
        const next = visited.slice(index + 1);
        const end = next.findIndex(({ depth }) => depth <= node.depth);
        const below = end === -1 ? next : next.slice(0, end);
        expect(below.some(({ fits }) => fits)).toBe(false);
      }
    }),
  );
});
