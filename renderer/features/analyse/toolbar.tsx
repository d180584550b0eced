import { ActionIcon, Tooltip, UnstyledButton } from '@mantine/core';
import {
  IconLayoutGrid,
  IconLayoutSidebar,
  IconLayoutSidebarRight,
  IconMinus,
  IconPhoto,
  IconPlus,
} from '@tabler/icons-react';
import { memo } from 'react';
import { OverlayToolbar } from './overlay-toolbar.tsx';
import classes from './toolbar.module.css';
import { toggle, useView } from './view.ts';
import { fitPhoto, useZoom, zoomStep } from './zoom.ts';

/** The line above the photo: side panels, overlay, zoom. */
export const Toolbar = memo(function Toolbar({ withPhoto }: { withPhoto: boolean }) {
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
      <span className={classes.spring} />
      {withPhoto && !grid && <OverlayToolbar />}
      <span className={classes.spring} />
      {withPhoto && !grid && <ZoomControl />}
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

function ZoomControl() {
  const k = useZoom((zoom) => zoom.k);
  const fitted = useZoom((zoom) => zoom.fitted);
  return (
    <div className={classes.group}>
      <Tooltip label="Zoom out (−)">
        <ActionIcon size={28} aria-label="Zoom out" onClick={() => zoomStep(-1)}>
          <IconMinus size={16} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label="Fit the photo (0)">
        <UnstyledButton
          className={classes.zoom}
          data-fitted={fitted}
          onClick={fitPhoto}
          aria-label="Zoom, press to fit"
        >
          {Math.round(k * devicePixelRatio * 100)} %
        </UnstyledButton>
      </Tooltip>
      <Tooltip label="Zoom in (+)">
        <ActionIcon size={28} aria-label="Zoom in" onClick={() => zoomStep(1)}>
          <IconPlus size={16} />
        </ActionIcon>
      </Tooltip>
    </div>
  );
}
