import type { Labels } from '../../shared/alert.ts';
import { alertNames } from '../../shared/alert.ts';
import { AppError } from '../../shared/errors.ts';
import { type MetricUnit, wordsOfValue } from '../../shared/metrics.ts';
import {
  labelOfThreshold,
  ladderOf,
  type Threshold,
  type ThresholdView,
  thresholdMetricOf,
  thresholdSchema,
  unitOfThreshold,
  usualThresholds,
} from '../../shared/threshold.ts';
import type { Notifier } from '../alerts/notifier.ts';
import type { EventBus } from '../events.ts';
import type { Database } from '../store/database.ts';
import type { SampleStore } from '../store/sample-store.ts';
import type { Values } from './sampler.ts';
import { createThresholdWatch, type Finding, silentMs, type ThresholdWatch } from './threshold-watch.ts';
import { trendOf } from './trend.ts';

/** From where on what is measured is trouble, and the alerts that say so. */
export interface Thresholds {
  list(): ThresholdView[];
  save(threshold: Threshold): Promise<ThresholdView>;
  /** What `save` writes, inside a transaction. Who is to hear of it is told by the caller. */
  put(threshold: Threshold): void;
  /** One, or all, back to what came with the program. Throws AppError notFound. */
  reset(metric?: string): Promise<ThresholdView[]>;
  /** The next sample: raises and resolves what it comes to. */
  judge(values: Values): Promise<void>;
  /** What was seen so far does not count any more: another process judged meanwhile. */
  forget(): void;
}

export interface ThresholdsParts {
  database: Database;
  samples: Pick<SampleStore, 'stretches'>;
  notifier: Pick<Notifier, 'raise' | 'resolve'>;
  events: Pick<EventBus, 'emit'>;
  now(): number;
}

const trendMs = 600_000;

