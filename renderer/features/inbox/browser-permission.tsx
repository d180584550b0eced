import { Button } from '@mantine/core';
import { useEffect } from 'react';
import { useCore } from '../../core.ts';
import { followChannels, useChannels } from '../channels/channels.ts';
import { askPermission, usePermission } from './browser-notifications.ts';
import classes from './browser-permission.module.css';

/** Offers notifications of the system to whoever has a channel for them and has not decided yet. */
export function BrowserPermission() {
  const { permission } = usePermission();
  const connected = useCore((state) => state.connected && state.info !== null);
  useEffect(() => (connected ? followChannels() : undefined), [connected]);
  const wanted = useChannels(({ list }) =>
    list.some(({ channel }) => channel.kind === 'desktop' && channel.enabled),
  );
  if (!wanted || permission === 'granted') return null;
  return (
    <div className={classes.offer}>
      {permission === 'default' ? (
        <>
          <span>Your desktop notifications can be shown by this browser.</span>
          <Button variant="default" onClick={askPermission}>
            Allow them
          </Button>
        </>
      ) : (
        <span>
          {permission === 'denied'
            ? 'This browser was told not to show notifications of this page; its site settings change that.'
            : 'This browser cannot show notifications of the system.'}
        </span>
      )}
    </div>
  );
}
