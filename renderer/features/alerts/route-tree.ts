import { type Route, routeSchema } from '../../../shared/alert.ts';

/** What a route takes over from the ones above it where it says nothing itself. */
export type Inherited = Pick<
  Route,
  | 'to'
  | 'groupBy'
  | 'groupWaitSeconds'
  | 'groupIntervalSeconds'
  | 'repeatIntervalSeconds'
  | 'sendResolved'
  | 'escalationId'
>;

const inheritable = [
  'to',
  'groupBy',
  'groupWaitSeconds',
  'groupIntervalSeconds',
  'repeatIntervalSeconds',
  'sendResolved',
  'escalationId',
] as const satisfies readonly (keyof Inherited)[];

/** What holds at a route: its own, else what it inherits. */
export function resolved(route: Route, from: Inherited): Inherited {
  const entries = inheritable.map((name) => [name, route[name] ?? from[name]]);
  return Object.fromEntries(entries) as Inherited;
}

/** The root inherits nothing. */
export const nothingInherited: Inherited = {
  to: null,
  groupBy: null,
  groupWaitSeconds: null,
  groupIntervalSeconds: null,
  repeatIntervalSeconds: null,
  sendResolved: null,
  escalationId: null,
};

export const allRoutes = (root: Route): Route[] => [root, ...root.routes.flatMap(allRoutes)];

/** The tree with one route changed. */
export function changeRoute(root: Route, id: string, change: (route: Route) => Route): Route {
  if (root.id === id) return change(root);
  const routes = root.routes.map((route) => changeRoute(route, id, change));
  return routes.every((route, index) => route === root.routes[index]) ? root : { ...root, routes };
}

/** The tree without a route and what is within it. */
export function removeRoute(root: Route, id: string): Route {
  const routes = root.routes.filter((route) => route.id !== id).map((route) => removeRoute(route, id));
  return { ...root, routes };
}

/** The route that one stands in, and its place there; null for the root and for none of the tree. */
export function placeOf(root: Route, id: string): { parent: Route; index: number } | null {
  const index = root.routes.findIndex((route) => route.id === id);
  if (index >= 0) return { parent: root, index };
  for (const route of root.routes) {
    const place = placeOf(route, id);
    if (place !== null) return place;
  }
  return null;
}

export const moves = ['up', 'down', 'in', 'out'] as const;
export type Move = (typeof moves)[number];

/** The tree with a route moved: among its siblings, into the one before it, or out behind its parent. Null: it cannot. */
export function moveRoute(root: Route, id: string, move: Move): Route | null {
  const place = placeOf(root, id);
  const route = place?.parent.routes[place.index];
  if (place === null || route === undefined) return null;
  const { parent, index } = place;
  if (move === 'up' || move === 'down') {
    const to = index + (move === 'up' ? -1 : 1);
    if (to < 0 || to >= parent.routes.length) return null;
    const routes = parent.routes.toSpliced(index, 1).toSpliced(to, 0, route);
    return changeRoute(root, parent.id, (it) => ({ ...it, routes }));
  }
  const without = removeRoute(root, id);
  if (move === 'in') {
    const before = parent.routes[index - 1];
    if (before === undefined) return null;
    return changeRoute(without, before.id, (it) => ({ ...it, routes: [...it.routes, route] }));
  }
  const outer = placeOf(root, parent.id);
  if (outer === null) return null;
  return changeRoute(without, outer.parent.id, (it) => ({
    ...it,
    routes: it.routes.toSpliced(outer.index + 1, 0, route),
  }));
}

/** An id that is not among others: "route-3". */
export function freeId(base: string, taken: readonly string[]): string {
  for (let number = taken.length + 1; ; number++) {
    const id = `${base}-${number}`;
    if (!taken.includes(id)) return id;
  }
}

/** The tree with a new route at the end of another's, and its id. */
export function addRoute(root: Route, parentId: string): { root: Route; id: string } {
  const id = freeId(
    'route',
    allRoutes(root).map((route) => route.id),
  );
  const route = routeSchema.parse({ id, name: 'New route', routes: [] });
  return { root: changeRoute(root, parentId, (it) => ({ ...it, routes: [...it.routes, route] })), id };
}
