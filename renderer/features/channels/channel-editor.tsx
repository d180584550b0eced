import { Drawer } from '@mantine/core';
import { useState } from 'react';
import { closeEditor, isChanged, useChannelDraft } from './channel-draft.ts';
import classes from './channel-editor.module.css';
import { ChannelForm } from './channel-form.tsx';
import { kindNamed } from './channels.ts';
import { KindChoice } from './kind-choice.tsx';

/** The side panel in which a channel is added or edited. */
export function ChannelEditor() {
  const { step, editing } = useChannelDraft();
  const [leaving, setLeaving] = useState(false);
  const close = () => {
    if (step === 'form' && editing !== null && isChanged(editing)) setLeaving(true);
    else closeEditor();
  };
  const kind = editing ? kindNamed(editing.draft.kind) : undefined;
  const title =
    editing === null || kind === undefined
      ? 'Add a channel'
      : editing.saved === null
        ? `Add ${kind.label}`
        : editing.saved.channel.name;
  return (
    <Drawer.Root
      opened={step !== 'closed'}
      onClose={close}
      onExitTransitionEnd={() => setLeaving(false)}
      position="right"
      size={600}
      lockScroll={false}
      transitionProps={{ duration: 120 }}
      classNames={{ content: classes.panel ?? '', title: classes.title ?? '' }}
    >
      <Drawer.Overlay backgroundOpacity={0.35} />
      <Drawer.Content aria-label={title}>
        <Drawer.Header className={classes.header}>
          <Drawer.Title>{title}</Drawer.Title>
          <Drawer.CloseButton aria-label="Close" />
        </Drawer.Header>
        {step === 'kind' || editing === null || kind === undefined ? (
          <Drawer.Body className={classes.body}>
            <KindChoice />
          </Drawer.Body>
        ) : (
          <ChannelForm
            key={editing.draft.kind}
            editing={editing}
            kind={kind}
            leaving={leaving}
            onStay={() => setLeaving(false)}
          />
        )}
      </Drawer.Content>
    </Drawer.Root>
  );
}
