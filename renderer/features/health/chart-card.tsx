import { ActionIcon, Menu } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { IconDotsVertical, IconPhotoDown, IconTable } from '@tabler/icons-react';
import { memo, useRef, useState } from 'react';
import type { ChartPlan } from './board.ts';
import classes from './chart-card.module.css';
import { ChartLegend } from './chart-legend.tsx';
import { endOf, hasValues } from './chart-lines.ts';
import { ChartOverlay } from './chart-overlay.tsx';
import { ChartTable } from './chart-table.tsx';
import { markMoment } from './cursor.ts';
import { useMetricsInTurn } from './in-turn.ts';
import { MetricChart, plot } from './metric-chart.tsx';
import { savePicture } from './save-picture.ts';
import { useThresholds } from './thresholds.ts';

interface ChartCardProps {
  plan: ChartPlan;
  /** Of the plot, pixels. */
  height?: number;
}

/** One chart with its title, what its lines are and say, what happened meanwhile, and its values as a table. */
export const ChartCard = memo(function ChartCard({ plan, height = 148 }: ChartCardProps) {
  const { lines, markers, newest } = useMetricsInTurn();
  const { ref, width } = useElementSize();
  const card = useRef<HTMLElement>(null);
  const [asTable, setAsTable] = useState(false);
  const ids = plan.lines.map(({ id }) => id);
  const threshold = useThresholds(({ byMetric }) => limitOf(byMetric, ids));
  const empty = lines !== null && !hasValues(lines, ids);
  return (
    <figure ref={card} className={classes.card} aria-label={plan.title}>
      <figcaption className={classes.head}>
        <h3 className={classes.title}>{plan.title}</h3>
        <Menu position="bottom-end" shadow="md">
          <Menu.Target>
            <ActionIcon size={22} aria-label={`More of ${plan.title}`} data-not-in-picture>
              <IconDotsVertical size={15} stroke={1.6} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item
              leftSection={<IconTable size={15} stroke={1.6} />}
              onClick={() => setAsTable((shown) => !shown)}
            >
              {asTable ? 'Show as a chart' : 'Show as a table'}
            </Menu.Item>
            <Menu.Item
              leftSection={<IconPhotoDown size={15} stroke={1.6} />}
              onClick={() => void savePicture(card.current, plan.title)}
            >
              Save as a picture
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </figcaption>
      <ChartLegend plan={plan} lines={lines} newest={newest} threshold={threshold} />
      <div ref={ref} className={classes.plot} style={{ height }} data-testid="plot">
        {asTable && lines !== null ? (
          <ChartTable plan={plan} lines={lines} />
        ) : lines !== null && width > 0 ? (
          <div
            className={classes.drawing}
            aria-hidden
            onPointerMove={({ clientX, currentTarget }) => {
              const within = clientX - currentTarget.getBoundingClientRect().left - plot.left;
              const share = within / (width - plot.left - plot.right);
              markMoment(share < 0 || share > 1 ? null : lines.from + share * (endOf(lines) - lines.from));
            }}
            onPointerLeave={() => markMoment(null)}
          >
            <MetricChart plan={plan} lines={lines} threshold={threshold} width={width} height={height} />
            <ChartOverlay lines={lines} markers={markers} width={width} />
            {empty && <span className={classes.empty}>Nothing was measured in this time</span>}
          </div>
        ) : null}
      </div>
    </figure>
  );
});

function limitOf(byMetric: ReadonlyMap<string, number>, ids: readonly string[]): number | null {
  for (const id of ids) {
    const limit = byMetric.get(id) ?? byMetric.get(id.replace(/^gpu\.\d+\./, 'gpu.'));
    if (limit !== undefined) return limit;
  }
  return null;
}
