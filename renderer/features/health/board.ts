import type { Metric } from '../../../shared/metrics.ts';

/** How a line is drawn; colours mean here what they mean everywhere. */
export interface LineLook {
  id: string;
  /** In the legend of its chart: "half". */
  label: string;
  tone: 'selected' | 'held' | 'fail' | 'quiet' | 'plain';
  dashed?: boolean;
}

/** One chart: lines of one unit over the same time. */
export interface ChartPlan {
  id: string;
  title: string;
  unit: Metric['unit'];
  lines: readonly LineLook[];
}

/** Charts under one heading; where there is nothing to measure, the sentence that says why. */
export interface ChartGroup {
  title: string;
  charts: readonly ChartPlan[];
  absent: string | null;
}

const chart = (title: string, unit: Metric['unit'], ...lines: readonly LineLook[]): ChartPlan => ({
  id: lines[0]?.id ?? title,
  title,
  unit,
  lines,
});
const line = (id: string, label: string, tone: LineLook['tone'] = 'selected', dashed = false): LineLook => ({
  id,
  label,
  tone,
  dashed,
});

/** Response times and their share of success, of all channels or of one. */
export const attemptCharts = (of: string, queue?: ChartPlan): readonly ChartPlan[] => [
  chart(
    'Response time',
    'milliseconds',
    line(`${of}.p95`, 'p95'),
    line(`${of}.p50`, 'p50', 'quiet'),
    line(`${of}.p99`, 'p99', 'selected', true),
  ),
  chart('Attempts that succeeded', 'percent', line(`${of}.success`, 'succeeded')),
  ...(queue === undefined ? [] : [queue]),
  chart('Attempts', 'perMinute', line(`${of}.perMinute`, 'attempts')),
];

const fixedGroups: readonly Omit<ChartGroup, 'absent'>[] = [
  {
    title: 'Deliveries',
    charts: attemptCharts(
      'attempts',
      chart(
        'Queue',
        'count',
        line('queue.waiting', 'waiting'),
        line('queue.held', 'held', 'held'),
        line('queue.failed', 'dead letters', 'fail', true),
      ),
    ),
  },
  {
    title: 'Photos',
    charts: [
      chart(
        'Analysis time',
        'milliseconds',
        line('inference.p95', 'p95'),
        line('inference.p50', 'p50', 'quiet'),
      ),
      chart('Photos', 'perMinute', line('photos.perMinute', 'photos')),
      chart('Photos that failed', 'percent', line('photos.failed', 'failed', 'fail')),
      chart(
        'Answered without work',
        'percent',
        line('cache.photos', 'photos'),
        line('cache.renders', 'pictures', 'quiet', true),
      ),
    ],
  },
  {
    title: 'This machine',
    charts: [
      chart('Processor', 'percent', line('cpu', 'in use')),
      chart('Memory', 'percent', line('memory', 'in use')),
      chart('Disk of the data folder', 'percent', line('disk', 'full')),
      chart(
        'Network',
        'bytesPerSecond',
        line('network.in', 'received'),
        line('network.out', 'sent', 'quiet', true),
      ),
    ],
  },
  {
    title: 'The program',
    charts: [
      chart(
        'Event loop delay',
        'milliseconds',
        line('eventLoop.p99', 'p99'),
        line('eventLoop.p50', 'p50', 'quiet'),
      ),
      chart('Memory of the program', 'bytes', line('process.memory', 'resident')),
      chart('Open alerts', 'count', line('alerts.open', 'open', 'fail')),
    ],
  },
];

/** Everything there is to see, by what this machine has. */
export function boardOf(metrics: readonly Metric[]): readonly ChartGroup[] {
  const gpus = metrics.filter(({ group }) => group === 'gpu');
  const absent = gpus[0]?.absent ?? null;
  const names = [...new Set(gpus.map(({ id }) => id.split('.')[1] ?? '0'))];
  const gpuChart = (title: string, unit: Metric['unit'], measure: string) =>
    chart(title, unit, ...names.map((name, index) => gpuLine(name, measure, index, names.length)));
  const gpu = [
    gpuChart('GPU use', 'percent', 'use'),
    gpuChart('GPU memory', 'percent', 'memory'),
    gpuChart('GPU temperature', 'celsius', 'temperature'),
    gpuChart('GPU power', 'watts', 'power'),
  ];
  const groups = fixedGroups.map((group) => ({ ...group, absent: null }));
  if (gpus.length === 0) return groups;
  return [...groups, { title: 'GPU', charts: absent === null ? gpu : [], absent }];
}

const gpuTones = ['selected', 'plain', 'held', 'quiet'] as const;

/** More of them than tones are told apart by dashes, and by their numbers in the legend. */
function gpuLine(name: string, measure: string, index: number, of: number): LineLook {
  const tone = gpuTones[index % gpuTones.length] ?? 'selected';
  return line(`gpu.${name}.${measure}`, of === 1 ? 'GPU' : `GPU ${name}`, tone, index >= gpuTones.length);
}

/** Every metric of some charts, once. */
export const metricsOf = (charts: readonly ChartPlan[]): string[] => [
  ...new Set(charts.flatMap(({ lines }) => lines.map(({ id }) => id))),
];
