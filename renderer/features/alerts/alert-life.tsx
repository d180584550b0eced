import { Anchor } from '@mantine/core';
import {
  IconArrowBackUp,
  IconArrowUpCircle,
  IconBell,
  IconBellOff,
  IconBellRinging,
  IconCircleCheckFilled,
  IconCircleXFilled,
  IconClock,
  IconClockOff,
  IconMessage,
  IconRepeat,
  IconRoute,
  IconSend,
  IconTrendingUp,
  IconUserCheck,
} from '@tabler/icons-react';
import type { ComponentProps, ComponentType } from 'react';
import type { TimelineEntry } from '../../../shared/alert.ts';
import { Moment, Moments } from '../../ui/moment.tsx';
import { useChannels } from '../channels/channels.ts';
import { openDelivery, showDeliveries } from '../deliveries/deliveries.ts';
import type { AlertDetail } from './alert-detail.ts';
import classes from './alert-life.module.css';
import { timelineWords, untilText } from './alert-words.ts';

type Tone = ComponentProps<typeof Moment>['tone'];

const looks: Readonly<Record<TimelineEntry['kind'], [ComponentType<{ size: number }>, Tone]>> = {
  fired: [IconBellRinging, 'begin'],
  repeated: [IconRepeat, 'begin'],
  worsened: [IconTrendingUp, 'fail'],
  routed: [IconRoute, 'begin'],
  suppressed: [IconBellOff, 'held'],
  sent: [IconSend, 'mark'],
  delivered: [IconCircleCheckFilled, 'pass'],
  failed: [IconCircleXFilled, 'fail'],
  escalated: [IconArrowUpCircle, 'fail'],
  reminded: [IconBell, 'mark'],
  acknowledged: [IconUserCheck, 'mark'],
  unacknowledged: [IconArrowBackUp, 'begin'],
  resolved: [IconCircleCheckFilled, 'pass'],
  expired: [IconClockOff, 'begin'],
  note: [IconMessage, 'begin'],
};

/** The life of an alert, the latest on top: what comes next, and everything that happened to it. */
export function AlertLife({ detail, now }: { detail: AlertDetail; now: number }) {
  return (
    <Moments>
      {nextOnes(detail)
        .toSorted((a, b) => (a.at < b.at ? 1 : -1))
        .map(({ at, text }) => (
          <Moment key={text} tone="next" icon={<IconClock size={16} />} iso={at} now={now}>
            <span>
              {text} <span className={classes.quiet}>{untilText(at, now)}</span>
            </span>
          </Moment>
        ))}
      {detail.timeline.toReversed().map((entry, index, all) => (
        // Several of a kind may be of one moment; new ones come at the front.
        <Step
          key={`${entry.kind} ${entry.at} ${all.length - index}`}
          entry={entry}
          detail={detail}
          now={now}
        />
      ))}
    </Moments>
  );
}

/** What the program will do by itself if nobody does anything. */
function nextOnes({ alert, escalation, groups }: AlertDetail): { at: string; text: string }[] {
  if (alert.ended !== null) return [];
  const next = (at: string | null | undefined, text: string) => (at ? [{ at, text }] : []);
  const told = groups.flatMap(({ nextAt, lastSentAt, routeName }) =>
    next(
      nextAt,
      lastSentAt === null
        ? `“${routeName}” tells of it, together with what comes until then`
        : `“${routeName}” looks whether there is news to tell`,
    ),
  );
  if (escalation === null) return [...told, ...next(alert.expiresAt, 'Expires unless it is raised again')];
  const { stepsDone, steps, round, policyName } = escalation;
  const step = `“${policyName}”, step ${stepsDone + 1} of ${steps}${round > 1 ? `, round ${round}` : ''}`;
  return [
    ...told,
    ...next(escalation.nextAt, `${step}, unless somebody acknowledges it`),
    ...next(escalation.remindAt, 'Those who were told are reminded'),
    ...next(escalation.unacknowledgeAt, 'Firing again, if it is not resolved by then'),
    ...next(alert.expiresAt, 'Expires unless it is raised again'),
  ];
}

function Step({ entry, detail, now }: { entry: TimelineEntry; detail: AlertDetail; now: number }) {
  const { at, kind, who, text, eventId, channelIds } = entry;
  const [Icon, tone] = looks[kind];
  const channels = useChannels(({ list }) => list);
  const nameOf = (id: string) => channels.find(({ channel }) => channel.id === id)?.channel.name ?? id;
  const names = channelIds.map(nameOf);
  const [channelId] = channelIds;
  const delivery =
    kind === 'delivered' || kind === 'failed'
      ? detail.deliveries.find((one) => one.eventId === eventId && one.channelId === channelId)
      : undefined;
  const words = timelineWords[kind];
  return (
    <Moment tone={tone} icon={<Icon size={16} />} iso={at} now={now}>
      <span>
        {delivery === undefined ? (
          <>
            <span className={classes.words}>{words}</span>
            {who !== null && <span className={classes.quiet}> by {who}</span>}
          </>
        ) : (
          <>
            <span className={classes.words}>{words}</span>{' '}
            <span className={classes.quiet}>
              {kind === 'delivered' ? 'at' : 'in'} {names.join(', ')}
            </span>
          </>
        )}
      </span>
      {/* What says no more than the word is not said twice. */}
      {text !== '' && text !== `${words}.` && (
        <span className={kind === 'note' ? classes.note : classes.quiet}>{text}</span>
      )}
      {kind === 'sent' && names.length > 0 && (
        <span className={classes.quiet}>{new Intl.ListFormat('en').format(names)}</span>
      )}
      {delivery !== undefined ? (
        <Link onPress={() => openDelivery(delivery.id)}>Show the delivery</Link>
      ) : (
        eventId !== null && <Link onPress={() => showDeliveries({ eventId })}>Show its deliveries</Link>
      )}
    </Moment>
  );
}

function Link({ onPress, children }: { onPress: () => void; children: string }) {
  return (
    <Anchor component="button" type="button" size="xs" className={classes.link ?? ''} onClick={onPress}>
      {children}
    </Anchor>
  );
}
