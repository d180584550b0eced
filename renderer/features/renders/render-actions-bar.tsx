import { Button } from '@mantine/core';
import {
  IconBan,
  IconCopy,
  IconDownload,
  IconFolder,
  IconPerspective,
  IconRefresh,
  IconSend,
  IconTrash,
} from '@tabler/icons-react';
import type { Render } from '../../../shared/render.ts';
import { needsOf } from '../../../shared/rendering/template-needs.ts';
import { correctCorners } from './correct-corners.ts';
import {
  askToDelete,
  cancelChosen,
  copyPicture,
  downloadChosen,
  openFolder,
  retryChosen,
  useHasFolders,
} from './render-actions.ts';
import classes from './render-panel.module.css';
import { canRetry, hasEnded } from './render-words.ts';
import { askToSend } from './sending.ts';
import { useTemplateFacts } from './template-facts.ts';

const icon = { size: 15, stroke: 1.6 };

/** What can be done with one picture, as far as it has come. */
export function RenderActions({ render }: { render: Render }) {
  const isReady = render.state === 'completed';
  return (
    <div className={classes.actions}>
      {isReady && <ReadyActions render={render} />}
      {canRetry(render) && (
        <Button leftSection={<IconRefresh {...icon} />} onClick={retryChosen}>
          Retry
        </Button>
      )}
      {!hasEnded(render) && (
        <Button variant="default" leftSection={<IconBan {...icon} />} onClick={cancelChosen}>
          Cancel
        </Button>
      )}
      <CornersButton render={render} />
      <Button variant="default" leftSection={<IconTrash {...icon} />} onClick={() => askToDelete([render])}>
        Delete
      </Button>
    </div>
  );
}

function ReadyActions({ render }: { render: Render }) {
  const hasFolders = useHasFolders();
  return (
    <>
      <Button leftSection={<IconDownload {...icon} />} onClick={downloadChosen}>
        Download
      </Button>
      <Button variant="default" leftSection={<IconSend {...icon} />} onClick={() => askToSend(render)}>
        Send…
      </Button>
      {render.result?.format !== 'pdf' && (
        <Button
          variant="default"
          leftSection={<IconCopy {...icon} />}
          onClick={() => void copyPicture(render)}
        >
          Copy
        </Button>
      )}
      {hasFolders && (
        <Button
          variant="default"
          leftSection={<IconFolder {...icon} />}
          onClick={() => void openFolder(render)}
        >
          Open folder
        </Button>
      )}
    </>
  );
}

/** There where the picture lays a design onto the mug of one photo. */
function CornersButton({ render }: { render: Render }) {
  const { request, templateId } = render;
  const facts = useTemplateFacts(templateId);
  const mapping = request.mapping ?? facts?.mapping;
  if (!facts || mapping === undefined || !needsOf(facts.template, mapping).mockup) return null;
  if (request.designId === undefined || request.analysisIds.length !== 1) return null;
  return (
    <Button
      variant="default"
      leftSection={<IconPerspective {...icon} />}
      onClick={() => correctCorners(render)}
    >
      Place the design…
    </Button>
  );
}
