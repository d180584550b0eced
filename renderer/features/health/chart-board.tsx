import { Button, SegmentedControl, Skeleton } from '@mantine/core';
import { IconAlertTriangle, IconPhotoDown, IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { memo, useMemo, useRef } from 'react';
import { Banner } from '../../ui/banner.tsx';
import { boardOf } from './board.ts';
import classes from './chart-board.module.css';
import { ChartCard } from './chart-card.tsx';
import { EventStrip } from './event-strip.tsx';
import { drawAll } from './in-turn.ts';
import { loadMetrics, type RangeId, ranges, showRange, togglePause, useMetrics } from './metrics.ts';
import { savePicture } from './save-picture.ts';

const skeletonCharts = [1, 2, 3, 4, 5, 6];

/** All charts over the same time, with one mark that moves through all of them. */
export const ChartBoard = memo(function ChartBoard() {
  const metrics = useMetrics((shown) => shown.metrics);
  const failed = useMetrics(({ state }) => state === 'failed');
  const reason = useMetrics((shown) => shown.reason);
  const board = useRef<HTMLDivElement>(null);
  const groups = useMemo(() => (metrics.length === 0 ? [] : boardOf(metrics)), [metrics]);
  return (
    <section className={classes.section} aria-label="Charts">
      <Toolbar onSave={() => void saveBoard(board.current)} />
      {failed && (
        <Banner
          tone="fail"
          icon={<IconAlertTriangle size={18} />}
          action={<Button onClick={loadMetrics}>Try again</Button>}
        >
          The charts cannot be fetched: {reason} It is measured on all the same.
        </Banner>
      )}
      <EventStrip />
      <div ref={board} className={classes.board}>
        {groups.length === 0 && !failed && (
          <div className={classes.grid}>
            {skeletonCharts.map((chart) => (
              <Skeleton key={chart} height={212} radius={6} />
            ))}
          </div>
        )}
        {groups.map(({ title, charts, absent }) => (
          <section key={title} className={classes.group} aria-label={title}>
            <h2 className={classes.title}>{title}</h2>
            {absent !== null && <p className={classes.absent}>{absent}</p>}
            <div className={classes.grid}>
              {charts.map((plan) => (
                <ChartCard key={plan.id} plan={plan} />
              ))}
            </div>
          </section>
        ))}
      </div>
    </section>
  );
});

/** All charts as they are now, also those out of sight. */
async function saveBoard(board: HTMLElement | null): Promise<void> {
  drawAll();
  await savePicture(board, 'Health');
}

function Toolbar({ onSave }: { onSave: () => void }) {
  const range = useMetrics((shown) => shown.range);
  const paused = useMetrics((shown) => shown.paused);
  return (
    <div className={classes.toolbar} role="toolbar" aria-label="Charts">
      <SegmentedControl
        aria-label="How far back"
        data={ranges.map(({ id, label }) => ({ value: id, label }))}
        value={range}
        onChange={(value) => showRange(value as RangeId)}
      />
      <Button
        variant={paused ? 'filled' : 'default'}
        aria-pressed={paused}
        leftSection={
          paused ? <IconPlayerPlay size={15} stroke={1.6} /> : <IconPlayerPause size={15} stroke={1.6} />
        }
        onClick={togglePause}
      >
        {paused ? 'Go on' : 'Pause'}
      </Button>
      <span className={classes.spring} />
      <Button variant="default" leftSection={<IconPhotoDown size={15} stroke={1.6} />} onClick={onSave}>
        Save as a picture
      </Button>
    </div>
  );
}
