import fc from 'fast-check';
import { expect, it } from 'vitest';
import { defaultAlerting, type Route, routeSchema } from '../../../shared/alert.ts';
import {
  addRoute,
  allRoutes,
  changeRoute,
  moveRoute,
  moves,
  nothingInherited,
  removeRoute,
  resolved,
} from './route-tree.ts';

const route = (id: string, routes: Route[] = []) => routeSchema.parse({ id, name: id, routes });
const shape = ({ id, routes }: Route): unknown => (routes.length === 0 ? id : { [id]: routes.map(shape) });
const tree = route('root', [route('a'), route('b', [route('c'), route('d')]), route('e')]);

it.each([
  ['b', 'up', { root: [{ b: ['c', 'd'] }, 'a', 'e'] }],
  ['a', 'down', { root: [{ b: ['c', 'd'] }, 'a', 'e'] }],
  ['e', 'in', { root: ['a', { b: ['c', 'd', 'e'] }] }],
  ['c', 'out', { root: ['a', { b: ['d'] }, 'c', 'e'] }],
] as const)('%s is moved %s', (id, move, expected) => {
  expect(shape(moveRoute(tree, id, move) ?? tree)).toEqual(expected);
});

it.each([
  ['a', 'up'],
  ['e', 'down'],
  ['c', 'in'],
  ['a', 'out'],
  ['root', 'up'],
  ['nobody', 'down'],
] as const)('%s cannot be moved %s', (id, move) => {
  expect(moveRoute(tree, id, move)).toBeNull();
});

it('no move loses a route or doubles one', () => {
  const ids = (root: Route) => allRoutes(root).map(({ id }) => id);
  const step = fc.tuple(fc.constantFrom(...ids(tree)), fc.constantFrom(...moves));
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const moved = steps.reduce((root, [id, move]) => moveRoute(root, id, move) ?? root, tree);
      expect(ids(moved).toSorted()).toEqual(ids(tree).toSorted());
    }),
  );
});

it('a route is changed, added and removed where it stands', () => {
  const renamed = changeRoute(tree, 'd', (it) => ({ ...it, name: 'D' }));
  expect(allRoutes(renamed).find(({ id }) => id === 'd')?.name).toBe('D');
  const { root, id } = addRoute(tree, 'b');
  expect(shape(root)).toEqual({ root: ['a', { b: ['c', 'd', id] }, 'e'] });
  expect(shape(removeRoute(tree, 'b'))).toEqual({ root: ['a', 'e'] });
});

it('what a route does not say itself is inherited', () => {
  const { routes: root } = defaultAlerting;
  const atRoot = resolved(root, nothingInherited);
  const critical = root.routes.find(({ id }) => id === 'critical') ?? root;
  expect(resolved(critical, atRoot)).toMatchObject({ groupWaitSeconds: 0, repeatIntervalSeconds: 14_400 });
});
