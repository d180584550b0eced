import { Anchor, Button, CloseButton, Skeleton } from '@mantine/core';
import { IconBellOff } from '@tabler/icons-react';
import type { CallOutput } from '../../../shared/contract.ts';
import { useCore } from '../../core.ts';
import { SeverityMark } from '../../ui/severity.tsx';
import { useNow } from '../../ui/use-now.ts';
import { agoText, exactTime } from '../../ui/words.ts';
import { openAlert } from '../alerts/alerts.ts';
import { showDeliveries } from '../deliveries/deliveries.ts';
import { BrowserPermission } from './browser-permission.tsx';
import { closeInbox, load, loadOlder, useInbox } from './inbox.ts';
import classes from './inbox-panel.module.css';
import { openAnalysis } from './open-analysis.ts';

const clockTickMs = 10_000;
/** Facts of a notice that are shown; the delivery has them all. */
const factsShown = 5;

/** The notices, newest first. */
export function InboxPanel() {
  const { notices, nextCursor, state, reason } = useInbox();
  const isWeb = useCore(({ info }) => info?.host === 'web');
  const now = useNow(clockTickMs);
  return (
    <div className={classes.panel}>
      <header className={classes.header}>
        <h2 className={classes.heading}>Inbox</h2>
        <CloseButton size="sm" aria-label="Close the inbox" onClick={closeInbox} />
      </header>
      {isWeb && <BrowserPermission />}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long list is scrolled with the keys */}
      <div className={classes.scroller} tabIndex={0}>
        {state === 'failed' && (
          <div className={classes.nothing} role="alert">
            <p>{reason}</p>
            <Button variant="default" onClick={load}>
              Try again
            </Button>
          </div>
        )}
        {state === 'loading' && notices.length === 0 && <Skeleton className={classes.skeleton} height={96} />}
        {state === 'ready' && notices.length === 0 && (
          <div className={classes.nothing}>
            <IconBellOff size={28} stroke={1.2} aria-hidden />
            <p>Nothing to tell. Errors, alerts, rules and finished batches will stand here.</p>
          </div>
        )}
        <ol className={classes.list} aria-label="Notices">
          {notices.map((notice) => (
            <NoticeItem key={notice.id} notice={notice} now={now} />
          ))}
        </ol>
        {nextCursor !== null && (
          <Button
            className={classes.older}
            variant="subtle"
            loading={state === 'loading'}
            onClick={loadOlder}
          >
            Older ones
          </Button>
        )}
      </div>
    </div>
  );
}

type Listed = CallOutput<'notices.list'>['notices'][number];

function NoticeItem({ notice, now }: { notice: Listed; now: number }) {
  const { id, severity, title, text, facts, occurredAt, analysisId, alertIds, read } = notice;
  const [alertId] = alertIds;
  return (
    <li className={classes.notice} data-read={read}>
      <SeverityMark severity={severity} bare />
      <div className={classes.body}>
        <div className={classes.line}>
          <h3 className={classes.title}>{title}</h3>
          {!read && <span className={classes.new}>New</span>}
          <time className={classes.time} dateTime={occurredAt} title={exactTime(occurredAt)}>
            {agoText(occurredAt, now)}
          </time>
        </div>
        {text !== '' && <p className={classes.text}>{text}</p>}
        {facts.length > 0 && (
          <dl className={classes.facts}>
            {facts.slice(0, factsShown).map(({ label, value }) => (
              <div key={label}>
                <dt>{label}</dt>
                <dd title={value}>{value}</dd>
              </div>
            ))}
          </dl>
        )}
        <div className={classes.links}>
          {alertId !== undefined && <Link onPress={() => openAlert(alertId)}>Open the alert</Link>}
          {analysisId !== null && <Link onPress={() => openAnalysis(analysisId)}>Open the photo</Link>}
          <Link onPress={() => showDeliveries({ eventId: id })}>Who was told</Link>
        </div>
      </div>
    </li>
  );
}

function Link({ onPress, children }: { onPress: () => void; children: string }) {
  return (
    <Anchor
      component="button"
      type="button"
      size="xs"
      onClick={() => {
        closeInbox();
        onPress();
      }}
    >
      {children}
    </Anchor>
  );
}
