import { Button, CloseButton, Progress } from '@mantine/core';
import { IconRefresh, IconX } from '@tabler/icons-react';
import type { RenderBatch } from '../../../shared/render.ts';
import { count, spanText } from '../../ui/words.ts';
import { endedOf, isUnderWay, paceOf, rateText, type Sample } from './batch-pace.ts';
import classes from './batch-rows.module.css';
import { dismissBatch, useBatches } from './batches.ts';
import { cancel, retry } from './render-actions.ts';
import { narrowTo, useRenders } from './renders.ts';

/** The most that are told of at once; the others stand in the choice of batches. */
const mostRows = 3;
const noSamples: readonly Sample[] = [];

/** How far the batches are that are under way, and which of the watched ones left something to do. */
export function BatchRows() {
  const { list, samples, dismissed } = useBatches();
  const told = list.filter((batch) => {
    if (isUnderWay(batch)) return true;
    return samples.has(batch.id) && !dismissed.has(batch.id) && failedOf(batch) > 0;
  });
  if (told.length === 0) return null;
  return (
    <section className={classes.rows} aria-label="Batches under way">
      {told.slice(0, mostRows).map((batch) => (
        <BatchRow key={batch.id} batch={batch} samples={samples.get(batch.id) ?? noSamples} />
      ))}
    </section>
  );
}

const failedOf = ({ counts }: RenderBatch) => counts.failed ?? 0;

function BatchRow({ batch, samples }: { batch: RenderBatch; samples: readonly Sample[] }) {
  const { id, total, counts } = batch;
  const underWay = isUnderWay(batch);
  const pace = underWay ? paceOf(batch, samples) : null;
  const failed = failedOf(batch);
  const held = counts.held ?? 0;
  const share = (amount: number | undefined) => (100 * (amount ?? 0)) / Math.max(1, total);
  return (
    <div className={classes.row}>
      <span role="status" className={classes.status}>
        {underWay
          ? `Drawing: ${endedOf(batch).toLocaleString('en')} of ${count(total, 'picture')}`
          : `${(counts.completed ?? 0).toLocaleString('en')} of ${count(total, 'picture')} ready`}
      </span>
      {underWay ? (
        <Progress.Root size={6} className={classes.bar} aria-label="Pictures that are through">
          <Progress.Section value={share(counts.completed)} color="var(--selected)" aria-label="Ready" />
          <Progress.Section value={share(failed)} color="var(--fail)" aria-label="Failed" />
          <Progress.Section
            value={share(counts.cancelled)}
            color="var(--line-strong)"
            aria-label="Cancelled"
          />
        </Progress.Root>
      ) : (
        <span className={classes.grow} />
      )}
      {pace !== null && (
        <span className={classes.pace}>
          {rateText(pace.rate)}, {spanText(pace.secondsLeft)} left
        </span>
      )}
      {held > 0 && <span className={classes.held}>{held.toLocaleString('en')} held</span>}
      {failed > 0 && <span className={classes.failed}>{failed.toLocaleString('en')} failed</span>}
      <ShowButton id={id} failed={failed > 0 && !underWay} />
      {failed > 0 && (
        <Button
          variant="default"
          leftSection={<IconRefresh size={14} stroke={1.6} />}
          onClick={() => void retry({ batchId: id })}
        >
          Retry failed
        </Button>
      )}
      {underWay ? (
        <Button
          variant="default"
          leftSection={<IconX size={14} />}
          onClick={() => void cancel({ batchId: id })}
        >
          Cancel
        </Button>
      ) : (
        <CloseButton size="sm" aria-label="Close" onClick={() => dismissBatch(id)} />
      )}
    </div>
  );
}

/** Narrows the list to the batch; there only while more than that is shown. */
function ShowButton({ id, failed }: { id: string; failed: boolean }) {
  const { batchId, states } = useRenders((renders) => renders.filter);
  if (batchId === id && (!failed || states?.includes('failed'))) return null;
  return (
    <Button
      variant="default"
      onClick={() => narrowTo({ batchId: id, ...(failed && { states: ['failed'] }) })}
    >
      {failed ? 'Show the failed' : 'Show only these'}
    </Button>
  );
}
