import { Skeleton } from '@mantine/core';
import { useEffect, useState } from 'react';
import { toAppError } from '../../../shared/errors.ts';
import type { Beat, HealthPart } from '../../../shared/health.ts';
import { core } from '../../core.ts';
import { Section } from '../../ui/section.tsx';
import { Heartbeat } from './heartbeat.tsx';
import { lengthOf, ranges, useMetrics } from './metrics.ts';

const slots = 48;

/** How one did over the time that the charts show. */
export function PartHistory({ part }: { part: HealthPart }) {
  const range = useMetrics((shown) => shown.range);
  const [found, setFound] = useState<readonly Beat[] | { reason: string } | null>(null);
  const { id, state, since } = part;
  useEffect(() => {
    let wanted = true;
    const to = Date.now();
    const from = new Date(to - lengthOf(range)).toISOString();
    core
      .call('health.history', { id, from, to: new Date(to).toISOString(), slots })
      .then(({ slots }) => wanted && setFound(slots))
      .catch((error: unknown) => wanted && setFound({ reason: toAppError(error).message }));
    return () => {
      wanted = false;
    };
  }, [id, range, state, since]);
  const label = ranges.find((one) => one.id === range)?.label ?? '';
  return (
    <Section title={`The last ${label}`}>
      {found === null ? (
        <Skeleton height={24} />
      ) : 'reason' in found ? (
        <p>{found.reason}</p>
      ) : (
        <Heartbeat beats={found} label={part.label} />
      )}
    </Section>
  );
}
