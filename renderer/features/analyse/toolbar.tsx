import { ActionIcon, Button, CloseButton, Tooltip } from '@mantine/core';
import {
  IconLayoutGrid,
  IconLayoutSidebar,
  IconLayoutSidebarRight,
  IconPhoto,
  IconPhotoPlus,
} from '@tabler/icons-react';
import { memo } from 'react';
import { makeOfRoll } from './make-of-roll.ts';
import { OverlayToolbar } from './overlay-toolbar.tsx';
import { pickNone } from './roll.ts';
import classes from './toolbar.module.css';
import { toggle, useView } from './view.ts';
import { ZoomControl } from './zoom-control.tsx';

interface ToolbarProps {
  withPhoto: boolean;
  /** How many photos were picked. */
  picked: number;
}

/** The line above the photo: side panels, overlay, zoom, and what to make of the photos. */
export const Toolbar = memo(function Toolbar({ withPhoto, picked }: ToolbarProps) {
  const { sourcesHidden, inspectorHidden, grid } = useView();
  return (
    <div className={classes.bar}>
      <Tooltip label="Sources (S)">
        <ActionIcon
          size={28}
          aria-label="Sources"
          aria-pressed={!sourcesHidden}
          onClick={() => toggle('sourcesHidden')}
        >
          <IconLayoutSidebar size={18} stroke={1.5} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={grid ? 'One photo (E)' : 'All photos (G)'}>
        <ActionIcon size={28} aria-label="All photos" aria-pressed={grid} onClick={() => toggle('grid')}>
          {grid ? <IconPhoto size={18} stroke={1.5} /> : <IconLayoutGrid size={18} stroke={1.5} />}
        </ActionIcon>
      </Tooltip>
      {(withPhoto || picked > 0) && <MakeButton picked={picked} />}
      <span className={classes.spring} />
      {withPhoto && !grid && <OverlayToolbar />}
      <span className={classes.spring} />
      {withPhoto && !grid && <ZoomControl fitLabel="Fit the photo (0)" />}
      <Tooltip label="Inspector (I)">
        <ActionIcon
          size={28}
          aria-label="Inspector"
          aria-pressed={!inspectorHidden}
          onClick={() => toggle('inspectorHidden')}
        >
          <IconLayoutSidebarRight size={18} stroke={1.5} />
        </ActionIcon>
      </Tooltip>
    </div>
  );
});

function MakeButton({ picked }: { picked: number }) {
  return (
    <>
      <Tooltip label="Make pictures… (M); pick photos with B, Ctrl or Shift and a press">
        <Button
          variant="subtle"
          color="gray"
          h={28}
          px={5}
          aria-label={picked > 0 ? `Make pictures of ${picked}…` : 'Make pictures…'}
          onClick={makeOfRoll}
        >
          <IconPhotoPlus size={18} stroke={1.5} />
          {picked > 0 && <span className={classes.picked}>{picked.toLocaleString('en')}</span>}
        </Button>
      </Tooltip>
      {picked > 0 && <CloseButton size="sm" aria-label="Pick none" onClick={pickNone} />}
    </>
  );
}
