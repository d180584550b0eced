import { Button, Checkbox, Menu } from '@mantine/core';
import { IconDownload, IconPhoto, IconPhotoPlus, IconRefresh, IconTrash } from '@tabler/icons-react';
import { type ExportFormat, exportFormats } from '../../../shared/contract.ts';
import { count } from '../../ui/words.ts';
import { toggleAll, useHistory } from './history.ts';
import { deleteChosen, exportChosen, makeOfChosen, openChosen, reanalyseChosen } from './history-actions.ts';
import classes from './selection-bar.module.css';

const formatNames: Record<ExportFormat, string> = {
  json: 'JSON, everything',
  csv: 'CSV, one row per mug',
  coco: 'COCO dataset',
  yolo: 'YOLO text files',
  png: 'PNG with the overlay drawn',
};

/** What can be done with the rows that are selected. */
export function SelectionBar() {
  const { items, selected } = useHistory();
  const none = selected.size === 0;
  return (
    <div className={classes.bar} role="toolbar" aria-label="Selection">
      <Checkbox
        size="xs"
        aria-label="Select all"
        checked={!none && selected.size === items.length}
        indeterminate={!none && selected.size < items.length}
        disabled={items.length === 0}
        onChange={toggleAll}
      />
      <span className={classes.count}>
        {none ? 'None selected' : `${count(selected.size, 'photo')} selected`}
      </span>
      <Button
        variant="default"
        disabled={none}
        leftSection={<IconPhoto size={15} stroke={1.6} />}
        onClick={openChosen}
      >
        Open
      </Button>
      <Button
        variant="default"
        disabled={none}
        leftSection={<IconRefresh size={15} stroke={1.6} />}
        onClick={reanalyseChosen}
      >
        Analyse again
      </Button>
      <Button
        variant="default"
        disabled={none}
        leftSection={<IconPhotoPlus size={15} stroke={1.6} />}
        onClick={makeOfChosen}
      >
        Make pictures…
      </Button>
      <Menu position="bottom-start" shadow="md">
        <Menu.Target>
          <Button variant="default" disabled={none} leftSection={<IconDownload size={15} stroke={1.6} />}>
            Export
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {exportFormats.map((format) => (
            <Menu.Item key={format} onClick={() => exportChosen(format)}>
              {formatNames[format]}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Button
        variant="default"
        disabled={none}
        leftSection={<IconTrash size={15} stroke={1.6} />}
        onClick={() => deleteChosen()}
      >
        Delete
      </Button>
    </div>
  );
}
