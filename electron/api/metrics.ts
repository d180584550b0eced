import type { Charts } from '../monitoring/charts.ts';
import type { MetricsAccess } from '../monitoring/metrics-access.ts';
import type { Sampler } from '../monitoring/sampler.ts';
import type { HandlersOf } from './dispatch.ts';

/** Answers `metrics.*`. */
export function metricsHandlers(parts: {
  charts: Charts;
  sampler: Pick<Sampler, 'watch'>;
  access: MetricsAccess;
}): HandlersOf<'metrics'> {
  return {
    'metrics.list': () => ({ metrics: parts.charts.list() }),
    'metrics.query': (asked) => parts.charts.query(asked),
    'metrics.watch': () => ({ until: new Date(parts.sampler.watch()).toISOString() }),
    'metrics.access': ({ renewToken }) => parts.access.tell(renewToken),
  };
}
