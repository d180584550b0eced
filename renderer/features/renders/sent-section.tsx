import { IconChevronRight } from '@tabler/icons-react';
import { useEffect } from 'react';
import type { Delivery } from '../../../shared/delivery.ts';
import { useCore } from '../../core.ts';
import { Section } from '../../ui/section.tsx';
import { useNow } from '../../ui/use-now.ts';
import { useChannels } from '../channels/channels.ts';
import { openDelivery } from '../deliveries/deliveries.ts';
import { DeliveryStateMark } from '../deliveries/delivery-state.tsx';
import { standingText } from '../deliveries/delivery-words.ts';
import { followSent, useSending } from './sending.ts';
import classes from './sent-section.module.css';

const clockTickMs = 1_000;

/** Who was told of a picture from here, each with where it stands until it has ended. */
export function SentSection({ renderId }: { renderId: string }) {
  const sent = useSending((sending) => sending.sent);
  const connected = useCore((state) => state.connected && state.info !== null);
  const now = useNow(clockTickMs);
  useEffect(() => (connected ? followSent() : undefined), [connected]);
  const deliveries = sent.filter((one) => one.renderId === renderId).flatMap((one) => one.deliveries);
  if (deliveries.length === 0) return null;
  return (
    <Section title="Sent">
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
        <DeliveryStateMark state={delivery.state} />
        <span className={classes.words}>
          <span className={classes.channel}>{view?.channel.name ?? delivery.channelId}</span>
          <span className={classes.standing} title={standing}>
            {standing}
          </span>
        </span>
        <IconChevronRight size={15} stroke={1.6} aria-hidden />
      </button>
    </li>
  );
}
