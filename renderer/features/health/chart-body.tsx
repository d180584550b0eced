import { useElementSize } from '@mantine/hooks';
import type { PointerEvent, RefObject } from 'react';
import { thresholdMetricOf } from '../../../shared/threshold.ts';
import type { ChartPlan } from './board.ts';
import classes from './chart-card.module.css';
import { ChartLegend } from './chart-legend.tsx';
import { endOf, hasValues } from './chart-lines.ts';
import { ChartOverlay } from './chart-overlay.tsx';
import { ChartTable } from './chart-table.tsx';
import { markMoment } from './cursor.ts';
import { useMetricsInTurn } from './in-turn.ts';
import { MetricChart, plot } from './metric-chart.tsx';
import { useThresholds } from './thresholds.ts';

interface ChartBodyProps {
  plan: ChartPlan;
  height: number;
  card: RefObject<HTMLElement | null>;
  asTable: boolean;
}

/** What moves in a chart: its values, its lines and what lies over them. */
export function ChartBody({ plan, height, card, asTable }: ChartBodyProps) {
  const { lines, markers } = useMetricsInTurn(card);
  const { ref, width } = useElementSize();
  const ids = plan.lines.map(({ id }) => id);
  const threshold = useThresholds(({ byMetric }) => limitOf(byMetric, ids));
  const markThere = ({ clientX, currentTarget }: PointerEvent) => {
    if (lines === null) return;
    const within = clientX - currentTarget.getBoundingClientRect().left - plot.left;
    const share = within / (width - plot.left - plot.right);
    markMoment(share < 0 || share > 1 ? null : lines.from + share * (endOf(lines) - lines.from));
  };
  return (
    <>
      <ChartLegend plan={plan} lines={lines} threshold={threshold} />
      <div ref={ref} className={classes.plot} style={{ height }} data-testid="plot">
        {asTable && lines !== null && <ChartTable plan={plan} lines={lines} />}
        {!asTable && lines !== null && width > 0 && (
          <div
            className={classes.drawing}
            aria-hidden
            onPointerMove={markThere}
            onPointerLeave={() => markMoment(null)}
          >
            <MetricChart plan={plan} lines={lines} threshold={threshold} width={width} height={height} />
            <ChartOverlay lines={lines} markers={markers} width={width} />
            {!hasValues(lines, ids) && (
              <span className={classes.empty}>Nothing was measured in this time</span>
            )}
          </div>
        )}
      </div>
    </>
  );
}

/** The threshold of the first of some metrics that has one. */
function limitOf(byMetric: ReadonlyMap<string, number>, ids: readonly string[]): number | null {
  for (const id of ids) {
    const limit = byMetric.get(id) ?? byMetric.get(thresholdMetricOf(id));
    if (limit !== undefined) return limit;
  }
  return null;
}
