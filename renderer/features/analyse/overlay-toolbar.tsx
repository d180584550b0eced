import { ActionIcon, Divider, Tooltip } from '@mantine/core';
import {
  IconArrowsHorizontal,
  IconArrowsMove,
  IconArtboard,
  IconBorderCorners,
  IconBorderInner,
  IconBoxMargin,
  IconCategory,
  IconCoffee,
  IconCrosshair,
  IconCube,
  IconEye,
  IconEyeOff,
  IconListCheck,
  IconTag,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';
import type { OverlayPart } from '../../../shared/overlay.ts';
import classes from './toolbar.module.css';
import { toggle, togglePart, useView } from './view.ts';

interface PartButton {
  part: OverlayPart;
  label: string;
  key: string;
  icon: ComponentType<{ size?: number; stroke?: number }>;
}

/** The groups of the overlay with their keys, what matters most first. */
export const partButtons: readonly PartButton[] = [
  { part: 'boxes', label: 'Boxes', key: '1', icon: IconBorderCorners },
  { part: 'labels', label: 'Labels', key: '2', icon: IconTag },
  { part: 'centreLines', label: 'Centre lines', key: '3', icon: IconCrosshair },
  { part: 'offsets', label: 'Offsets', key: '4', icon: IconArrowsMove },
  { part: 'zones', label: 'Zones', key: '5', icon: IconBorderInner },
  { part: 'edges', label: 'Distances to the edges', key: '6', icon: IconBoxMargin },
  { part: 'spacing', label: 'Gaps between mugs', key: '7', icon: IconArrowsHorizontal },
  { part: 'handle', label: 'Handle', key: '8', icon: IconCoffee },
  { part: 'printArea', label: 'Print area', key: '9', icon: IconArtboard },
  { part: 'pose', label: 'Pose in space', key: 'p', icon: IconCube },
  { part: 'verdicts', label: 'Verdicts of the rules', key: 'v', icon: IconListCheck },
  { part: 'objects', label: 'Other objects', key: 'o', icon: IconCategory },
];

/** What is drawn on the photo, switched group by group. */
export function OverlayToolbar() {
  const parts = useView((view) => view.parts);
  const hidden = useView((view) => view.overlayHidden);
  return (
    <div className={classes.group} role="toolbar" aria-label="Overlay">
      {partButtons.map(({ part, label, key, icon: Icon }) => {
        const on = parts.includes(part) && !hidden;
        return (
          <Tooltip key={part} label={`${label} (${key.toUpperCase()})`}>
            <ActionIcon
              variant={on ? 'light' : 'subtle'}
              color={on ? 'blue' : 'gray'}
              size={28}
              aria-label={label}
              aria-pressed={on}
              onClick={() => togglePart(part)}
            >
              <Icon size={17} stroke={1.6} />
            </ActionIcon>
          </Tooltip>
        );
      })}
      <Divider orientation="vertical" my={6} />
      <Tooltip label={hidden ? 'Show the overlay (\\)' : 'Hide the overlay (\\)'}>
        <ActionIcon
          size={28}
          aria-label="Hide the overlay"
          aria-pressed={hidden}
          onClick={() => toggle('overlayHidden')}
        >
          {hidden ? <IconEyeOff size={17} stroke={1.6} /> : <IconEye size={17} stroke={1.6} />}
        </ActionIcon>
      </Tooltip>
    </div>
  );
}
