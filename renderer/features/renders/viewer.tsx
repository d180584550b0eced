import { Button, Skeleton } from '@mantine/core';
import { IconAlertTriangle, IconBan, IconRefresh } from '@tabler/icons-react';
import type { Render } from '../../../shared/render.ts';
import { thumbnailUrl } from '../../pictures.ts';
import { Blank } from '../../ui/blank.tsx';
import { useNow } from '../../ui/use-now.ts';
import { Compare } from './compare.tsx';
import { cancelChosen, retryChosen } from './render-actions.ts';
import { RenderPanel } from './render-panel.tsx';
import { RenderStateMark } from './render-state.tsx';
import { canRetry, hasEnded, standingText } from './render-words.ts';
import { useRenders } from './renders.ts';
import { useRender } from './use-render.ts';
import classes from './viewer.module.css';
import { ViewerBar } from './viewer-bar.tsx';

const clockTickMs = 1_000;

/** One picture, large, with everything that is known of it and can be done with it. */
export function Viewer({ id }: { id: string }) {
  const loaded = useRender(id);
  if (loaded === null) return <Skeleton height="100%" radius={0} />;
  if ('reason' in loaded) {
    return (
      <Blank
        icon={<IconAlertTriangle size={32} stroke={1.2} />}
        title="This picture cannot be shown"
        text={loaded.reason}
      >
        <Button onClick={() => useRenders.setState({ openId: null })}>All pictures</Button>
      </Blank>
    );
  }
  const { result, request, photoId } = loaded;
  // A sheet shows many photos: there is no one to compare it with.
  const comparedId = request.analysisIds.length === 1 ? photoId : null;
  return (
    <>
      <ViewerBar withPicture={result !== null} canCompare={result !== null && comparedId !== null} />
      <div className={classes.split}>
        <div className={classes.stage}>
          {result === null ? (
            <Pending render={loaded} />
          ) : (
            <Compare render={loaded} result={result} photoId={comparedId} />
          )}
        </div>
        <RenderPanel render={loaded} />
      </div>
    </>
  );
}

/** What stands where the picture will be: the photo it is made of, and what it waits for or why it failed. */
function Pending({ render }: { render: Render }) {
  const now = useNow(clockTickMs);
  return (
    <div className={classes.pending}>
      {render.photoId !== null && (
        <img className={classes.pendingPhoto} src={thumbnailUrl(render.photoId)} alt="" />
      )}
      <div className={classes.pendingWords} role="status">
        <RenderStateMark state={render.state} size={18} />
        <p>{standingText(render, now)}</p>
        {canRetry(render) && (
          <Button leftSection={<IconRefresh size={15} stroke={1.6} />} onClick={retryChosen}>
            {render.state === 'failed' ? 'Try again' : 'Draw it after all'}
          </Button>
        )}
        {!hasEnded(render) && (
          <Button variant="default" leftSection={<IconBan size={15} stroke={1.6} />} onClick={cancelChosen}>
            Cancel
          </Button>
        )}
      </div>
    </div>
  );
}
