import { Button } from '@mantine/core';
import { IconArrowBackUp, IconBellOff, IconCheck, IconUserCheck } from '@tabler/icons-react';
import type { Alert } from '../../../shared/alert.ts';
import { CopyId } from '../../ui/copy-text.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Section } from '../../ui/section.tsx';
import { SeverityMark } from '../../ui/severity.tsx';
import { DetailPanel, PanelActions, PanelHeader } from '../../ui/side-panel.tsx';
import { Standing } from '../../ui/standing.tsx';
import { useNow } from '../../ui/use-now.ts';
import { clockTime, count, exactTime } from '../../ui/words.ts';
import { acknowledge, resolve, unacknowledge } from './alert-actions.ts';
import { type AlertDetail, useAlertDetail } from './alert-detail.ts';
import { AlertLife } from './alert-life.tsx';
import classes from './alert-panel.module.css';
import { AlertPhoto } from './alert-photo.tsx';
import { AlertStateMark } from './alert-state.tsx';
import { nameText, openFor } from './alert-words.ts';
import { narrow, useAlerts } from './alerts.ts';
import { LabelChips } from './label-chips.tsx';
import { NoteField } from './note-field.tsx';
import { silenceAlerts } from './silence-draft.ts';

const clockTickMs = 1_000;

const close = () => useAlerts.setState({ openId: null });

/** One alert: what is wrong, who is on it, what was done, what comes next. */
export function AlertPanel({ id }: { id: string }) {
  const loaded = useAlertDetail(id);
  return (
    <DetailPanel label="Alert" loaded={loaded} failed="This alert cannot be shown" onClose={close}>
      {(detail) => <Detail detail={detail} />}
    </DetailPanel>
  );
}

function Detail({ detail }: { detail: AlertDetail }) {
  const { alert, groups } = detail;
  const { id, title, message, severity, state, labels, details, analysisId, suppressed } = alert;
  const now = useNow(clockTickMs);
  const standing = standingText(alert, now);
  const others = Math.max(0, ...groups.map(({ open }) => open)) - 1;
  return (
    <>
      <PanelHeader
        marks={
          <>
            <SeverityMark severity={severity} />
            <AlertStateMark state={state} />
            <span className={classes.quiet} title={`Since ${exactTime(alert.raisedAt)}`}>
              {alert.ended === null ? 'open for' : 'was open for'} {openFor(alert, now)}
            </span>
          </>
        }
        title={title}
        onClose={close}
      >
        {message !== '' && <p className={classes.message}>{message}</p>}
        {suppressed !== null && (
          <Standing state="held" live>
            {suppressed.why}{' '}
            {suppressed.until !== null && (
              <span title={exactTime(suppressed.until)}>Until {clockTime(suppressed.until, now)}.</span>
            )}
          </Standing>
        )}
        {standing !== null && <Standing state={state}>{standing}</Standing>}
        <Actions alert={alert} />
        <NoteField alertId={id} />
      </PanelHeader>
      {analysisId !== null && (
        <Section title="Photo">
          <AlertPhoto analysisId={analysisId} />
        </Section>
      )}
      <Section title="What happened">
        <AlertLife detail={detail} now={now} />
      </Section>
      <Section title="Labels">
        <LabelChips
          alert={{ labels: { ...labels } }}
          onPress={(name, value) =>
            narrow({ labels: { ...useAlerts.getState().filter.labels, [name]: value } })
          }
        />
      </Section>
      <Section title="Names and numbers">
        <Facts
          facts={[
            ['Name', nameText(labels.alertname ?? '')],
            ...Object.entries(details).map(
              ([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)] as const,
            ),
            ['Raised', `${count(alert.count, 'time')}, first ${exactTime(alert.raisedAt)}`],
            ['Last seen', exactTime(alert.lastSeenAt)],
            ...(others > 0 ? ([['Told with', count(others, 'other alert')]] as const) : []),
            ['Id', <CopyId key="id" id={id} label="Copy the id" />],
          ]}
        />
      </Section>
    </>
  );
}

function Actions({ alert }: { alert: Alert }) {
  if (alert.ended !== null) return null;
  return (
    <PanelActions>
      {alert.state === 'firing' ? (
        <Button leftSection={<IconUserCheck size={15} stroke={1.6} />} onClick={() => acknowledge([alert])}>
          Acknowledge
        </Button>
      ) : (
        <Button
          variant="default"
          leftSection={<IconArrowBackUp size={15} stroke={1.6} />}
          onClick={() => unacknowledge([alert])}
        >
          Take it back
        </Button>
      )}
      <Button
        variant={alert.state === 'firing' ? 'default' : 'filled'}
        leftSection={<IconCheck size={15} stroke={1.6} />}
        onClick={() => resolve([alert])}
      >
        Resolve
      </Button>
      <Button
        variant="default"
        leftSection={<IconBellOff size={15} stroke={1.6} />}
        onClick={() => silenceAlerts([alert])}
      >
        Silence…
      </Button>
    </PanelActions>
  );
}

/** Who is on it, or how it ended; null while it is firing. */
function standingText({ acknowledged, ended, state }: Alert, now: number): string | null {
  const said = (note: string) => (note === '' ? '' : ` ${note}`);
  if (ended !== null) {
    const at = clockTime(ended.at, now);
    if (state === 'expired') return `Expired at ${at}: its source fell silent.${said(ended.note)}`;
    if (ended.who === null) return `Resolved at ${at}: the cause went away.${said(ended.note)}`;
    return `Resolved by ${ended.who} at ${at}.${said(ended.note)}`;
  }
  if (acknowledged === null) return null;
  const { who, at, note } = acknowledged;
  return `${who} is on it since ${clockTime(at, now)}.${said(note)}`;
}
