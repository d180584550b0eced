import { Button } from '@mantine/core';
import { IconBellRinging, IconBroadcast, IconRefresh, IconSend } from '@tabler/icons-react';
import { useEffect, useMemo } from 'react';
import type { HealthPart } from '../../../shared/health.ts';
import { goTo } from '../../navigation.ts';
import { Facts } from '../../ui/facts.tsx';
import { Section } from '../../ui/section.tsx';
import { PanelActions, PanelHeader, SidePanel } from '../../ui/side-panel.tsx';
import { Standing } from '../../ui/standing.tsx';
import { useNow } from '../../ui/use-now.ts';
import { agoText, exactTime, percent, tookText } from '../../ui/words.ts';
import { narrowTo as narrowAlerts } from '../alerts/alerts.ts';
import { narrowTo as narrowDeliveries } from '../deliveries/deliveries.ts';
import { attemptCharts, metricsOf } from './board.ts';
import { ChartCard } from './chart-card.tsx';
import { checkNow, useHealth } from './health.ts';
import { alsoDraw } from './metrics.ts';
import { PartHistory } from './part-history.tsx';
import classes from './part-panel.module.css';
import { PartStateMark } from './part-state.tsx';

const tickMs = 5_000;
const close = () => useHealth.setState({ openId: null });

/** One integration: why it is as it is, what was found when it was looked at, its numbers, and the way on. */
export function PartPanel({ id }: { id: string }) {
  const part = useHealth(({ parts }) => parts.find((part) => part.id === id));
  // It went away with its channel.
  useEffect(() => {
    if (part === undefined && useHealth.getState().state === 'ready') close();
  }, [part]);
  return <SidePanel label="Integration">{part !== undefined && <Detail key={id} part={part} />}</SidePanel>;
}

function Detail({ part }: { part: HealthPart }) {
  const { label, target, state, reason, since, channelId, critical, lastCheck } = part;
  const now = useNow(tickMs);
  return (
    <>
      <PanelHeader
        marks={
          <>
            <PartStateMark state={state} />
            <span className={classes.quiet} title={exactTime(since)}>
              since {agoText(since, now)}
            </span>
          </>
        }
        title={label}
        onClose={close}
      >
        <p className={classes.quiet}>{target}</p>
        {reason !== null && (
          <Standing state={state} live>
            {reason}
          </Standing>
        )}
        <Actions part={part} />
      </PanelHeader>
      <Section title="Last look">
        {lastCheck === null ? (
          <p className={classes.quiet}>
            {part.checkable
              ? 'Nobody has looked yet; every minute somebody does.'
              : 'It is not looked at: what happens to deliveries tells how it does.'}
          </p>
        ) : (
          <p className={classes.check} data-ok={lastCheck.ok}>
            {lastCheck.detail}
            <span className={classes.quiet} title={exactTime(lastCheck.at)}>
              {' '}
              {agoText(lastCheck.at, now)}, took {tookText(lastCheck.tookMs)}
            </span>
          </p>
        )}
      </Section>
      <PartHistory part={part} />
      <Section title="The last hour">
        <Facts facts={factsOf(part)} />
      </Section>
      {channelId !== null && <ChannelCharts channelId={channelId} />}
      {critical && <p className={classes.note}>Nothing can be analysed or told while this is down.</p>}
    </>
  );
}

function Actions({ part }: { part: HealthPart }) {
  const busy = useHealth(({ checking }) => checking.has(part.id));
  const { channelId, kind } = part;
  return (
    <PanelActions>
      {part.checkable && (
        <Button
          leftSection={<IconRefresh size={15} stroke={1.6} />}
          loading={busy}
          onClick={() => checkNow(part)}
        >
          Check now
        </Button>
      )}
      {channelId !== null && (
        <Button
          variant="default"
          leftSection={<IconSend size={15} stroke={1.6} />}
          onClick={() => {
            narrowDeliveries({ channelId });
            goTo('deliveries');
          }}
        >
          Deliveries
        </Button>
      )}
      {channelId !== null && (
        <Button
          variant="default"
          leftSection={<IconBellRinging size={15} stroke={1.6} />}
          onClick={() => {
            narrowAlerts({ labels: { channel: channelId } }, false);
            goTo('alerts');
          }}
        >
          Alerts
        </Button>
      )}
      {kind === 'channel' && (
        <Button
          variant="default"
          leftSection={<IconBroadcast size={15} stroke={1.6} />}
          onClick={() => goTo('channels')}
        >
          Channel
        </Button>
      )}
    </PanelActions>
  );
}

function ChannelCharts({ channelId }: { channelId: string }) {
  const charts = useMemo(() => attemptCharts(`channel.${channelId}`), [channelId]);
  useEffect(() => alsoDraw(metricsOf(charts)), [charts]);
  return (
    <div className={classes.charts}>
      {charts.map((plan) => (
        <ChartCard key={plan.id} plan={plan} height={112} />
      ))}
    </div>
  );
}

const breakerWords = {
  closed: 'Closed: everything goes out',
  open: 'Open: nothing goes out until it is tried again',
  halfOpen: 'Half open: one is tried',
} as const;

function factsOf({ figures }: HealthPart): (readonly [string, string])[] {
  const { responseMs, successRate, perMinute, queueDepth, retries, breaker } = figures;
  const facts: (readonly [string, string] | null)[] = [
    responseMs && [
      'Response',
      `half ${tookText(responseMs.p50)}, 95 of 100 ${tookText(responseMs.p95)}, 99 of 100 ${tookText(responseMs.p99)}`,
    ],
    successRate === null ? null : ['Success', percent(successRate)],
    perMinute === null ? null : ['Per minute', perMinute.toLocaleString('en', { maximumFractionDigits: 1 })],
    queueDepth === null ? null : ['Waiting', queueDepth.toLocaleString('en')],
    retries === null ? null : ['Retries', retries.toLocaleString('en')],
    breaker && ['Breaker', breakerWords[breaker]],
  ];
  const known = facts.filter((fact) => fact !== null);
  return known.length === 0 ? [['Numbers', 'There was nothing to count.']] : known;
}
