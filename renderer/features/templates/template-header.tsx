import { ActionIcon, Button, Popover, Text, Tooltip } from '@mantine/core';
import { IconArrowBackUp, IconArrowForwardUp, IconArrowLeft, IconPhotoPlus } from '@tabler/icons-react';
import { useEffect } from 'react';
import { create } from 'zustand';
import type { CallInput } from '../../../shared/contract.ts';
import type { Template } from '../../../shared/template.ts';
import {
  closeTemplate,
  isChanged,
  redoChange,
  resetMapping,
  saveMapping,
  undoChange,
  useOpened,
} from './opened.ts';
import { SourceBadge } from './source-badge.tsx';
import { renderPhoto, useActing } from './template-actions.ts';
import classes from './template-header.module.css';
import { TemplateMenu } from './template-menu.tsx';
import { sizeText } from './template-words.ts';
import { useProblems } from './use-problems.ts';

const useLeaving = create<{ asked: boolean }>(() => ({ asked: false }));

/** Back to the gallery, after a question when something is not saved. */
export function askToLeave(): void {
  if (isChanged(useOpened.getState())) useLeaving.setState({ asked: true });
  else closeTemplate();
}

interface TemplateHeaderProps {
  template: Template;
  /** What is asked for when the photo is rendered; null without a photo. */
  request: CallInput<'renders.preview'> | null;
}

/** What the template is, and what can be done with it. */
export function TemplateHeader({ template, request }: TemplateHeaderProps) {
  const acting = useActing((state) => state.what);
  const isWrong = Object.keys(useProblems()).length > 0;
  return (
    <header className={classes.header}>
      <BackButton />
      <div className={classes.naming}>
        <h1 className={classes.name} title={template.name}>
          {template.name}
        </h1>
        <SourceBadge source={template.source} own={!template.builtIn} />
        <span className={classes.size}>{sizeText(template)}</span>
      </div>
      <Steps isWrong={isWrong} />
      <Button
        leftSection={<IconPhotoPlus size={15} stroke={1.6} />}
        loading={acting === 'rendering'}
        disabled={request === null || isWrong}
        onClick={() => request !== null && renderPhoto(request)}
      >
        {template.cells > 1 ? 'Render this page' : 'Render this photo'}
      </Button>
      <TemplateMenu template={template} request={request} />
    </header>
  );
}

function BackButton() {
  const { asked } = useLeaving();
  const stay = () => useLeaving.setState({ asked: false });
  useEffect(() => stay, []);
  return (
    <Popover opened={asked} onDismiss={stay} position="bottom-start" shadow="md" withinPortal trapFocus>
      <Popover.Target>
        <Button
          variant="subtle"
          color="gray"
          leftSection={<IconArrowLeft size={16} stroke={1.6} />}
          onClick={askToLeave}
        >
          Templates
        </Button>
      </Popover.Target>
      <Popover.Dropdown maw={320} role="dialog" aria-label="Not saved">
        <Text mb={12}>What you changed of the mapping is not saved.</Text>
        <div className={classes.answers}>
          <Button variant="default" onClick={stay} data-autofocus>
            Go on editing
          </Button>
          <Button color="red" variant="light" onClick={closeTemplate}>
            Discard
          </Button>
          <Button
            onClick={async () => {
              await saveMapping();
              if (isChanged(useOpened.getState())) stay();
              else closeTemplate();
            }}
          >
            Save
          </Button>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}

function Steps({ isWrong }: { isWrong: boolean }) {
  const opened = useOpened();
  const { edited, saving, savedEdited } = opened;
  const changed = isChanged(opened);
  return (
    <div className={classes.steps}>
      <Tooltip label="Undo (Ctrl+Z)">
        <ActionIcon aria-label="Undo" disabled={edited?.past.length === 0} onClick={undoChange}>
          <IconArrowBackUp size={18} stroke={1.6} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label="Redo (Ctrl+Shift+Z)">
        <ActionIcon aria-label="Redo" disabled={edited?.future.length === 0} onClick={redoChange}>
          <IconArrowForwardUp size={18} stroke={1.6} />
        </ActionIcon>
      </Tooltip>
      {(savedEdited || changed) && (
        <Button variant="default" disabled={saving} onClick={resetMapping}>
          Back to the template’s own
        </Button>
      )}
      <Button
        variant={changed ? 'light' : 'default'}
        loading={saving}
        disabled={!changed || isWrong}
        onClick={saveMapping}
      >
        {changed ? 'Save' : 'Saved'}
      </Button>
    </div>
  );
}
