import { memo } from 'react';
import type { ChannelView } from '../../../shared/channel.ts';
import type { Delivery } from '../../../shared/delivery.ts';
import { eventWords } from '../../ui/event-words.ts';
import { ListRow } from '../../ui/list-row.tsx';
import { SeverityMark } from '../../ui/severity.tsx';
import { agoText, exactTime } from '../../ui/words.ts';
import { toggleSelected, useDeliveries } from './deliveries.ts';
import classes from './delivery-row.module.css';
import { DeliveryStateMark } from './delivery-state.tsx';
import { channelNameOf, standingText, stateWords } from './delivery-words.ts';

interface DeliveryRowProps {
  delivery: Delivery;
  channel: ChannelView | undefined;
  selected: boolean;
  focused: boolean;
  open: boolean;
  /** Milliseconds; times are told against it. */
  now: number;
}

/** One delivery: a press opens it, the box selects it, Shift selects up to it. */
export const DeliveryRow = memo(function DeliveryRow(props: DeliveryRowProps) {
  const { delivery, channel, selected, focused, open, now } = props;
  const { id, state, severity, title, eventType, attempts, createdAt, test } = delivery;
  const channelName = channelNameOf(delivery.channelId, channel);
  const standing = standingText(delivery, now, channel?.state);
  return (
    <ListRow
      kind="delivery"
      id={id}
      label={`${stateWords[state]}: ${title}, to ${channelName}`}
      selected={selected}
      focused={focused}
      open={open}
      onOpen={() => useDeliveries.setState({ focusId: id, openId: id })}
      select={{
        label: `Select ${title}, to ${channelName}`,
        toggle: (range) => toggleSelected(id, range),
      }}
    >
      <DeliveryStateMark state={state} />
      <span className={classes.notice}>
        <span className={classes.title} title={title}>
          <SeverityMark severity={severity} size={15} bare />
          <span className={classes.cut}>{title}</span>
        </span>
        <span className={classes.type}>
          {eventWords[eventType].label}
          {test && ', test'}
        </span>
      </span>
      <span className={classes.cut} title={channelName}>
        {channelName}
      </span>
      <span className={classes.attempts}>{attempts === 0 ? '–' : attempts}</span>
      <span className={classes.standing} title={standing}>
        {standing}
      </span>
      <time className={classes.time} dateTime={createdAt} title={exactTime(createdAt)}>
        {agoText(createdAt, now)}
      </time>
    </ListRow>
  );
});
