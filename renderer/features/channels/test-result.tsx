import { Anchor, CloseButton, Loader } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconCircleX, IconClock } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Attempt, Delivery } from '../../../shared/delivery.ts';
import { useNow } from '../../ui/use-now.ts';
import { clockTime } from '../../ui/words.ts';
import { openDelivery } from '../deliveries/deliveries.ts';
import { standingText } from '../deliveries/delivery-words.ts';
import { type ChannelTest, forgetTest, useChannelTests } from './channel-tests.ts';
import { answerText, sinceText } from './channel-words.ts';
import { useChannels } from './channels.ts';
import classes from './test-result.module.css';

/** The last test of a channel: on its way, or what the other side really answered. */
export function TestResult({ channelId }: { channelId: string }) {
  const test = useChannelTests(({ tests }) => tests[channelId]);
  return (
    // Always there, so that screen readers say what comes to stand in it.
    <div role="status" className={classes.live}>
      {test && (
        <div className={classes.result} data-tone={toneOf(test)}>
          <Words test={test} channelId={channelId} />
          {test.kind !== 'sending' && (
            <CloseButton size="sm" aria-label="Put the result away" onClick={() => forgetTest(channelId)} />
          )}
        </div>
      )}
    </div>
  );
}

function toneOf(test: ChannelTest): 'plain' | 'good' | 'bad' {
  if (test.kind === 'impossible') return 'bad';
  if (test.kind === 'sending' || test.attempt === null) return 'plain';
  if (test.attempt.delivered) return 'good';
  return test.delivery.state === 'delivered' ? 'plain' : 'bad';
}

function Words({ test, channelId }: { test: ChannelTest; channelId: string }) {
  if (test.kind === 'sending')
    return (
      <Line icon={<Loader size={14} color="gray" />} title="Sending a test…">
        <OnItsWay channelId={channelId} />
      </Line>
    );
  if (test.kind === 'impossible')
    return (
      <Line icon={<IconAlertTriangle size={16} />} title="The test was not sent">
        {test.message}
      </Line>
    );
  return <Answer delivery={test.delivery} attempt={test.attempt} />;
}

/** What a test waits for: the answer, or the end of a pause that the other side asked for. */
function OnItsWay({ channelId }: { channelId: string }) {
  const now = useNow(1_000);
  const state = useChannels(({ list }) => list.find(({ channel }) => channel.id === channelId)?.state);
  const heldUntil = state?.heldUntil ?? null;
  return heldUntil === null || Date.parse(heldUntil) <= now
    ? 'It goes the same way as every message, and waits for the answer.'
    : `The channel is held until ${clockTime(heldUntil, now)}; the test may have to wait as long.`;
}

function Answer({ delivery, attempt }: { delivery: Delivery; attempt: Attempt | null }) {
  const now = useNow(1_000);
  const link = (
    <Anchor component="button" type="button" size="sm" onClick={() => openDelivery(delivery.id)}>
      Show the delivery
    </Anchor>
  );
  if (attempt === null)
    return (
      <Line icon={<IconClock size={16} />} title="No answer yet">
        {standingText(delivery, now)} {link}
      </Line>
    );
  const said = attempt.detail ?? attempt.receipt;
  const since = sinceText(delivery, attempt, now);
  return (
    <Line
      icon={attempt.delivered ? <IconCircleCheck size={16} /> : <IconCircleX size={16} />}
      title={answerText(attempt)}
    >
      {said !== null && <span className={classes.said}>{said}</span>}
      {since !== '' && <span>{since}</span>}
      {link}
    </Line>
  );
}

function Line({ icon, title, children }: { icon: ReactNode; title: string; children: ReactNode }) {
  return (
    <>
      <span className={classes.icon} aria-hidden>
        {icon}
      </span>
      <div className={classes.words}>
        <strong className={classes.title}>{title}</strong>
        {children}
      </div>
    </>
  );
}
