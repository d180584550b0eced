import type { RouteExplanation } from '../../shared/alert.ts';
import type { CallParsedInput } from '../../shared/contract.ts';
import { type AlertingStore, check } from './alerting-store.ts';
import { createAudience, isForWorkflows, isNamed } from './audience.ts';
import type { Muting } from './muting.ts';
import { groupLabels, type ResolvedRoute, routesOf } from './routing.ts';

export interface ExplainParts {
  alerting: Pick<AlertingStore, 'get'>;
  registry: Parameters<typeof createAudience>[0]['registry'];
  muting: Muting;
  now(): number;
}

/** Where would this go, and why: the routing itself, with nothing sent. Throws AppError routes.invalid. */
export function explainRoutes(
  { alerting, registry, muting, now }: ExplainParts,
  input: CallParsedInput<'routes.explain'>,
): RouteExplanation {
  const document = input.alerting ?? alerting.get();
  if (input.alerting !== undefined) check(input.alerting);
  const audience = createAudience({ registry, alerting: { get: () => document } });
  const at = input.at === undefined ? now() : Date.parse(input.at);
  const told = { type: input.type, severity: input.severity, labels: input.labels };
  const { taken, visited } = routesOf(document.routes, { ...told, at });
  const suppressed = input.type === 'system_alert' ? (muting.look(at)?.({ id: '', ...told }) ?? null) : null;

  const channels = audience.channels().map((one): RouteExplanation['channels'][number] => {
    const { id, name, kind } = one.channel;
    const route = isForWorkflows(one) ? null : (taken.find(({ to }) => isNamed(to, one)) ?? null);
    const nobody = { channelId: id, name, kind, told: false, routeId: route?.id ?? null };
    const left = (reason: RouteExplanation['channels'][number]['reason'], why: string) => ({
      ...nobody,
      reason,
      why,
      at: null,
      quietUntil: null,
    });
    if (!isForWorkflows(one) && route === null) {
      const names = taken.map((each) => `"${each.name}"`).join(', ');
      return left('notRouted', `The route ${names} does not name ${name}.`);
    }
    const refusal = audience.refusalOf(one, told);
    if (refusal !== null) return left(refusal.reason, refusal.why);
    if (suppressed !== null) return left('suppressed', suppressed.why);
    const leaves = at + waitOf(route ?? taken[0], input);
    const quiet = audience.quietUntil(id, input.severity, leaves);
    return {
      ...nobody,
      told: true,
      reason: route === null ? 'workflow' : 'routed',
      why:
        quiet?.why ?? (route === null ? `${name} is for workflows: its own filter decides.` : routed(route)),
      at: new Date(quiet?.until ?? leaves).toISOString(),
      quietUntil: quiet === null ? null : new Date(quiet.until).toISOString(),
    };
  });
  return { visited, routes: taken.map((route) => shown(route, input.labels)), channels, suppressed };
}

/** What has a life waits for its group; what happened once, and what is critical, does not. */
function waitOf(
  route: ResolvedRoute | undefined,
  { type, severity }: Pick<CallParsedInput<'routes.explain'>, 'type' | 'severity'>,
): number {
  return type !== 'system_alert' || severity === 'critical' ? 0 : (route?.groupWaitMs ?? 0);
}

function routed({ name }: ResolvedRoute): string {
  return `The route "${name}" names it.`;
}

function shown(route: ResolvedRoute, labels: Readonly<Record<string, string>>) {
  return {
    routeId: route.id,
    name: route.name,
    groupLabels: groupLabels(route, labels),
    groupWaitSeconds: route.groupWaitMs / 1_000,
    groupIntervalSeconds: route.groupIntervalMs / 1_000,
    repeatIntervalSeconds: route.repeatIntervalMs / 1_000,
    escalationId: route.escalationId,
  };
}