export function createThresholds(parts: ThresholdsParts): Thresholds {
  const { database, samples, notifier, events, now } = parts;
  const { statement, read, write } = database;
  const watches = new Map<string, { text: string; watch: ThresholdWatch }>();

  function kept(): Threshold[] {
    const rows = read(() => statement('SELECT body FROM thresholds').all());
    return rows.flatMap(({ body }) => {
      const parsed = thresholdSchema.safeParse(JSON.parse(String(body)));
      return parsed.success ? [parsed.data] : [];
    });
  }

  /** Those that came with the program first, in their order. */
  function thresholds(): Threshold[] {
    const own = new Map(kept().map((threshold) => [threshold.metric, threshold]));
    const known = usualThresholds.map((threshold) => own.get(threshold.metric) ?? threshold);
    const added = [...own.values()].filter(({ metric }) => usualOf(metric) === undefined);
    return [...known, ...added];
  }

  const list = () => thresholds().map(viewOf);

  function put(threshold: Threshold): void {
    const body = JSON.stringify(threshold);
    statement('INSERT OR REPLACE INTO thresholds VALUES (?, ?)').run(threshold.metric, body);
  }

  /** The one that watches a series: its own goes before that of all GPUs. */
  function thresholdFor(all: readonly Threshold[], series: string): Threshold | undefined {
    const of = (name: string) => all.find(({ metric }) => metric === name);
    return of(series) ?? of(thresholdMetricOf(series));
  }

  function watchOf(series: string, threshold: Threshold): ThresholdWatch {
    const text = JSON.stringify(threshold);
    const known = watches.get(series);
    if (known?.text === text) return known.watch;
    const watch = createThresholdWatch(threshold);
    watches.set(series, { text, watch });
    return watch;
  }

  async function say(
    series: string,
    threshold: Threshold,
    value: number | null,
    finding: Finding,
  ): Promise<void> {
    if (finding.kind === 'silent' || value === null) {
      return notifier.resolve(labelsOf(series), `Nothing was measured${lasting(silentMs / 1_000)}.`);
    }
    if (finding.kind === 'resolve') return notifier.resolve(labelsOf(series), overNote(threshold, value));
    const unit = unitOfThreshold(threshold.metric) ?? 'count';
    const at = now();
    const points = samples
      .stretches(series, { from: at - trendMs, to: at, stepMs: 30_000 }, at)
      .map((stretch) => [stretch.at, stretch.mean] as const);
    const trend = trendOf(points, unit);
    const { above, forSeconds } = threshold;
    await notifier.raise({
      labels: labelsOf(series),
      severity: finding.severity,
      title: `${labelOfThreshold(series)} is at ${wordsOfValue(value, unit)}`,
      message: `Above ${wordsOfValue(above, unit)}${lasting(forSeconds)}; ${trend}.${ladderNote(threshold, unit)}`,
      details: { value, above, ratio: Math.round((value / above) * 100) / 100, trend },
    });
  }

  return {
    list,
    put,
    async save(threshold) {
      await write(() => put(threshold));
      events.emit('thresholds.changed', {});
      return viewOf(threshold);
    },
    async reset(metric) {
      if (metric !== undefined && !thresholds().some((threshold) => threshold.metric === metric)) {
        throw new AppError('notFound', `There is no threshold for "${metric}". List them again.`);
      }
      await write(() =>
        metric === undefined
          ? statement('DELETE FROM thresholds').run()
          : statement('DELETE FROM thresholds WHERE metric = ?').run(metric),
      );
      events.emit('thresholds.changed', {});
      return list();
    },
    async judge(values) {
      const all = thresholds();
      for (const series of new Set([...Object.keys(values), ...watches.keys()])) {
        const threshold = thresholdFor(all, series);
        if (threshold === undefined || !threshold.enabled) {
          const watch = watches.get(series)?.watch;
          watches.delete(series);
          if (watch?.mayBeOpen()) await notifier.resolve(labelsOf(series), 'Nobody watches this any more.');
          continue;
        }
        const value = values[series] ?? null;
        const finding = watchOf(series, threshold).judge(value, now());
        if (finding === null) continue;
        try {
          await say(series, threshold, value, finding);
        } catch (error) {
          // Nobody heard it: it is found anew.
          watches.delete(series);
          throw error;
        }
      }
    },
    forget: () => watches.clear(),
  };
}

const labelsOf = (series: string): Labels => ({
  alertname: alertNames.threshold,
  source: 'monitoring',
  metric: series,
});

const usualOf = (metric: string) => usualThresholds.find((threshold) => threshold.metric === metric);

function viewOf(threshold: Threshold): ThresholdView {
  const { metric } = threshold;
  const usual = usualOf(metric);
  return {
    threshold,
    label: labelOfThreshold(metric),
    unit: unitOfThreshold(metric) ?? 'count',
    ladder: ladderOf(threshold),
    usual: JSON.stringify(usual) === JSON.stringify(threshold),
    builtIn: usual !== undefined,
  };
}

function lasting(seconds: number): string {
  if (seconds === 0) return '';
  if (seconds % 60 !== 0) return ` for ${seconds} s`;
  return seconds === 60 ? ' for a minute' : ` for ${seconds / 60} minutes`;
}

function overNote(threshold: Threshold, value: number): string {
  const unit = unitOfThreshold(threshold.metric) ?? 'count';
  return `At ${wordsOfValue(value, unit)}, not above ${wordsOfValue(threshold.clearBelow, unit)}${lasting(threshold.forSeconds)}.`;
}

/** Where 1.5 and 2 times the threshold cannot be reached, people are told where the steps are instead. */
function ladderNote(threshold: Threshold, unit: MetricUnit): string {
  const { error, critical, capped } = ladderOf(threshold);
  if (!capped) return '';
  return ` It cannot get to twice that: above ${wordsOfValue(error, unit)} is an error, above ${wordsOfValue(critical, unit)} critical.`;
}
