import { Button, Skeleton, VisuallyHidden } from '@mantine/core';
import { IconAlertTriangle, IconRotate2 } from '@tabler/icons-react';
import { useEffect } from 'react';
import { useCore } from '../../core.ts';
import { Blank } from '../../ui/blank.tsx';
import { Page } from '../../ui/page.tsx';
import { HealthFrame } from './health-frame.tsx';
import { ThresholdRow } from './threshold-row.tsx';
import { followThresholds, loadThresholds, resetThresholds, useThresholds } from './thresholds.ts';
import classes from './thresholds-screen.module.css';

/** From which value on, and for how long, something measured is trouble. */
export function ThresholdsScreen() {
  const { list, state, reason } = useThresholds();
  const connected = useCore((core) => core.connected && core.info !== null);
  useEffect(() => (connected ? followThresholds() : undefined), [connected]);
  const changed = list.some(({ usual, builtIn }) => !usual || !builtIn);
  return (
    <HealthFrame>
      {state === 'failed' && list.length === 0 ? (
        <Blank
          icon={<IconAlertTriangle size={32} stroke={1.2} />}
          title="The thresholds cannot be shown"
          text={reason}
        >
          <Button onClick={loadThresholds}>Try again</Button>
        </Blank>
      ) : (
        <Page
          wide
          title="Thresholds"
          text="Above a threshold for that long, an alert is raised; it is over once the value has been as long below the lower one. The further above, the more severe."
          action={
            <Button
              variant="default"
              disabled={!changed}
              leftSection={<IconRotate2 size={15} stroke={1.6} />}
              onClick={() => resetThresholds()}
            >
              All as they came
            </Button>
          }
        >
          <div className={classes.box}>
            <table className={classes.table} aria-busy={state === 'loading'}>
              <VisuallyHidden component="caption">Thresholds</VisuallyHidden>
              <thead>
                <tr>
                  <th scope="col">Metric</th>
                  <th scope="col">Above</th>
                  <th scope="col">For</th>
                  <th scope="col">Over below</th>
                  <th scope="col">How bad</th>
                  <th scope="col">On</th>
                  <th scope="col">
                    <VisuallyHidden component="span">Reset</VisuallyHidden>
                  </th>
                </tr>
              </thead>
              <tbody>
                {list.length === 0 &&
                  [1, 2, 3, 4].map((row) => (
                    <tr key={row}>
                      <td colSpan={7}>
                        <Skeleton height={28} />
                      </td>
                    </tr>
                  ))}
                {list.map((view) => (
                  <ThresholdRow key={view.threshold.metric} view={view} />
                ))}
              </tbody>
            </table>
          </div>
        </Page>
      )}
    </HealthFrame>
  );
}
