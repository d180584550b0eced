import { Button, Group } from '@mantine/core';
import { IconAlertTriangle, IconPhotoPlus, IconSearchOff } from '@tabler/icons-react';
import { useEffect } from 'react';
import { useCore } from '../../core.ts';
import { goTo } from '../../navigation.ts';
import { Blank } from '../../ui/blank.tsx';
import { useKeys } from '../../ui/keys.ts';
import { useFocusKept } from '../../ui/use-focus-kept.ts';
import { followChannels } from '../channels/channels.ts';
import { followDesigns } from '../templates/designs.ts';
import { followRenderers } from '../templates/renderers.ts';
import { AskFirst } from './ask-first.tsx';
import { BatchRows } from './batch-rows.tsx';
import { CornersDialog } from './corners-dialog.tsx';
import './fallback-alert.ts';
import { followRenders } from './follow-renders.ts';
import { RendererBanner } from './renderer-banner.tsx';
import { narrowTo, reload, useRenders } from './renders.ts';
import { RendersFilter } from './renders-filter.tsx';
import { gridId, RendersGrid } from './renders-grid.tsx';
import { rendersKeys } from './renders-keys.ts';
import classes from './renders-screen.module.css';
import { SelectionBar } from './selection-bar.tsx';
import { SendDialog } from './send-dialog.tsx';
import { Viewer } from './viewer.tsx';

/** The pictures that templates made of photos: how far they are, what came of them, and what to do with them. */
export function RendersScreen() {
  const openId = useRenders((renders) => renders.openId);
  useFocusKept(openId, () => (openId === null ? document.getElementById(gridId) : null));
  const connected = useCore((state) => state.connected && state.info !== null);
  useKeys(rendersKeys);
  useEffect(() => (connected ? followRenders() : undefined), [connected]);
  useEffect(() => (connected ? followChannels() : undefined), [connected]);
  useEffect(() => (connected ? followRenderers() : undefined), [connected]);
  useEffect(() => (connected ? followDesigns() : undefined), [connected]);
  return (
    <div className={classes.screen}>
      {openId === null ? (
        <>
          <RendererBanner />
          <RendersFilter />
          <BatchRows />
          <div className={classes.list}>
            <List />
            <SelectionBar />
          </div>
        </>
      ) : (
        <Viewer id={openId} />
      )}
      <AskFirst />
      <SendDialog />
      <CornersDialog />
    </div>
  );
}

function List() {
  const { items, state, reason, filter } = useRenders();
  if (state === 'failed') {
    return (
      <Blank
        icon={<IconAlertTriangle size={32} stroke={1.2} />}
        title="The pictures cannot be shown"
        text={`${reason} What was asked for is still drawn.`}
      >
        <Button onClick={reload}>Try again</Button>
      </Blank>
    );
  }
  if (state !== 'ready' || items.length > 0) return <RendersGrid />;
  if (Object.keys(filter).length > 0) {
    return (
      <Blank
        icon={<IconSearchOff size={32} stroke={1.2} />}
        title="Nothing like that"
        text="No picture is in that state, or of that batch."
      >
        <Button variant="default" onClick={() => narrowTo({})}>
          Show all pictures
        </Button>
      </Blank>
    );
  }
  return (
    <Blank
      icon={<IconPhotoPlus size={32} stroke={1.2} />}
      title="No pictures yet"
      text="A template makes a picture of a photo: a card with what was measured, a sheet of a whole batch, or your design on the mug. Choose photos and press Make pictures."
    >
      <Group gap={8} justify="center">
        <Button onClick={() => goTo('history')}>Choose from the history</Button>
        <Button variant="default" onClick={() => goTo('analyse')}>
          Analyse a photo
        </Button>
      </Group>
    </Blank>
  );
}
