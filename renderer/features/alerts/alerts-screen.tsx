import { Button } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconAlertTriangle, IconCircleCheck, IconSearchOff } from '@tabler/icons-react';
import { useEffect } from 'react';
import { useCore } from '../../core.ts';
import { goTo } from '../../navigation.ts';
import { Blank } from '../../ui/blank.tsx';
import { useKeys } from '../../ui/keys.ts';
import { ListScreen } from '../../ui/list-screen.tsx';
import { followChannels } from '../channels/channels.ts';
import { AlertChips } from './alert-chips.tsx';
import { AlertPanel } from './alert-panel.tsx';
import { linesShown, narrowTo, openFilter, reload, selectAllMatching, useAlerts } from './alerts.ts';
import { AlertsFilter } from './alerts-filter.tsx';
import { AlertsFrame } from './alerts-frame.tsx';
import { alertsKeys } from './alerts-keys.ts';
import { AlertsTable } from './alerts-table.tsx';
import { followAlerts } from './follow-alerts.ts';
import { SelectionBar } from './selection-bar.tsx';
import { SilenceDialog } from './silence-dialog.tsx';

/** What is wrong, since when, who is on it, who was told, and what can be done about it. */
export function AlertsScreen() {
  const openId = useAlerts((alerts) => alerts.openId);
  const connected = useCore((state) => state.connected && state.info !== null);
  useKeys(alertsKeys);
  useHotkeys([['mod+A', () => void selectAllMatching()]]);
  useEffect(() => (connected ? followAlerts() : undefined), [connected]);
  useEffect(() => (connected ? followChannels() : undefined), [connected]);
  return (
    <AlertsFrame>
      <ListScreen
        head={
          <>
            <AlertsFilter />
            <AlertChips />
          </>
        }
        panel={openId !== null && <AlertPanel id={openId} />}
      >
        <List />
        <SelectionBar />
      </ListScreen>
      <SilenceDialog />
    </AlertsFrame>
  );
}

function List() {
  const alerts = useAlerts();
  const { state, reason, filter, mutedOnly, counts, nextCursor } = alerts;
  if (state === 'failed') {
    return (
      <Blank
        icon={<IconAlertTriangle size={32} stroke={1.2} />}
        title="The alerts cannot be shown"
        text={`${reason} Channels are still told of them.`}
      >
        <Button onClick={() => reload()}>Try again</Button>
      </Blank>
    );
  }
  if (state === 'loading' || nextCursor !== null || linesShown(alerts).length > 0) return <AlertsTable />;
  const { states: _, ...others } = filter;
  const ended = (counts?.resolved ?? 0) + (counts?.expired ?? 0);
  if (mutedOnly || Object.keys(others).length > 0 || filter.states?.length === 1) {
    return (
      <Blank
        icon={<IconSearchOff size={32} stroke={1.2} />}
        title="Nothing found"
        text="No alert matches all of that."
      >
        <Button variant="default" onClick={() => narrowTo(openFilter, false)}>
          Show all open ones
        </Button>
      </Blank>
    );
  }
  return (
    <Blank
      icon={<IconCircleCheck size={32} stroke={1.2} />}
      title="Nothing is wrong"
      text="Alerts stand here from the moment something is wrong until it is over: a channel that does not answer, a photo that could not be analysed, a value above its threshold, a rule that is broken."
    >
      {ended > 0 ? (
        <Button variant="default" onClick={() => narrowTo({}, false)}>
          Show those that are over
        </Button>
      ) : (
        <Button variant="default" onClick={() => goTo('alert')}>
          Write an alert…
        </Button>
      )}
    </Blank>
  );
}
