import { ActionIcon, Tooltip, UnstyledButton } from '@mantine/core';
import { IconMinus, IconPlus } from '@tabler/icons-react';
import { fitPhoto, useZoom, zoomStep } from './zoom.ts';
import classes from './zoom-control.module.css';

/** How large the photo or picture is shown, in pixels of it per pixel of the display. */
export function ZoomControl({ fitLabel }: { fitLabel: string }) {
  const k = useZoom((zoom) => zoom.k);
  const fitted = useZoom((zoom) => zoom.fitted);
  return (
    <div className={classes.group}>
      <Tooltip label="Zoom out (−)">
        <ActionIcon size={28} aria-label="Zoom out" onClick={() => zoomStep(-1)}>
          <IconMinus size={16} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={fitLabel}>
        <UnstyledButton
          className={classes.zoom}
          data-fitted={fitted}
          aria-label="Zoom, press to fit"
          onClick={fitPhoto}
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
