import { Select } from '@mantine/core';
import {
  IconArrowBackUp,
  IconArrowUpCircle,
  IconBell,
  IconBellRinging,
  IconCircleCheckFilled,
  IconFlag,
  IconUserCheck,
} from '@tabler/icons-react';
import { type ComponentType, useEffect } from 'react';
import { type Severity, severities } from '../../../shared/event.ts';
import { SeverityMark, severityWords } from '../../ui/severity.tsx';
import dryRun from './dry-run.module.css';
import { DryRun } from './dry-run.tsx';
import { followSimulation, type Simulation, useEscalationDraft } from './escalation-draft.ts';
import classes from './simulation-pane.module.css';
import { SpanInput } from './span-input.tsx';
import { spanOf } from './spans.ts';
import { timeAxis } from './time-axis.ts';

type Entry = Simulation['entries'][number];

const icons: Readonly<Record<Entry['kind'], ComponentType<{ size: number }>>> = {
  fired: IconBellRinging,
  escalated: IconArrowUpCircle,
  acknowledged: IconUserCheck,
  reminded: IconBell,
  unacknowledged: IconArrowBackUp,
  resolved: IconCircleCheckFilled,
  done: IconFlag,
};

const severityChoices = severities.map((value) => ({ value, label: severityWords[value] }));
/** Entries that are written out; the axis has them all. */
const mostWritten = 30;

/** What the policy would do to an alert, before it is saved. */
export function SimulationPane() {
  const { severity, acknowledgeAfter, resolveAfter, simulation } = useEscalationDraft();
  useEffect(followSimulation, []);
  const minutes = (seconds: number | null) => (seconds === null ? null : seconds / 60);
  return (
    <DryRun title="What would happen">
      <div className={classes.question}>
        <Select
          label="To an alert that is"
          data={severityChoices}
          value={severity}
          onChange={(value) => useEscalationDraft.setState({ severity: value as Severity })}
        />
        <SpanInput
          label="Acknowledged after"
          placeholder="Never"
          plainUnit="min"
          seconds={acknowledgeAfter === null ? null : acknowledgeAfter * 60}
          onChange={(seconds) => useEscalationDraft.setState({ acknowledgeAfter: minutes(seconds) })}
        />
        <SpanInput
          label="Resolved after"
          placeholder="Never"
          plainUnit="min"
          seconds={resolveAfter === null ? null : resolveAfter * 60}
          onChange={(seconds) => useEscalationDraft.setState({ resolveAfter: minutes(seconds) })}
        />
      </div>
      {simulation !== null && <Outcome simulation={simulation} />}
    </DryRun>
  );
}

function Outcome({ simulation }: { simulation: Simulation }) {
  const { entries, more } = simulation;
  const others = entries.length - mostWritten;
  return (
    <>
      <Axis entries={entries} />
      <ol className={dryRun.list} aria-label="Step by step">
        {entries.slice(0, mostWritten).map((entry, index) => (
          <Row key={index} entry={entry} before={entries[index - 1]} />
        ))}
      </ol>
      {(others > 0 || more) && (
        <p className={classes.quiet}>{others > 0 ? `and ${others} more steps, …` : 'and so on.'}</p>
      )}
    </>
  );
}

function Row({ entry, before }: { entry: Entry; before: Entry | undefined }) {
  const { afterMinutes, kind, severity, text, channels } = entry;
  const Icon = icons[kind];
  const names = channels.map(({ name }) => name);
  return (
    <li className={classes.row} data-kind={kind}>
      <span className={classes.time}>{afterMinutes === 0 ? 'at once' : spanOf(afterMinutes * 60)}</span>
      <span className={classes.icon} aria-hidden>
        <Icon size={16} />
      </span>
      <span className={classes.words}>
        {text} {names.length > 0 && <strong>{new Intl.ListFormat('en').format(names)}</strong>}
        {kind === 'escalated' && names.length === 0 && <em>No channel of these is set up.</em>}
        {before !== undefined && before.severity !== severity && (
          <span className={classes.severity}>
            <SeverityMark severity={severity} size={14} />
          </span>
        )}
      </span>
    </li>
  );
}

/** The moments on a line; the list beside it says what they are. */
function Axis({ entries }: { entries: readonly Entry[] }) {
  const { placeOf, ticks } = timeAxis(entries.map(({ afterMinutes }) => afterMinutes));
  return (
    <div className={classes.axis} aria-hidden>
      <div className={classes.track}>
        {entries.map(({ afterMinutes, kind, text }, index) => {
          const Icon = icons[kind];
          return (
            <span
              key={index}
              className={classes.dot}
              data-kind={kind}
              style={{ left: `${placeOf(afterMinutes) * 100}%` }}
              title={`${afterMinutes === 0 ? 'at once' : spanOf(afterMinutes * 60)}: ${text}`}
            >
              <Icon size={14} />
            </span>
          );
        })}
        {ticks.map((minutes) => (
          <span key={minutes} className={classes.tick} style={{ left: `${placeOf(minutes) * 100}%` }}>
            {minutes === 0 ? '0' : spanOf(minutes * 60)}
          </span>
        ))}
      </div>
    </div>
  );
}
