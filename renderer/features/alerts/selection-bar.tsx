import { Button, CloseButton } from '@mantine/core';
import { IconBellOff, IconCheck, IconUserCheck } from '@tabler/icons-react';
import classes from '../../ui/selection-bar.module.css';
import { count } from '../../ui/words.ts';
import { acknowledge, resolve } from './alert-actions.ts';
import { chosen, selectNone, useAlerts } from './alerts.ts';
import { silenceAlerts } from './silence-draft.ts';

/** What can be done with the alerts that are selected; there only while some are. */
export function SelectionBar() {
  const { selected } = useAlerts();
  if (selected.size === 0) return null;
  return (
    <div className={classes.bar} role="toolbar" aria-label="Selection">
      <span className={classes.count} role="status">
        {count(selected.size, 'alert')} selected
      </span>
      <Button leftSection={<IconUserCheck size={15} stroke={1.6} />} onClick={() => acknowledge(chosen())}>
        Acknowledge
      </Button>
      <Button
        variant="default"
        leftSection={<IconCheck size={15} stroke={1.6} />}
        onClick={() => resolve(chosen())}
      >
        Resolve
      </Button>
      <Button
        variant="default"
        leftSection={<IconBellOff size={15} stroke={1.6} />}
        onClick={() => silenceAlerts(chosen())}
      >
        Silence…
      </Button>
      <CloseButton size="sm" aria-label="Select none" onClick={selectNone} />
    </div>
  );
}
