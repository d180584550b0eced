import type { Labels, Route, Targets } from '../../shared/alert.ts';
import type { EventType, Severity } from '../../shared/event.ts';
import { fits, matchable, wordsOf } from './matching.ts';
import { isWithin } from './week-times.ts';

/** What is routed: an alert, or an event with the labels that are read from it. */
export interface Subject {
  labels: Labels;
  severity: Severity;
  type: EventType;
  at: number;
}

/** A route with what it inherits. */
export interface ResolvedRoute {
  id: string;
  name: string;
  to: Targets;
  groupBy: readonly string[];
  groupWaitMs: number;
  groupIntervalMs: number;
  repeatIntervalMs: number;
  sendResolved: NonNullable<Route['sendResolved']>;
  escalationId: string | null;
}

export interface Visited {
  routeId: string;
  name: string;
  depth: number;
  fits: boolean;
  takes: boolean;
  why: string;
}

/** The timers of Alertmanager (https://prometheus.io/docs/alerting/latest/configuration/#route). */
const outermost: ResolvedRoute = {
  id: '',
  name: '',
  to: { all: false, kinds: [], channelIds: [] },
  groupBy: ['alertname', 'source'],
  groupWaitMs: 30_000,
  groupIntervalMs: 300_000,
  repeatIntervalMs: 14_400_000,
  sendResolved: 'usual',
  escalationId: null,
};

/** The routes that take a subject, in their order, and every node that was looked at. */
export function routesOf(root: Route, subject: Subject): { taken: ResolvedRoute[]; visited: Visited[] } {
  const taken: ResolvedRoute[] = [];
  const visited: Visited[] = [];

  function visit(route: Route, above: ResolvedRoute, depth: number): boolean {
    const misfit = misfitOf(route, subject);
    const step: Visited = {
      routeId: route.id,
      name: route.name,
      depth,
      fits: misfit === null,
      takes: false,
      why: misfit ?? 'It fits.',
    };
    visited.push(step);
    if (misfit !== null) return false;
    const resolved = inherit(route, above);
    let isTakenBelow = false;
    for (const next of route.routes) {
      if (!visit(next, resolved, depth + 1)) continue;
      isTakenBelow = true;
      if (!next.continue) break;
    }
    if (isTakenBelow) {
      step.why = 'It fits; a route below it takes it.';
      return true;
    }
    step.takes = true;
    step.why = route.routes.length === 0 ? 'It fits and takes it.' : 'It fits; none below it does.';
    taken.push(resolved);
    return true;
  }

  visit(root, outermost, 0);
  return { taken, visited };
}

/** Every route with what it inherits, by its id, in the order of the tree. */
export function resolvedRoutes(root: Route): Map<string, ResolvedRoute> {
  const all = new Map<string, ResolvedRoute>();
  const add = (route: Route, above: ResolvedRoute) => {
    const resolved = inherit(route, above);
    all.set(route.id, resolved);
    for (const next of route.routes) add(next, resolved);
  };
  add(root, outermost);
  return all;
}

/** The labels that a subject is grouped by in a route. */
export function groupLabels({ groupBy }: ResolvedRoute, labels: Labels): Labels {
  const names = groupBy.includes('...') ? Object.keys(labels) : groupBy;
  return Object.fromEntries(names.toSorted().flatMap((name) => [[name, labels[name] ?? '']]));
}

function inherit(route: Route, above: ResolvedRoute): ResolvedRoute {
  const ms = (seconds: number | null, inherited: number) => (seconds === null ? inherited : seconds * 1_000);
  return {
    id: route.id,
    name: route.name,
    to: route.to ?? above.to,
    groupBy: route.groupBy ?? above.groupBy,
    groupWaitMs: ms(route.groupWaitSeconds, above.groupWaitMs),
    groupIntervalMs: ms(route.groupIntervalSeconds, above.groupIntervalMs),
    repeatIntervalMs: ms(route.repeatIntervalSeconds, above.repeatIntervalMs),
    sendResolved: route.sendResolved ?? above.sendResolved,
    escalationId: route.escalationId ?? above.escalationId,
  };
}

/** A sentence: the first condition that does not hold; null when all do. */
function misfitOf({ severities, types, matchers, times }: Route, subject: Subject): string | null {
  if (severities.length > 0 && !severities.includes(subject.severity)) {
    return `It asks for ${severities.join(' or ')}; this is ${subject.severity}.`;
  }
  if (types.length > 0 && !types.includes(subject.type)) {
    return `It asks for ${types.join(' or ')}; this is ${subject.type}.`;
  }
  const labels = matchable(subject);
  const matcher = matchers.find((one) => !fits(one, labels));
  if (matcher !== undefined) {
    const actual = labels[matcher.name];
    const is = actual === undefined ? 'missing' : `"${actual}"`;
    return `It asks for ${wordsOf([matcher])}; ${matcher.name} is ${is}.`;
  }
  if (times.length > 0 && !times.some((one) => isWithin(one, subject.at))) {
    return 'It holds at other times of the week.';
  }
  return null;
}
