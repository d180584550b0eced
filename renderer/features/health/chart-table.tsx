import { VisuallyHidden } from '@mantine/core';
import { clockTime } from '../../ui/words.ts';
import type { ChartPlan } from './board.ts';
import type { Lines } from './chart-lines.ts';
import classes from './chart-table.module.css';
import { valueText } from './metric-words.ts';

/** The values of a chart to be read, newest first, in the stretches that it is drawn in. */
export function ChartTable({ plan, lines }: { plan: ChartPlan; lines: Lines }) {
  const now = Date.now();
  const rows = Array.from({ length: lines.count }, (_, index) => index)
    .filter((index) => plan.lines.some(({ id }) => lines.byId.get(id)?.[index]))
    .reverse();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: long tables are scrolled with the keys
    <div className={classes.scroller} tabIndex={0}>
      <table className={classes.table}>
        <VisuallyHidden component="caption">{plan.title}</VisuallyHidden>
        <thead>
          <tr>
            <th scope="col">From</th>
            {plan.lines.map(({ id, label }) => (
              <th key={id} scope="col">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((index) => (
            <tr key={index}>
              <th scope="row">{clockTime(new Date(lines.from + index * lines.stepMs).toISOString(), now)}</th>
              {plan.lines.map(({ id }) => (
                <td key={id}>{valueText(lines.byId.get(id)?.[index]?.mean, plan.unit)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
