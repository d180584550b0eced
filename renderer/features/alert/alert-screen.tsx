import { useHotkeys } from '@mantine/hooks';
import { useEffect } from 'react';
import { useCore } from '../../core.ts';
import { type KeyBinding, useKeys } from '../../ui/keys.ts';
import { AlertsFrame } from '../alerts/alerts-frame.tsx';
import { followChannels } from '../channels/channels.ts';
import { followSent, sendAlert } from './alert.ts';
import { AlertForm } from './alert-form.tsx';
import classes from './alert-screen.module.css';
import { PreviewPane } from './preview-pane.tsx';
import { SentList } from './sent-list.tsx';

const send = () => void sendAlert();

/** Listed for `?`; the key itself works in text fields too, and so is heard below. */
const alertKeys: readonly KeyBinding[] = [
  { group: 'Do', keys: ['ctrl + enter'], does: 'Send, also while typing', run: send },
];

/** Telling people something by hand: write it, see it as they will, send it, watch it arrive. */
export function AlertScreen() {
  const connected = useCore((state) => state.connected && state.info !== null);
  useKeys(alertKeys);
  useHotkeys([['mod+Enter', send]], []);
  useEffect(() => (connected ? followChannels() : undefined), [connected]);
  useEffect(() => (connected ? followSent() : undefined), [connected]);
  return (
    <AlertsFrame>
      <div className={classes.screen}>
        <AlertForm />
        <div className={classes.outcome}>
          <PreviewPane />
          <SentList />
        </div>
      </div>
    </AlertsFrame>
  );
}
