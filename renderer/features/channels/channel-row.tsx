import { ActionIcon, Anchor, Button, Menu, Switch, Tooltip } from '@mantine/core';
import { IconDots, IconLock, IconPencil, IconSend, IconTrash } from '@tabler/icons-react';
import { memo, type ReactNode } from 'react';
import type { ChannelView } from '../../../shared/channel.ts';
import { ChannelBadge } from '../../ui/channel-icon.tsx';
import { agoText, count, exactTime } from '../../ui/words.ts';
import { showDeliveries } from '../deliveries/deliveries.ts';
import { editChannel } from './channel-draft.ts';
import classes from './channel-row.module.css';
import { sendTest, useChannelTests } from './channel-tests.ts';
import { answerText, selectionText } from './channel-words.ts';
import { kindNamed, setEnabled, useChannels } from './channels.ts';
import { askToRemove } from './remove-channel.tsx';
import { StandingMark, StandingReason } from './standing-mark.tsx';
import { SuccessBar } from './success-bar.tsx';
import { TestResult } from './test-result.tsx';

/** One channel: where it goes, how it does, and what can be done with it. `now` is milliseconds. */
export const ChannelRow = memo(function ChannelRow({ view, now }: { view: ChannelView; now: number }) {
  const { channel, target, fromEnvironment } = view;
  const kind = kindNamed(channel.kind)?.label ?? channel.kind;
  return (
    <article
      className={classes.row}
      data-channel={channel.id}
      data-off={!channel.enabled}
      aria-label={channel.name}
      tabIndex={-1}
    >
      <header className={classes.header}>
        <ChannelBadge kind={channel.kind} off={!channel.enabled} />
        <div className={classes.naming}>
          <h2 className={classes.name} title={channel.name}>
            {channel.name}
          </h2>
          <p className={classes.target}>
            <span>{kind}</span>
            {target !== '' && <span title={target}>{target}</span>}
            {fromEnvironment && <EnvironmentMark view={view} />}
          </p>
        </div>
        <StandingMark view={view} now={now} />
        <Actions view={view} />
      </header>
      <div className={classes.details}>
        <StandingReason view={view} />
        <RowFacts view={view} now={now} />
        <TestResult channelId={channel.id} />
      </div>
    </article>
  );
});

function EnvironmentMark({ view }: { view: ChannelView }) {
  const sources = [...new Set(Object.values(view.locked))].join(', ');
  return (
    <span className={classes.environment} title={sources}>
      <IconLock size={12} aria-hidden />
      <span>{sources === '' ? 'From the environment' : sources}</span>
    </span>
  );
}

function Actions({ view }: { view: ChannelView }) {
  const { id, name, enabled } = view.channel;
  const switching = useChannels((channels) => channels.switching.has(id));
  const sending = useChannelTests(({ tests }) => tests[id]?.kind === 'sending');
  return (
    <div className={classes.actions}>
      <Tooltip label={enabled ? 'On. Switch off: it then gets nothing but tests' : 'Off. Switch on'}>
        <Switch
          aria-label={`${name} is on`}
          checked={enabled}
          disabled={switching}
          onChange={({ currentTarget }) => setEnabled(view, currentTarget.checked)}
        />
      </Tooltip>
      <Button
        variant="default"
        loading={sending}
        leftSection={<IconSend size={14} stroke={1.6} />}
        onClick={() => sendTest(id)}
      >
        Send test
      </Button>
      <Button
        variant="default"
        leftSection={<IconPencil size={14} stroke={1.6} />}
        onClick={() => editChannel(view)}
      >
        Edit
      </Button>
      <Menu position="bottom-end" shadow="md">
        <Menu.Target>
          <ActionIcon aria-label={`More for ${name}`} size={30}>
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => showDeliveries({ channelId: id })}>Show its deliveries</Menu.Item>
          <Menu.Divider />
          <Menu.Item
            color="red"
            leftSection={<IconTrash size={14} />}
            disabled={view.fromEnvironment}
            onClick={() => askToRemove(view)}
          >
            {view.fromEnvironment ? 'Cannot be removed: set by the environment' : 'Remove…'}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}

function RowFacts({ view, now }: { view: ChannelView; now: number }) {
  const { channel, state } = view;
  const { lastAnswer, waiting, failed, successRate } = state;
  const channelId = channel.id;
  return (
    <dl className={classes.facts}>
      <Fact name="Last answer">
        {lastAnswer === null ? (
          <span className={classes.none}>None yet</span>
        ) : (
          <>
            {answerText(lastAnswer)}
            <span className={classes.ago} title={exactTime(lastAnswer.at)}>
              {agoText(lastAnswer.at, now)}
            </span>
          </>
        )}
      </Fact>
      <Fact name="Success">
        <SuccessBar rate={successRate} />
      </Fact>
      <Fact name="Deliveries">
        {waiting === 0 && failed === 0 && <span className={classes.none}>Nothing waits</span>}
        {waiting > 0 && (
          <Anchor
            component="button"
            type="button"
            size="sm"
            onClick={() => showDeliveries({ channelId, states: ['waiting', 'sending', 'held'] })}
          >
            {waiting.toLocaleString('en')} waiting
          </Anchor>
        )}
        {failed > 0 && (
          <Anchor
            component="button"
            type="button"
            size="sm"
            c="var(--fail)"
            onClick={() => showDeliveries({ channelId, states: ['failed'] })}
          >
            {count(failed, 'dead letter')}
          </Anchor>
        )}
      </Fact>
      <Fact name="Gets">{selectionText(channel)}</Fact>
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={classes.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
