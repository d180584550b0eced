import { Anchor, Button, CloseButton, Menu } from '@mantine/core';
import { IconBan, IconDownload, IconRefresh, IconTrash } from '@tabler/icons-react';
import classes from '../../ui/selection-bar.module.css';
import { count } from '../../ui/words.ts';
import { askToDelete, cancelChosen, exportChosen, retryChosen } from './render-actions.ts';
import { selectNone, toggleAll } from './render-selection.ts';
import { canRetry, hasEnded } from './render-words.ts';
import { useRenders } from './renders.ts';

/** What can be done with the pictures that are selected; there only while some are. */
export function SelectionBar() {
  const { items, selected } = useRenders();
  if (selected.size === 0) return null;
  const renders = items.filter(({ id }) => selected.has(id));
  const [canCancel, canDrawAgain] = [renders.some((render) => !hasEnded(render)), renders.some(canRetry)];
  const isReady = renders.some(({ state }) => state === 'completed');
  return (
    <div className={classes.bar} role="toolbar" aria-label="Selection">
      <span className={classes.count} role="status">
        {count(selected.size, 'picture')} selected
      </span>
      {selected.size < items.length && (
        <Anchor component="button" type="button" size="sm" onClick={toggleAll}>
          Select all {items.length.toLocaleString('en')}
        </Anchor>
      )}
      <Menu position="top-start" shadow="md">
        <Menu.Target>
          <Button disabled={!isReady} leftSection={<IconDownload size={15} stroke={1.6} />}>
            Export
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => void exportChosen('files')}>
            {selected.size === 1 ? 'The file' : 'The files, as a zip'}
          </Menu.Item>
          <Menu.Item onClick={() => void exportChosen('pdf')}>One PDF, a page each</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {canDrawAgain && (
        <Button variant="default" leftSection={<IconRefresh size={15} stroke={1.6} />} onClick={retryChosen}>
          Retry
        </Button>
      )}
      {canCancel && (
        <Button variant="default" leftSection={<IconBan size={15} stroke={1.6} />} onClick={cancelChosen}>
          Cancel
        </Button>
      )}
      <Button
        variant="default"
        leftSection={<IconTrash size={15} stroke={1.6} />}
        onClick={() => askToDelete()}
      >
        Delete
      </Button>
      <CloseButton size="sm" aria-label="Select none" onClick={selectNone} />
    </div>
  );
}
