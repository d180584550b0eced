import type { CallOutput, CallParsedInput } from '../../shared/contract.ts';
import {
  channelMeasures,
  gpuMeasures,
  type Metric,
  metricOf,
  type Series,
  singleMetrics,
} from '../../shared/metrics.ts';
import { type SampleStore, sampleTiers, stepFor } from '../store/sample-store.ts';
import type { GpuSource } from './gpus.ts';
import type { Markers } from './markers.ts';
import type { Sampler } from './sampler.ts';

/** What charts ask for. */
export interface Charts {
  list(): Metric[];
  query(asked: CallParsedInput<'metrics.query'>): CallOutput<'metrics.query'>;
}

export interface ChartsParts {
  samples: Pick<SampleStore, 'stretches' | 'series'>;
  sampler: Pick<Sampler, 'newest'>;
  gpus: Pick<GpuSource, 'absent'>;
  markers: Pick<Markers, 'between'>;
  /** What people call a channel or renderer. */
  channelName(id: string): string;
  now(): number;
}

export function createCharts(parts: ChartsParts): Charts {
  const { samples, sampler, gpus, markers, now } = parts;

  function describe(id: string): { label: string; unit: Metric['unit'] } {
    const known = metricOf(id);
    const channelId = channelOf(id);
    if (known === null) return { label: id, unit: 'count' };
    return channelId === null
      ? known
      : { ...known, label: known.label.replace(channelId, () => parts.channelName(channelId)) };
  }

  function lineOf(id: string, from: number, stepMs: number, count: number): Series {
    const found = samples.stretches(id, { from, to: from + count * stepMs, stepMs }, now());
    const byTime = new Map(found.map((stretch) => [stretch.at, stretch]));
    const times = Array.from({ length: count }, (_, index) => from + index * stepMs);
    const { label, unit } = describe(id);
    return {
      ...{ id, label, unit },
      points: times.map((at) => [at, byTime.get(at)?.mean ?? null]),
      band:
        stepMs === sampleTiers[0].stepMs
          ? null
          : times.map((at) => {
              const stretch = byTime.get(at);
              return stretch === undefined ? null : [stretch.low, stretch.high];
            }),
    };
  }

  return {
    list() {
      const ids = new Set([...samples.series(), ...Object.keys(sampler.newest())]);
      const gpuIds = [...new Set([...ids].flatMap((id) => /^gpu\.(\d+)\./.exec(id)?.[1] ?? []))].sort();
      const channelIds = [...new Set([...ids].flatMap((id) => channelOf(id) ?? []))].sort();
      const of = (family: string, members: readonly string[], measures: object) =>
        members.flatMap((member) => Object.keys(measures).map((measure) => `${family}.${member}.${measure}`));
      const absent = gpus.absent();
      return [
        ...singleMetrics.map(({ id }) => id),
        ...of('gpu', gpuIds.length > 0 ? gpuIds : ['0'], gpuMeasures),
        ...of('channel', channelIds, channelMeasures),
      ].flatMap((id) => {
        const known = metricOf(id);
        if (known === null) return [];
        const why = known.group === 'gpu' ? absent : null;
        return [{ ...known, ...describe(id), channelId: channelOf(id), absent: why }];
      });
    },
    query({ series, from, to, points }) {
      const range = { from: Date.parse(from), to: Date.parse(to), points };
      const stepMs = stepFor(range, now());
      const first = Math.floor(range.from / stepMs) * stepMs;
      const count = Math.ceil((range.to - first) / stepMs);
      return {
        series: series.map((id) => lineOf(id, first, stepMs, count)),
        resolutionMs: stepMs,
        markers: markers.between(first, range.to),
      };
    },
  };
}

function channelOf(id: string): string | null {
  return /^channel\.([^.]+)\./.exec(id)?.[1] ?? null;
}
