import { Checkbox } from '@mantine/core';
import { useMemo } from 'react';
import type { Delivery } from '../../../shared/delivery.ts';
import { useNow } from '../../ui/use-now.ts';
import { VirtualList } from '../../ui/virtual-list.tsx';
import { useChannels } from '../channels/channels.ts';
import { focusAny, loadMore, setAtTop, showArrived, toggleAll, useDeliveries } from './deliveries.ts';
import classes from './deliveries-table.module.css';
import { DeliveryRow } from './delivery-row.tsx';

const rowHeight = 48;
const clockTickMs = 10_000;
const idOf = ({ id }: Delivery) => id;

/** The deliveries under the names of their columns. */
export function DeliveriesTable() {
  const { items, nextCursor, state, selected, allMatching, focusId, openId, arrived } = useDeliveries();
  const now = useNow(clockTickMs);
  const channels = useChannels(({ list }) => list);
  const byId = useMemo(() => new Map(channels.map((view) => [view.channel.id, view])), [channels]);
  return (
    <div className={classes.table}>
      <TableHead />
      <VirtualList
        label="Deliveries"
        kind="delivery"
        items={items}
        idOf={idOf}
        rowHeight={rowHeight}
        ready={state === 'ready'}
        more={nextCursor !== null}
        onNearEnd={loadMore}
        arrived={arrived.size}
        onShowArrived={showArrived}
        onAtTop={setAtTop}
        focusId={focusId}
        onFocus={focusAny}
        selected={selected.size}
      >
        {(delivery) => (
          <DeliveryRow
            delivery={delivery}
            channel={byId.get(delivery.channelId)}
            selected={allMatching || selected.has(delivery.id)}
            focused={delivery.id === focusId}
            open={delivery.id === openId}
            now={now}
          />
        )}
      </VirtualList>
    </div>
  );
}

function TableHead() {
  const { items, selected } = useDeliveries();
  const some = selected.size > 0;
  return (
    <div className={classes.head}>
      <Checkbox
        size="xs"
        aria-label="Select all"
        checked={some && selected.size === items.length}
        indeterminate={some && selected.size < items.length}
        disabled={items.length === 0}
        onChange={toggleAll}
      />
      <span>State</span>
      <span>Notice</span>
      <span>Channel</span>
      <span className={classes.right} data-wide>
        Tries
      </span>
      <span data-wide>Waiting for, or how it ended</span>
      <span className={classes.right}>Recorded</span>
    </div>
  );
}
