import { Anchor, Button } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import type { Delivery } from '../../../shared/delivery.ts';
import { Section } from '../../ui/section.tsx';
import { SeverityMark } from '../../ui/severity.tsx';
import { useNow } from '../../ui/use-now.ts';
import { clockTime, exactTime } from '../../ui/words.ts';
import { useChannels } from '../channels/channels.ts';
import { openDelivery, showDeliveries } from '../deliveries/deliveries.ts';
import { DeliveryStateMark } from '../deliveries/delivery-state.tsx';
import { hasEnded, standingText } from '../deliveries/delivery-words.ts';
import { type Sent, useAlert, writeAgain } from './alert.ts';
import classes from './sent-list.module.css';

const clockTickMs = 1_000;

/** What was sent from here, each delivery with where it stands until it has ended. */
export function SentList() {
  const sent = useAlert((alert) => alert.sent);
  const now = useNow(clockTickMs);
  if (sent.length === 0) return null;
  return (
    <div className={classes.list}>
      {sent.map((alert) => (
        <SentAlert key={alert.eventId} alert={alert} now={now} />
      ))}
    </div>
  );
}

function SentAlert({ alert, now }: { alert: Sent; now: number }) {
  const { notice, sentAt, deliveries, eventId } = alert;
  return (
    <Section
      title={`Sent: ${notice.title}`}
      aside={
        <span className={classes.aside}>
          <SeverityMark severity={notice.severity ?? 'info'} size={14} />
          <time dateTime={sentAt} title={exactTime(sentAt)}>
            {clockTime(sentAt, now)}
          </time>
          <Button variant="default" size="compact-xs" onClick={() => writeAgain(notice)}>
            Write it again
          </Button>
        </span>
      }
    >
      <p className={classes.summary} role="status">
        {summaryOf(deliveries)}{' '}
        {deliveries.length > 0 && (
          <Anchor component="button" type="button" size="sm" onClick={() => showDeliveries({ eventId })}>
            Show its deliveries
          </Anchor>
        )}
      </p>
      <ul className={classes.deliveries}>
        {deliveries.map((delivery) => (
          <Line key={delivery.id} delivery={delivery} now={now} />
        ))}
      </ul>
    </Section>
  );
}

function Line({ delivery, now }: { delivery: Delivery; now: number }) {
  const view = useChannels(({ list }) => list.find(({ channel }) => channel.id === delivery.channelId));
  const standing = standingText(delivery, now, view?.state);
  return (
    <li>
      <button type="button" className={classes.line} onClick={() => openDelivery(delivery.id)}>
        <span className={classes.state}>
          <DeliveryStateMark state={delivery.state} />
        </span>
        <span className={classes.channel}>{view?.channel.name ?? delivery.channelId}</span>
        <span className={classes.standing} title={standing}>
          {standing}
        </span>
        <IconChevronRight size={15} stroke={1.6} aria-hidden />
      </button>
    </li>
  );
}

function summaryOf(deliveries: readonly Delivery[]): string {
  if (deliveries.length === 0) return 'It stands in the inbox; no channel wanted it.';
  const arrived = deliveries.filter(({ state }) => state === 'delivered').length;
  const open = deliveries.filter((delivery) => !hasEnded(delivery)).length;
  const lost = deliveries.length - arrived - open;
  if (arrived === deliveries.length) return 'Arrived everywhere.';
  return [
    `${arrived} of ${deliveries.length} arrived`,
    open > 0 ? `${open} on the way` : '',
    lost > 0 ? `${lost} not delivered` : '',
  ]
    .filter((part) => part !== '')
    .join(', ')
    .concat('.');
}
