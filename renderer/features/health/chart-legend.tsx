import type { ChartPlan } from './board.ts';
import classes from './chart-legend.module.css';
import { indexAt, type Lines } from './chart-lines.ts';
import { useCursor } from './cursor.ts';
import { colourOf } from './metric-chart.tsx';
import { valueText } from './metric-words.ts';
import { useMetrics } from './metrics.ts';

interface ChartLegendProps {
  plan: ChartPlan;
  lines: Lines | null;
  threshold: number | null;
}

/** What each line is, and its value: at the marked moment, or else now. */
export function ChartLegend({ plan, lines, threshold }: ChartLegendProps) {
  const newest = useMetrics((shown) => shown.newest);
  const at = useCursor((cursor) => cursor.at);
  const index = at === null || lines === null ? null : indexAt(lines, at);
  const valueAt = (id: string) =>
    index === null ? newest[id] : (lines?.byId.get(id)?.[index]?.mean ?? null);
  return (
    <ul className={classes.legend} data-marked={index !== null}>
      {plan.lines.map(({ id, label, tone, dashed }) => (
        <li key={id} className={classes.entry}>
          <svg width="14" height="8" aria-hidden="true">
            <line
              x1="0"
              x2="14"
              y1="4"
              y2="4"
              stroke={colourOf[tone]}
              strokeWidth="2"
              {...(dashed && { strokeDasharray: '4 3' })}
            />
          </svg>
          <span>{label}</span>
          <span className={classes.value}>{valueText(valueAt(id), plan.unit)}</span>
        </li>
      ))}
      {threshold !== null && (
        <li className={classes.entry}>
          <svg width="14" height="8" aria-hidden="true">
            <line
              x1="0"
              x2="14"
              y1="4"
              y2="4"
              stroke="var(--review)"
              strokeWidth="1.5"
              strokeDasharray="6 2"
            />
          </svg>
          <span>threshold</span>
          <span className={classes.limit}>{valueText(threshold, plan.unit)}</span>
        </li>
      )}
    </ul>
  );
}
