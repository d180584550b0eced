import { VisuallyHidden } from '@mantine/core';
import { useEffect } from 'react';
import { useCore } from '../../core.ts';
import classes from './alerts-badge.module.css';
import { followOpenAlerts, useOpenAlerts } from './open-alerts.ts';

const mostCounted = 99;
const plainTitle = document.title;

/** How many alerts are open, on the entry of the navigation and in the title of the page. */
export function AlertsBadge() {
  const { firing, acknowledged } = useOpenAlerts();
  const connected = useCore((state) => state.connected && state.info !== null);
  const open = firing + acknowledged;
  useEffect(() => (connected ? followOpenAlerts() : undefined), [connected]);
  useEffect(() => {
    document.title = open === 0 ? plainTitle : `(${open}) ${plainTitle}`;
  }, [open]);
  if (open === 0) return null;
  return (
    <span className={classes.badge} data-firing={firing > 0}>
      {open > mostCounted ? `${mostCounted}+` : open}
      <VisuallyHidden component="span"> open</VisuallyHidden>
    </span>
  );
}
