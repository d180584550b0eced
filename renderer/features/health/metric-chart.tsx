import { memo, useMemo, useRef } from 'react';
import { Area, CartesianGrid, ComposedChart, Line, ReferenceLine, XAxis, YAxis } from 'recharts';
import type { ChartPlan } from './board.ts';
import { tickText, timeTicks, topFor, valueTicks } from './chart-axis.ts';
import { endOf, highestOf, type Lines, looksSame } from './chart-lines.ts';
import classes from './metric-chart.module.css';
import { valueText } from './metric-words.ts';

/** Where the plot lies in a chart, pixels: everything that is laid over it counts on these. */
export const plot = { left: 56, right: 10, top: 6, bottom: 22 } as const;
const pixelsPerTick = 88;
/** What is kept is one sample in this time; longer stretches have a band from lowest to highest. */
const sampleMs = 5_000;

interface MetricChartProps {
  plan: ChartPlan;
  lines: Lines;
  /** From this value on it is trouble. */
  threshold: number | null;
  width: number;
  height: number;
}

/** The lines themselves; drawn anew only when they have moved. */
export const MetricChart = memo(Chart, (before, { plan, lines, threshold, width, height }) => {
  const isAlike = before.plan === plan && before.threshold === threshold;
  if (!isAlike || before.width !== width || before.height !== height) return false;
  return looksSame(
    before.lines,
    lines,
    plan.lines.map(({ id }) => id),
  );
});

function Chart(props: MetricChartProps) {
  const { plan, lines, threshold, width, height } = props;
  const top = useTop(plan, lines);
  const [from, to] = [lines.from, endOf(lines)];
  const { rows, lonely } = useMemo(() => rowsOf(plan, lines), [plan, lines]);
  return (
    <ComposedChart
      width={width}
      height={height}
      data={rows}
      margin={{ left: 0, right: plot.right, top: plot.top, bottom: 0 }}
      accessibilityLayer={false}
    >
      <CartesianGrid vertical={false} stroke="var(--line)" />
      <XAxis
        dataKey="at"
        type="number"
        domain={[from, to]}
        allowDataOverflow
        ticks={timeTicks(from, to, Math.max(2, Math.floor((width - plot.left) / pixelsPerTick)))}
        height={plot.bottom}
        tick={({ x, y, payload }: TickProps) => (
          <text x={x} y={Number(y) + 10} className={classes.tick} textAnchor="middle">
            {tickText(Number(payload.value), to - from)}
          </text>
        )}
        axisLine={{ stroke: 'var(--line-strong)' }}
        tickLine={{ stroke: 'var(--line-strong)' }}
        interval={0}
      />
      <YAxis
        width={plot.left}
        domain={[0, top]}
        allowDataOverflow
        ticks={valueTicks(top)}
        tick={({ x, y, payload }: TickProps) => (
          <text x={x} y={Number(y) + 4} className={classes.tick} textAnchor="end">
            {valueText(Number(payload.value), plan.unit)}
          </text>
        )}
        axisLine={false}
        tickLine={false}
        interval={0}
      />
      {threshold !== null && threshold <= top && (
        <ReferenceLine y={threshold} stroke="var(--review)" strokeDasharray="6 4" />
      )}
      {/* One sample is its own lowest and highest. */}
      {lines.stepMs > sampleMs &&
        plan.lines.map(({ id, tone }, index) => (
          <Area
            key={`band ${id}`}
            dataKey={`band${index}`}
            stroke="none"
            fill={colourOf[tone]}
            fillOpacity={0.16}
            isAnimationActive={false}
            activeDot={false}
            connectNulls={false}
          />
        ))}
      {plan.lines.map(({ id, tone, dashed }, index) => (
        <Line
          key={id}
          dataKey={`mean${index}`}
          type="linear"
          stroke={colourOf[tone]}
          strokeWidth={1.5}
          {...(dashed && { strokeDasharray: '4 3' })}
          dot={false}
          activeDot={false}
          isAnimationActive={false}
          connectNulls={false}
        />
      ))}
      {plan.lines.map(
        ({ id, tone }, index) =>
          lonely[index] && (
            <Line
              key={`lonely ${id}`}
              dataKey={`lonely${index}`}
              stroke="none"
              dot={{ r: 1.75, fill: colourOf[tone], strokeWidth: 0 }}
              activeDot={false}
              isAnimationActive={false}
            />
          ),
      )}
    </ComposedChart>
  );
}

/** The words of ticks are drawn as they are: recharts would lay out the page to measure each. */
interface TickProps {
  x: number | string;
  y: number | string;
  payload: { value: number | string };
}

/** The colour of a line, by what it means. */
export const colourOf = {
  selected: 'var(--selected)',
  held: 'var(--held)',
  fail: 'var(--fail)',
  quiet: 'var(--text-third)',
  plain: 'var(--text)',
} as const;

/** The top of the axis, which does not jump from one second to the next. */
function useTop({ unit, lines: drawn }: ChartPlan, lines: Lines): number {
  const before = useRef<{ top: number; stepMs: number } | null>(null);
  if (unit === 'percent') return 100;
  // Another length of time is another picture.
  const known = before.current?.stepMs === lines.stepMs ? before.current.top : null;
  const highest = highestOf(
    lines,
    drawn.map(({ id }) => id),
  );
  const top = Math.max(unit === 'count' ? 4 : 0, topFor(highest, known));
  before.current = { top, stepMs: lines.stepMs };
  return top;
}

type Row = Record<string, number | null | readonly [number, number]>;

/**
 * A row a stretch, in its middle; the band only where it is more than the line. A value between two gaps would be a
 * line without length: it is a dot. `lonely`: for every line whether it has one.
 */
function rowsOf(plan: ChartPlan, lines: Lines): { rows: Row[]; lonely: boolean[] } {
  const drawn = plan.lines.map(({ id }) => lines.byId.get(id) ?? []);
  const lonely = drawn.map(() => false);
  const rows = Array.from({ length: lines.count }, (_, at) => {
    const row: Row = { at: lines.from + (at + 0.5) * lines.stepMs };
    for (const [index, stretches] of drawn.entries()) {
      const stretch = stretches[at] ?? null;
      const isLonely = stretch !== null && !stretches[at - 1] && !stretches[at + 1];
      if (isLonely) lonely[index] = true;
      row[`mean${index}`] = stretch?.mean ?? null;
      row[`band${index}`] =
        stretch !== null && stretch.high > stretch.low ? [stretch.low, stretch.high] : null;
      row[`lonely${index}`] = isLonely ? stretch.mean : null;
    }
    return row;
  });
  return { rows, lonely };
}
