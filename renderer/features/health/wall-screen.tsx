import { useViewportSize } from '@mantine/hooks';
import { useEffect } from 'react';
import { useCore } from '../../core.ts';
import { type KeyBinding, useKeys } from '../../ui/keys.ts';
import { useLast } from '../../ui/use-last.ts';
import { useNow } from '../../ui/use-now.ts';
import { boardOf, type ChartPlan } from './board.ts';
import { ChartCard } from './chart-card.tsx';
import { followHealth, useHealth } from './health.ts';
import { isInUse } from './health-words.ts';
import { followMetrics } from './metrics.ts';
import { OverallLine } from './overall-line.tsx';
import { followThresholds } from './thresholds.ts';
import { keepDisplayOn, leaveWall, leaveWithFullScreen } from './wall.ts';
import { WallAlerts } from './wall-alerts.tsx';
import classes from './wall-screen.module.css';
import { WallTile } from './wall-tile.tsx';

const keys: readonly KeyBinding[] = [{ keys: ['escape'], does: 'Leave the wall', run: leaveWall }];

/** What matters from across the room. */
const chartIds = ['photos.perMinute', 'inference.p95', 'attempts.p95', 'queue.waiting'];
const charts: readonly ChartPlan[] = boardOf([])
  .flatMap((group) => group.charts)
  .filter(({ id }) => chartIds.includes(id));

/** How everything does, for a big screen that nobody touches. Escape leaves. */
export function WallScreen() {
  const parts = useHealth((health) => health.parts);
  const connected = useCore((core) => core.connected && core.info !== null);
  const { height } = useViewportSize();
  useKeys(keys);
  useEffect(() => (connected ? followHealth() : undefined), [connected]);
  useEffect(() => (connected ? followMetrics() : undefined), [connected]);
  useEffect(() => (connected ? followThresholds() : undefined), [connected]);
  useEffect(keepDisplayOn, []);
  useEffect(leaveWithFullScreen, []);
  return (
    <div className={classes.wall}>
      <header className={classes.header}>
        <OverallLine />
        <Clock connected={connected} />
      </header>
      <div className={classes.middle}>
        <section className={classes.tiles} aria-label="Integrations">
          {parts.filter(isInUse).map((part) => (
            <WallTile key={part.id} part={part} />
          ))}
        </section>
        <WallAlerts connected={connected} />
      </div>
      <section className={classes.charts} aria-label="Charts">
        {charts.map((plan) => (
          <ChartCard key={plan.id} plan={plan} height={Math.max(96, Math.round(height * 0.17))} />
        ))}
      </section>
    </div>
  );
}

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const day = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long' });

/** The time; while the connection is lost, of which moment the rest is. */
function Clock({ connected }: { connected: boolean }) {
  const now = useNow(1_000);
  const seenAt = useLast(connected ? now : null);
  return (
    <div className={classes.clock}>
      <time>{clock.format(now)}</time>
      {connected ? (
        <span className={classes.day}>{day.format(now)}</span>
      ) : (
        <span className={classes.lost} role="alert">
          {seenAt === null ? 'Connecting…' : `Connection lost: as of ${clock.format(seenAt)}`}
        </span>
      )}
    </div>
  );
}
