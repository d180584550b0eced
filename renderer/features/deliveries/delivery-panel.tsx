import { Button } from '@mantine/core';
import { IconBan, IconPhoto, IconRefresh } from '@tabler/icons-react';
import type { DeliveryDetail } from '../../../shared/delivery.ts';
import { CopyId, CopyText } from '../../ui/copy-text.tsx';
import { eventWords } from '../../ui/event-words.ts';
import { Facts } from '../../ui/facts.tsx';
import { Section } from '../../ui/section.tsx';
import { SeverityMark } from '../../ui/severity.tsx';
import { DetailPanel, PanelActions, PanelHeader } from '../../ui/side-panel.tsx';
import { Standing } from '../../ui/standing.tsx';
import { useNow } from '../../ui/use-now.ts';
import { Verbatim } from '../../ui/verbatim.tsx';
import { exactTime } from '../../ui/words.ts';
import { useChannels } from '../channels/channels.ts';
import { openAnalysis } from '../inbox/open-analysis.ts';
import { AttemptList } from './attempt-list.tsx';
import { useDeliveries } from './deliveries.ts';
import { cancel, replay } from './delivery-actions.ts';
import { useDeliveryDetail } from './delivery-detail.ts';
import classes from './delivery-panel.module.css';
import { DeliveryStateMark } from './delivery-state.tsx';
import { channelNameOf, hasEnded, standingText } from './delivery-words.ts';

const clockTickMs = 1_000;

const close = () => useDeliveries.setState({ openId: null });

/** One delivery: where it stands, every try with its answer, what was sent, and the button to send it again. */
export function DeliveryPanel({ id }: { id: string }) {
  const loaded = useDeliveryDetail(id);
  return (
    <DetailPanel label="Delivery" loaded={loaded} failed="This delivery cannot be shown" onClose={close}>
      {(detail) => <Detail detail={detail} />}
    </DetailPanel>
  );
}

function Detail({ detail }: { detail: DeliveryDetail }) {
  const { delivery, event, attempts } = detail;
  const now = useNow(clockTickMs);
  const channel = useChannels(({ list }) => list.find((view) => view.channel.id === delivery.channelId));
  const standing = standingText(delivery, now, channel?.state);
  const analysisId = event.data.analysis_id;
  const payload = JSON.stringify(event, null, 2);
  return (
    <>
      <PanelHeader
        marks={
          <>
            <DeliveryStateMark state={delivery.state} />
            <SeverityMark severity={delivery.severity} />
            {delivery.test && <span className={classes.quiet}>Test</span>}
          </>
        }
        title={delivery.title}
        onClose={close}
      >
        <p className={classes.quiet}>
          to {channelNameOf(delivery.channelId, channel)}
          {channel !== undefined && channel.target !== '' && ` (${channel.target})`}
        </p>
        {standing !== '' && (
          <Standing state={delivery.state} live>
            {standing}
          </Standing>
        )}
        <PanelActions>
          <Button
            leftSection={<IconRefresh size={15} stroke={1.6} />}
            // A held one goes out when its channel takes something again, and not before.
            disabled={delivery.state === 'sending' || delivery.state === 'held'}
            onClick={() => replay({ ids: [delivery.id] })}
          >
            {hasEnded(delivery) ? 'Send again' : 'Send now'}
          </Button>
          <Button
            variant="default"
            leftSection={<IconBan size={15} stroke={1.6} />}
            disabled={hasEnded(delivery)}
            onClick={() => cancel({ ids: [delivery.id] })}
          >
            Cancel
          </Button>
          {typeof analysisId === 'string' && (
            <Button
              variant="default"
              leftSection={<IconPhoto size={15} stroke={1.6} />}
              onClick={() => openAnalysis(analysisId)}
            >
              Open the photo
            </Button>
          )}
        </PanelActions>
      </PanelHeader>
      <Section title="Tries">
        <AttemptList
          delivery={delivery}
          attempts={attempts}
          heldUntil={channel?.state.heldUntil ?? null}
          now={now}
        />
      </Section>
      <Section title="What is told" aside={<CopyText text={payload} label="Copy the event" />}>
        <Verbatim>{payload}</Verbatim>
      </Section>
      <Section title="Names and numbers">
        <Facts
          facts={[
            ['Event', `${eventWords[event.type].label} (${event.type})`],
            ['Happened', exactTime(event.occurredAt)],
            ['Recorded', exactTime(delivery.createdAt)],
            ...(delivery.endedAt === null ? [] : ([['Ended', exactTime(delivery.endedAt)]] as const)),
            ['Delivery', <CopyId key="delivery" id={delivery.id} />],
            ['Event id', <CopyId key="event" id={delivery.eventId} />],
            ...(delivery.batchId === null
              ? []
              : ([['Batch', <CopyId key="batch" id={delivery.batchId} />]] as const)),
          ]}
        />
      </Section>
    </>
  );
}
