import { Button } from '@mantine/core';
import { IconAlertTriangle, IconDeviceTv } from '@tabler/icons-react';
import { useEffect } from 'react';
import { useCore } from '../../core.ts';
import { Blank } from '../../ui/blank.tsx';
import { useKeys } from '../../ui/keys.ts';
import { ChartBoard } from './chart-board.tsx';
import { markMoment } from './cursor.ts';
import { followHealth, loadHealth, useHealth } from './health.ts';
import { HealthFrame } from './health-frame.tsx';
import { healthKeys } from './health-keys.ts';
import classes from './health-screen.module.css';
import { followMetrics } from './metrics.ts';
import { OverallLine } from './overall-line.tsx';
import { PartGrid } from './part-grid.tsx';
import { PartPanel } from './part-panel.tsx';
import { followThresholds } from './thresholds.ts';
import { showWall } from './wall.ts';

/** How everything does, in a sentence, tile by tile, and in charts. */
export function HealthScreen() {
  const openId = useHealth((health) => health.openId);
  const failed = useHealth(({ state, parts }) => state === 'failed' && parts.length === 0);
  const reason = useHealth((health) => health.reason);
  const connected = useCore((core) => core.connected && core.info !== null);
  useKeys(healthKeys);
  useEffect(() => (connected ? followHealth() : undefined), [connected]);
  useEffect(() => (connected ? followMetrics() : undefined), [connected]);
  useEffect(() => (connected ? followThresholds() : undefined), [connected]);
  useEffect(() => () => markMoment(null), []);
  return (
    <HealthFrame>
      {failed ? (
        <Blank
          icon={<IconAlertTriangle size={32} stroke={1.2} />}
          title="The health cannot be shown"
          text={`${reason} Everything goes on all the same.`}
        >
          <Button onClick={loadHealth}>Try again</Button>
        </Blank>
      ) : (
        <div className={classes.split}>
          <div className={classes.scroller}>
            <div className={classes.page}>
              <header className={classes.header}>
                <OverallLine />
                <Button
                  variant="default"
                  leftSection={<IconDeviceTv size={15} stroke={1.6} />}
                  onClick={showWall}
                >
                  Wall view
                </Button>
              </header>
              <PartGrid />
              <ChartBoard />
            </div>
          </div>
          {openId !== null && <PartPanel id={openId} />}
        </div>
      )}
    </HealthFrame>
  );
}
