import { Button, Group, Skeleton } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useMemo } from 'react';
import type { CallInput } from '../../../shared/contract.ts';
import type { Mapping } from '../../../shared/mapping.ts';
import type { Template } from '../../../shared/template.ts';
import { Blank } from '../../ui/blank.tsx';
import { textFields, useKeys } from '../../ui/keys.ts';
import { DeleteTemplate } from './delete-template.tsx';
import { MappingPanel } from './mapping-panel.tsx';
import { closeTemplate, loadOpened, redoChange, saveMapping, undoChange, useOpened } from './opened.ts';
import { PhotoStrip } from './photo-strip.tsx';
import { useDrawing } from './preview.ts';
import { PreviewStage } from './preview-stage.tsx';
import { useRequest } from './request.ts';
import { TemplateHeader } from './template-header.tsx';
import { templateKeys } from './template-keys.ts';
import classes from './template-page.module.css';

/**
 * A key of the mapping, which works while one types in its fields. In other fields Ctrl+Z takes back what was typed
 * there, and in a window over the page it means nothing of what lies below.
 */
const ofMapping = (run: () => void) => (event: KeyboardEvent) => {
  const { target } = event;
  if (!(target instanceof Element) || target.closest('[role=dialog]') !== null) return;
  if (target.matches(textFields) && target.closest('[data-layer]') === null) return;
  event.preventDefault();
  run();
};

const save = () => {
  if (document.querySelector('[role=dialog]') === null) void saveMapping();
};
const asTyped = { preventDefault: false };

/** One template: how it looks with the photo that is worked on, and what each layer takes from it. */
export function TemplatePage() {
  const { template, edited, reason } = useOpened();
  useKeys(templateKeys);
  useHotkeys(
    [
      ['mod+Z', ofMapping(undoChange), asTyped],
      ['mod+shift+Z', ofMapping(redoChange), asTyped],
      ['mod+Y', ofMapping(redoChange), asTyped],
      ['mod+S', save],
    ],
    [],
  );
  if (template === null || edited === null) return <Coming reason={reason} />;
  return <Loaded template={template} mapping={edited.present} />;
}

function Loaded({ template, mapping }: { template: Template; mapping: Mapping }) {
  const request = useRequest(template, mapping);
  // Half the pixels are enough for a screen, and are there sooner.
  const preview = useMemo(() => request && previewOf(request, template), [request, template]);
  useDrawing(preview);
  return (
    <div className={classes.screen}>
      <TemplateHeader template={template} request={request} />
      <div className={classes.split}>
        <div className={classes.left}>
          <PreviewStage template={template} request={preview} />
          <PhotoStrip cells={template.cells} />
        </div>
        <MappingPanel template={template} mapping={mapping} />
      </div>
      <DeleteTemplate />
    </div>
  );
}

/** Longer side of a preview, pixels. */
const previewSide = 1_200;

function previewOf(request: CallInput<'renders.preview'>, { width, height }: Template) {
  const scale = Math.max(0.1, Math.min(1, previewSide / Math.max(width, height)));
  return { ...request, format: 'png' as const, scale: Number(scale.toFixed(3)) };
}

function Coming({ reason }: { reason: string | null }) {
  if (reason === null)
    return (
      <div className={classes.screen} aria-busy>
        <div className={classes.coming}>
          <Skeleton height={30} width={280} />
          <Skeleton height="100%" />
        </div>
      </div>
    );
  return (
    <Blank
      icon={<IconAlertTriangle size={32} stroke={1.2} />}
      title="The template cannot be shown"
      text={reason}
    >
      <Group gap={8} justify="center">
        <Button onClick={loadOpened}>Try again</Button>
        <Button variant="default" onClick={closeTemplate}>
          All templates
        </Button>
      </Group>
    </Blank>
  );
}
