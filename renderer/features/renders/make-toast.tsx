import { Anchor, Progress } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconAlertTriangle, IconCircleCheck, IconPhotoPlus } from '@tabler/icons-react';
import type { RenderBatch } from '../../../shared/render.ts';
import { core } from '../../core.ts';
import { useNavigation } from '../../navigation.ts';
import { count } from '../../ui/words.ts';
import { endedOf, isUnderWay } from './batch-pace.ts';
import { hearProgress } from './batches.ts';
import classes from './make-toast.module.css';
import { showRenders } from './renders.ts';

const staysMs = 8_000;
const idOf = (batchId: string) => `batch-${batchId}`;

/** Batches whose progress is shown in the corner. */
const followed = new Set<string>();

/** Shows how far a batch is, until it is through or somebody closes it. */
export function followBatch(batch: RenderBatch): void {
  hearProgress(batch);
  followed.add(batch.id);
  notifications.show({
    ...contentOf(batch),
    withBorder: true,
    closeButtonProps: { 'aria-label': 'Close' },
    onClose: () => followed.delete(batch.id),
  });
  // It may have ended before anybody listened.
  core.call('renders.batches', {}).then(
    ({ batches }) => update(batches.find(({ id }) => id === batch.id) ?? batch),
    () => undefined,
  );
}

core.listen('render.progressed', update);

function update(batch: RenderBatch): void {
  if (!followed.has(batch.id)) return;
  notifications.update(contentOf(batch));
  if (!isUnderWay(batch)) followed.delete(batch.id);
}

function contentOf(batch: RenderBatch) {
  const failed = batch.counts.failed ?? 0;
  const underWay = isUnderWay(batch);
  return {
    id: idOf(batch.id),
    icon: underWay ? (
      <IconPhotoPlus size={18} />
    ) : failed > 0 ? (
      <IconAlertTriangle size={18} />
    ) : (
      <IconCircleCheck size={18} />
    ),
    color: underWay ? 'var(--selected)' : failed > 0 ? 'var(--fail)' : 'var(--pass)',
    message: <BatchToast batch={batch} />,
    autoClose: underWay || failed > 0 ? (false as const) : staysMs,
  };
}

function BatchToast({ batch }: { batch: RenderBatch }) {
  const { id, total, counts } = batch;
  const { completed = 0, failed = 0, cancelled = 0, held = 0 } = counts;
  const underWay = isUnderWay(batch);
  const show = () => {
    notifications.hide(idOf(id));
    showRenders({ batchId: id });
  };
  return (
    <div className={classes.body}>
      <span>
        {underWay
          ? `Drawing: ${endedOf(batch).toLocaleString('en')} of ${count(total, 'picture')}.`
          : `${count(completed, 'picture')} ${completed === 1 ? 'is' : 'are'} ready.`}
        {held > 0 && ` ${held.toLocaleString('en')} held.`}
        {cancelled > 0 && ` ${cancelled.toLocaleString('en')} cancelled.`}
        {failed > 0 && <span className={classes.failed}> {failed.toLocaleString('en')} failed.</span>}
      </span>
      {underWay && (
        <Progress size={4} value={(100 * endedOf(batch)) / total} aria-label="Pictures that are through" />
      )}
      <ShowLink show={show} />
    </div>
  );
}

function ShowLink({ show }: { show: () => void }) {
  const screen = useNavigation((navigation) => navigation.screen);
  return (
    <Anchor component="button" type="button" size="sm" w="fit-content" onClick={show}>
      {screen === 'pictures' ? 'Show only these' : 'Show the pictures'}
    </Anchor>
  );
}
