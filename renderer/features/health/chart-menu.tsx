import { ActionIcon, Menu } from '@mantine/core';
import { IconDotsVertical, IconPhotoDown, IconTable } from '@tabler/icons-react';
import type { RefObject } from 'react';
import { savePicture } from './save-picture.ts';

interface ChartMenuProps {
  title: string;
  card: RefObject<HTMLElement | null>;
  asTable: boolean;
  onTable: (asTable: boolean) => void;
}

/** What can be done with one chart. */
export function ChartMenu({ title, card, asTable, onTable }: ChartMenuProps) {
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target>
        <ActionIcon size={22} aria-label={`More of ${title}`} data-not-in-picture>
          <IconDotsVertical size={15} stroke={1.6} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconTable size={15} stroke={1.6} />} onClick={() => onTable(!asTable)}>
          {asTable ? 'Show as a chart' : 'Show as a table'}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconPhotoDown size={15} stroke={1.6} />}
          onClick={() => void savePicture(card.current, title)}
        >
          Save as a picture
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
