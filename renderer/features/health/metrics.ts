import { create } from 'zustand';
import { toAppError } from '../../../shared/errors.ts';
import type { Marker, Metric } from '../../../shared/metrics.ts';
import { core } from '../../core.ts';
import { boardOf, metricsOf } from './board.ts';
import { type Lines, linesOf, withSample } from './chart-lines.ts';

const [minuteMs, hourMs, dayMs] = [60_000, 3_600_000, 86_400_000];

/** The lengths of time that charts show. */
export const ranges = [
  { id: '15m', label: '15 min', lengthMs: 15 * minuteMs },
  { id: '1h', label: '1 h', lengthMs: hourMs },
  { id: '6h', label: '6 h', lengthMs: 6 * hourMs },
  { id: '24h', label: '24 h', lengthMs: dayMs },
  { id: '7d', label: '7 d', lengthMs: 7 * dayMs },
  { id: '90d', label: '90 d', lengthMs: 90 * dayMs },
] as const;
export type RangeId = (typeof ranges)[number]['id'];

interface MetricsState {
  metrics: readonly Metric[];
  range: RangeId;
  paused: boolean;
  /** Null until the core has answered for this range. */
  lines: Lines | null;
  markers: readonly Marker[];
  /** As told last, for what is shown as a number. */
  newest: Readonly<Record<string, number | null>>;
  /** Metrics that are drawn beside the board's own: those of a channel. */
  extra: readonly string[];
  state: 'loading' | 'ready' | 'failed';
  reason: string | null;
}

/** What is measured, as the charts show it. */
export const useMetrics = create<MetricsState>(() => ({
  metrics: [],
  range: '15m',
  paused: false,
  lines: null,
  markers: [],
  newest: {},
  extra: [],
  state: 'loading',
  reason: null,
}));

/** Points of a line: more could not be told apart on a chart of this size. */
const points = 360;
/** The most lines that one call answers. */
const mostSeries = 40;
/** Finer stretches than this are drawn as they are measured; with others it would not be seen. */
const liveStepMs = 15_000;
const [watchEveryMs, reloadEveryMs] = [45_000, 60_000];

export const lengthOf = (range: RangeId) => ranges.find(({ id }) => id === range)?.lengthMs ?? hourMs;

let question = 0;

/** Fetches what is to be drawn; only the answer to the latest question counts. */
export async function loadMetrics(): Promise<void> {
  const mine = ++question;
  try {
    const { metrics } = await core.call('metrics.list', {});
    const { range, extra } = useMetrics.getState();
    const ids = [...new Set([...metricsOf(boardOf(metrics).flatMap(({ charts }) => charts)), ...extra])];
    const to = Date.now();
    const asked = {
      from: new Date(to - lengthOf(range)).toISOString(),
      to: new Date(to).toISOString(),
      points,
    };
    const answers = await Promise.all(
      chunksOf(ids, mostSeries).map((series) => core.call('metrics.query', { ...asked, series })),
    );
    const [first] = answers;
    if (mine !== question || first === undefined) return;
    const lines = linesOf({ ...first, series: answers.flatMap(({ series }) => series) });
    useMetrics.setState((before) => ({
      // The same ones stay the same, so that the charts stay the same.
      metrics: JSON.stringify(before.metrics) === JSON.stringify(metrics) ? before.metrics : metrics,
      lines,
      markers: first.markers,
      state: 'ready',
      reason: null,
    }));
  } catch (error) {
    if (mine === question) useMetrics.setState({ state: 'failed', reason: toAppError(error).message });
  }
}

const chunksOf = (ids: readonly string[], size: number) =>
  Array.from({ length: Math.ceil(ids.length / size) }, (_, chunk) =>
    ids.slice(chunk * size, (chunk + 1) * size),
  );

/** Keeps the charts in step with what is measured, every second while somebody sees them; returns what ends that. */
export function followMetrics(): () => void {
  const watch = () => {
    // Who does not get it this second gets it every five.
    if (!document.hidden) core.call('metrics.watch', {}).catch(() => undefined);
  };
  const reload = () => {
    if (!document.hidden && !useMetrics.getState().paused) void loadMetrics();
  };
  const seen = () => {
    watch();
    reload();
  };
  watch();
  void loadMetrics();
  const timers = [setInterval(watch, watchEveryMs), setInterval(reload, reloadEveryMs)];
  document.addEventListener('visibilitychange', seen);
  const stop = core.listen('metrics.sampled', ({ at, values }) => hearSample(Date.parse(at), values));
  return () => {
    stop();
    document.removeEventListener('visibilitychange', seen);
    for (const timer of timers) clearInterval(timer);
  };
}

/** Takes up one sample. */
export function hearSample(at: number, newest: MetricsState['newest']): void {
  const { paused, lines } = useMetrics.getState();
  if (paused) return;
  const isFine = lines !== null && lines.stepMs <= liveStepMs;
  useMetrics.setState({ newest, ...(isFine && { lines: withSample(lines, at, newest) }) });
}

export function showRange(range: RangeId): void {
  useMetrics.setState({ range, lines: null, state: 'loading' });
  void loadMetrics();
}

/** Stops the charts to be looked at, or lets them run again. */
export function togglePause(): void {
  const paused = !useMetrics.getState().paused;
  useMetrics.setState({ paused });
  if (!paused) void loadMetrics();
}

/** Draws some metrics beside the board's own for as long as the answer is not called. */
export function alsoDraw(ids: readonly string[]): () => void {
  useMetrics.setState({ extra: ids });
  void loadMetrics();
  return () => useMetrics.setState({ extra: [] });
}
