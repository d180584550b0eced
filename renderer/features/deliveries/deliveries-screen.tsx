import { Button } from '@mantine/core';
import { IconAlertTriangle, IconSearchOff, IconSend } from '@tabler/icons-react';
import { useEffect } from 'react';
import { useCore } from '../../core.ts';
import { goTo } from '../../navigation.ts';
import { Blank } from '../../ui/blank.tsx';
import { useKeys } from '../../ui/keys.ts';
import { ListScreen } from '../../ui/list-screen.tsx';
import { followChannels } from '../channels/channels.ts';
import { AskFirst } from './ask-first.tsx';
import { narrowTo, reload, useDeliveries } from './deliveries.ts';
import { DeliveriesFilter } from './deliveries-filter.tsx';
import { deliveriesKeys } from './deliveries-keys.ts';
import { DeliveriesTable } from './deliveries-table.tsx';
import { DeliveryChips } from './delivery-chips.tsx';
import { DeliveryPanel } from './delivery-panel.tsx';
import { followDeliveries } from './follow-deliveries.ts';
import { SelectionBar } from './selection-bar.tsx';

/** Everything that was told to anybody: where it stands, why, and the way to send it again. */
export function DeliveriesScreen() {
  const openId = useDeliveries((deliveries) => deliveries.openId);
  const connected = useCore((state) => state.connected && state.info !== null);
  useKeys(deliveriesKeys);
  useEffect(() => (connected ? followDeliveries() : undefined), [connected]);
  useEffect(() => (connected ? followChannels() : undefined), [connected]);
  return (
    <>
      <ListScreen
        head={
          <>
            <DeliveriesFilter />
            <DeliveryChips />
          </>
        }
        panel={openId !== null && <DeliveryPanel id={openId} />}
      >
        <List />
        <SelectionBar />
      </ListScreen>
      <AskFirst />
    </>
  );
}

function List() {
  const { items, state, reason, filter } = useDeliveries();
  if (state === 'failed') {
    return (
      <Blank
        icon={<IconAlertTriangle size={32} stroke={1.2} />}
        title="The deliveries cannot be shown"
        text={`${reason} What waits is still sent.`}
      >
        <Button onClick={() => reload()}>Try again</Button>
      </Blank>
    );
  }
  if (state !== 'ready' || items.length > 0) return <DeliveriesTable />;
  if (Object.keys(filter).length > 0) {
    return (
      <Blank
        icon={<IconSearchOff size={32} stroke={1.2} />}
        title="Nothing found"
        text="No delivery matches all of that."
      >
        <Button variant="default" onClick={() => narrowTo({})}>
          Clear the search
        </Button>
      </Blank>
    );
  }
  return (
    <Blank
      icon={<IconSend size={32} stroke={1.2} />}
      title="Nothing sent yet"
      text="Every notice to every channel stands here: whether it arrived, what it waits for, and each answer. Write an alert to see one on its way."
    >
      <Button onClick={() => goTo('alert')}>Write an alert</Button>
    </Blank>
  );
}
