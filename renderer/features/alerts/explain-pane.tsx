import { Select, TagsInput, TextInput } from '@mantine/core';
import {
  IconBellOff,
  IconCheck,
  IconChevronsRight,
  IconCircleDashed,
  IconClock,
  IconX,
} from '@tabler/icons-react';
import { useEffect } from 'react';
import type { RouteExplanation } from '../../../shared/alert.ts';
import { type EventType, eventTypes, type Severity, severities } from '../../../shared/event.ts';
import { ChannelIcon } from '../../ui/channel-icon.tsx';
import { eventWords } from '../../ui/event-words.ts';
import { severityWords } from '../../ui/severity.tsx';
import { clockTime, exactTime } from '../../ui/words.ts';
import { untilText } from './alert-words.ts';
import { useAlerts } from './alerts.ts';
import dryRun from './dry-run.module.css';
import { DryRun } from './dry-run.tsx';
import { askAbout, followExplain, useExplain } from './explain.ts';
import classes from './explain-pane.module.css';
import { useKnownLabels } from './known-labels.ts';

const severityChoices = severities.map((value) => ({ value, label: severityWords[value] }));
const typeChoices = eventTypes
  .filter((type) => type !== 'render_requested')
  .map((value) => ({ value, label: eventWords[value].label }));
/** Recent alerts to choose from. */
const mostOffered = 50;

/** Where would this go, and why: a dry run of the routes as they are being edited. */
export function ExplainPane() {
  const { answer, reason } = useExplain();
  useEffect(followExplain, []);
  return (
    <DryRun title="Where would this go, and why?">
      <Question />
      {reason !== null && (
        <p className={classes.reason} role="alert">
          {reason}
        </p>
      )}
      {answer !== null && <Answer answer={answer} />}
    </DryRun>
  );
}

function Question() {
  const { severity, type, labels, at } = useExplain();
  const alerts = useAlerts(({ items }) => items);
  const known = useKnownLabels();
  const suggestions = known.names.flatMap((name) => known.valuesOf(name).map((value) => `${name}=${value}`));
  const recent = alerts.slice(0, mostOffered);
  return (
    <div className={classes.question}>
      {recent.length > 0 && (
        <Select
          aria-label="A recent alert"
          placeholder="As a recent alert…"
          searchable
          value={null}
          data={recent.map(({ id, title }) => ({ value: id, label: title }))}
          onChange={(id) => {
            const alert = alerts.find((one) => one.id === id);
            if (alert !== undefined) askAbout(alert);
          }}
        />
      )}
      <div className={classes.pair}>
        <Select
          label="Severity"
          data={severityChoices}
          value={severity}
          onChange={(value) => useExplain.setState({ severity: value as Severity })}
        />
        <Select
          label="Kind of event"
          data={typeChoices}
          value={type}
          onChange={(value) => useExplain.setState({ type: value as EventType })}
        />
      </div>
      <TagsInput
        label="Labels"
        placeholder={labels.length === 0 ? 'source=monitoring' : ''}
        data={suggestions}
        value={[...labels]}
        onChange={(next) => useExplain.setState({ labels: next.filter((line) => /^\s*\w+\s*=/.test(line)) })}
      />
      <TextInput
        type="datetime-local"
        label="When"
        description="Empty: now."
        value={at}
        onChange={({ currentTarget }) => useExplain.setState({ at: currentTarget.value })}
      />
    </div>
  );
}

function Answer({ answer }: { answer: RouteExplanation }) {
  const answeredFor = useExplain((explain) => explain.answeredFor);
  const { visited, channels, suppressed } = answer;
  const told = channels.filter((channel) => channel.told);
  const others = channels.filter((channel) => !channel.told);
  return (
    <div role="status">
      <h3 className={classes.part}>The way through the routes</h3>
      <ol className={dryRun.list}>
        {visited.map(({ routeId, name, depth, fits, takes, why }) => (
          <li
            key={routeId}
            className={classes.visit}
            style={{ paddingLeft: depth * 16 }}
            data-fits={fits}
            data-takes={takes}
          >
            {takes ? (
              <IconCheck size={15} stroke={2} aria-hidden />
            ) : fits ? (
              <IconChevronsRight size={15} stroke={1.8} aria-hidden />
            ) : (
              <IconCircleDashed size={15} stroke={1.6} aria-hidden />
            )}
            <span>
              <span className={classes.name}>{name}</span> <span className={classes.why}>{why}</span>
            </span>
          </li>
        ))}
      </ol>
      {suppressed !== null && (
        <p className={classes.suppressed}>
          <IconBellOff size={15} stroke={1.8} aria-hidden />
          <span>{suppressed.why}</span>
        </p>
      )}
      <h3 className={classes.part}>{told.length === 0 ? 'No channel is told' : 'Told'}</h3>
      <ul className={dryRun.list}>
        {told.map((channel) => (
          <li key={channel.channelId} className={classes.channel}>
            <ChannelIcon kind={channel.kind} size={16} />
            <span className={classes.words}>
              <span className={classes.name}>{channel.name}</span>{' '}
              {channel.at !== null && (
                <time
                  dateTime={channel.at}
                  title={exactTime(channel.at)}
                  data-quiet={channel.quietUntil !== null}
                >
                  {channel.quietUntil === null ? (
                    untilText(channel.at, answeredFor)
                  ) : (
                    <>
                      <IconClock size={13} stroke={1.8} aria-hidden /> {clockTime(channel.at, answeredFor)}
                    </>
                  )}
                </time>
              )}
              <span className={classes.why}>{channel.why}</span>
            </span>
          </li>
        ))}
      </ul>
      {others.length > 0 && (
        <>
          <h3 className={classes.part}>Left out</h3>
          <ul className={dryRun.list}>
            {others.map((channel) => (
              <li key={channel.channelId} className={classes.channel} data-told="false">
                <IconX size={16} stroke={1.6} aria-hidden />
                <span className={classes.words}>
                  <span>{channel.name}</span> <span className={classes.why}>{channel.why}</span>
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
