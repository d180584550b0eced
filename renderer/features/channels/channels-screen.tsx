import { Button, Skeleton } from '@mantine/core';
import { IconAlertTriangle, IconPlus } from '@tabler/icons-react';
import { useEffect } from 'react';
import { useCore } from '../../core.ts';
import { Blank } from '../../ui/blank.tsx';
import { useKeys } from '../../ui/keys.ts';
import { Page } from '../../ui/page.tsx';
import { useNow } from '../../ui/use-now.ts';
import { addChannel } from './channel-draft.ts';
import { ChannelEditor } from './channel-editor.tsx';
import { ChannelRow } from './channel-row.tsx';
import { followTests } from './channel-tests.ts';
import { followChannels, loadChannels, useChannels } from './channels.ts';
import { channelsKeys } from './channels-keys.ts';
import classes from './channels-screen.module.css';
import { KindChoice } from './kind-choice.tsx';
import { RemoveChannel } from './remove-channel.tsx';

/** Where things are said, how each of these places does, and adding one. */
export function ChannelsScreen() {
  const { list, state, reason } = useChannels();
  const connected = useCore((core) => core.connected && core.info !== null);
  useKeys(channelsKeys);
  useEffect(() => (connected ? followChannels() : undefined), [connected]);
  useEffect(followTests, []);
  if (state === 'failed' && list.length === 0)
    return (
      <Blank
        icon={<IconAlertTriangle size={32} stroke={1.2} />}
        title="The channels cannot be shown"
        text={reason}
      >
        <Button onClick={loadChannels}>Try again</Button>
      </Blank>
    );
  const empty = state === 'ready' && list.length === 0;
  return (
    <>
      <Page
        wide
        title="Channels"
        text="Where people and workflows learn what happened. What cannot be delivered at once is kept and tried again."
        action={
          list.length > 0 && (
            <Button leftSection={<IconPlus size={16} stroke={1.6} />} onClick={addChannel}>
              Add a channel
            </Button>
          )
        }
      >
        {empty ? <FirstChannel /> : <Rows loading={state === 'loading' && list.length === 0} />}
      </Page>
      <ChannelEditor />
      <RemoveChannel />
    </>
  );
}

/** Often enough for times that are told in minutes. */
const tickMs = 15_000;

function Rows({ loading }: { loading: boolean }) {
  const list = useChannels((channels) => channels.list);
  const now = useNow(tickMs);
  return (
    <div className={classes.list} aria-busy={loading}>
      {loading
        ? [1, 2, 3].map((row) => <Skeleton key={row} height={124} radius={8} />)
        : list.map((view) => <ChannelRow key={view.channel.id} view={view} now={now} />)}
    </div>
  );
}

function FirstChannel() {
  return (
    <>
      <p className={classes.first}>
        Nothing is sent anywhere yet. Choose where to begin; each can be tried out before anything depends on
        it. Channels that are set up by the environment appear here by themselves.
      </p>
      <KindChoice />
    </>
  );
}
