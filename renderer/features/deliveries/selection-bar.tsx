import { Anchor, Button, CloseButton } from '@mantine/core';
import { IconBan, IconRefresh } from '@tabler/icons-react';
import classes from '../../ui/selection-bar.module.css';
import { count } from '../../ui/words.ts';
import { selectAllMatching, selectNone, useDeliveries } from './deliveries.ts';
import { actOnChosen } from './delivery-actions.ts';
import { hasEnded } from './delivery-words.ts';

/** What can be done with the rows that are selected; there only while some are. */
export function SelectionBar() {
  const { items, selected, allMatching, nextCursor } = useDeliveries();
  if (selected.size === 0) return null;
  const canCancel = allMatching || items.some((item) => selected.has(item.id) && !hasEnded(item));
  const mayMeanMore = !allMatching && nextCursor !== null && selected.size === items.length;
  return (
    <div className={classes.bar} role="toolbar" aria-label="Selection">
      <span className={classes.count} role="status">
        {allMatching
          ? 'All that match the filter are selected'
          : `${count(selected.size, 'delivery', 'deliveries')} selected`}
      </span>
      {mayMeanMore && (
        <Anchor component="button" type="button" size="sm" onClick={selectAllMatching}>
          Select all that match the filter
        </Anchor>
      )}
      <Button leftSection={<IconRefresh size={15} stroke={1.6} />} onClick={() => actOnChosen('replay')}>
        Send again
      </Button>
      <Button
        variant="default"
        disabled={!canCancel}
        leftSection={<IconBan size={15} stroke={1.6} />}
        onClick={() => actOnChosen('cancel')}
      >
        Cancel
      </Button>
      <CloseButton size="sm" aria-label="Select none" onClick={selectNone} />
    </div>
  );
}
