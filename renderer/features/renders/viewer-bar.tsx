import { ActionIcon, Button, Tooltip } from '@mantine/core';
import {
  IconArrowLeft,
  IconChevronLeft,
  IconChevronRight,
  IconLayersDifference,
  IconPhoto,
} from '@tabler/icons-react';
import { ZoomControl } from '../analyse/zoom-control.tsx';
import { moveFocus } from './render-selection.ts';
import { useRenders } from './renders.ts';
import classes from './viewer.module.css';
import { toggleBefore, toggleCompare, useViewing } from './viewing.ts';

/** The line above one picture: back, neighbours, before and after, zoom. */
export function ViewerBar({ withPicture, canCompare }: { withPicture: boolean; canCompare: boolean }) {
  const { compare, before } = useViewing();
  return (
    <div className={classes.bar}>
      <Button
        variant="subtle"
        color="gray"
        leftSection={<IconArrowLeft size={16} stroke={1.6} />}
        onClick={() => useRenders.setState({ openId: null })}
      >
        All pictures
      </Button>
      <Neighbours />
      <span className={classes.spring} />
      {canCompare && (
        <div className={classes.group} role="toolbar" aria-label="Before and after">
          <Tooltip label="A divider between photo and picture (C)">
            <Button
              variant={compare ? 'light' : 'subtle'}
              color={compare ? 'blue' : 'gray'}
              aria-pressed={compare}
              leftSection={<IconLayersDifference size={16} stroke={1.6} />}
              onClick={toggleCompare}
            >
              Compare
            </Button>
          </Tooltip>
          <Tooltip label="The photo instead of the picture (\)">
            <Button
              variant={before ? 'light' : 'subtle'}
              color={before ? 'blue' : 'gray'}
              aria-pressed={before}
              leftSection={<IconPhoto size={16} stroke={1.6} />}
              onClick={toggleBefore}
            >
              Photo
            </Button>
          </Tooltip>
        </div>
      )}
      <span className={classes.spring} />
      {withPicture && <ZoomControl fitLabel="Fit the picture (0)" />}
    </div>
  );
}

function Neighbours() {
  const { items, openId, nextCursor } = useRenders();
  const index = items.findIndex(({ id }) => id === openId);
  return (
    <div className={classes.group}>
      <Tooltip label="Before (←)">
        <ActionIcon size={28} aria-label="Picture before" disabled={index <= 0} onClick={() => moveFocus(-1)}>
          <IconChevronLeft size={18} stroke={1.6} />
        </ActionIcon>
      </Tooltip>
      <span className={classes.place}>
        {index < 0 ? '–' : `${(index + 1).toLocaleString('en')} of ${items.length.toLocaleString('en')}`}
        {nextCursor !== null && '+'}
      </span>
      <Tooltip label="Next (→)">
        <ActionIcon
          size={28}
          aria-label="Next picture"
          disabled={index < 0 || index === items.length - 1}
          onClick={() => moveFocus(1)}
        >
          <IconChevronRight size={18} stroke={1.6} />
        </ActionIcon>
      </Tooltip>
    </div>
  );
}
