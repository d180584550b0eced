import { Skeleton } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconCircleX } from '@tabler/icons-react';
import type { HealthStatus } from '../../../shared/health.ts';
import { useHealth } from './health.ts';
import { overallText } from './health-words.ts';
import classes from './overall-line.module.css';

const icons = { healthy: IconCircleCheck, degraded: IconAlertTriangle, down: IconCircleX } satisfies Record<
  HealthStatus,
  unknown
>;

/** How all is, in one sentence. */
export function OverallLine() {
  const { status, parts } = useHealth();
  if (parts.length === 0) return <Skeleton height={28} width={360} />;
  const Icon = icons[status];
  const { line, why } = overallText(parts);
  return (
    <div className={classes.overall}>
      <h1 className={classes.line} data-status={status} aria-live="polite">
        <Icon size={24} stroke={1.8} aria-hidden />
        <span>{line}</span>
      </h1>
      {why !== null && <p className={classes.why}>{why}</p>}
    </div>
  );
}
