import { Button, Skeleton } from '@mantine/core';
import { IconAlertTriangle, IconBellOff, IconPlus } from '@tabler/icons-react';
import { useEffect } from 'react';
import type { Silence } from '../../../shared/alert.ts';
import { useCore } from '../../core.ts';
import { Blank } from '../../ui/blank.tsx';
import { type KeyBinding, useKeys } from '../../ui/keys.ts';
import { Page } from '../../ui/page.tsx';
import { useNow } from '../../ui/use-now.ts';
import { clockTime, exactTime } from '../../ui/words.ts';
import { followChannels } from '../channels/channels.ts';
import { untilText } from './alert-words.ts';
import { AlertsFrame } from './alerts-frame.tsx';
import { matcherText } from './matchers.ts';
import { SilenceDialog } from './silence-dialog.tsx';
import { beginSilence, editSilence, repeatSilence } from './silence-draft.ts';
import { expire, followSilences, loadSilences, prolong, useSilences } from './silences.ts';
import classes from './silences-screen.module.css';

const clockTickMs = 10_000;

const silenceKeys: readonly KeyBinding[] = [
  { group: 'Do', keys: ['n', 's'], does: 'New silence', run: beginSilence },
];

const headings = { active: 'Active', pending: 'To come', expired: 'Ended' } as const;

/** Which alerts nobody is told of, until when and why. */
export function SilencesScreen() {
  const connected = useCore((state) => state.connected && state.info !== null);
  useKeys(silenceKeys);
  useEffect(() => (connected ? followSilences() : undefined), [connected]);
  useEffect(() => (connected ? followChannels() : undefined), [connected]);
  return (
    <AlertsFrame>
      <Content />
      <SilenceDialog />
    </AlertsFrame>
  );
}

function Content() {
  const { list, state, reason } = useSilences();
  if (state === 'failed') {
    return (
      <Blank
        icon={<IconAlertTriangle size={32} stroke={1.2} />}
        title="The silences cannot be shown"
        text={`${reason} They still hold.`}
      >
        <Button onClick={loadSilences}>Try again</Button>
      </Blank>
    );
  }
  if (state === 'ready' && list.length === 0) {
    return (
      <Blank
        icon={<IconBellOff size={32} stroke={1.2} />}
        title="Nothing is silenced"
        text="While something is being repaired, nobody needs to be told of it again and again. Silence an alert with S in the inbox, or say here which ones."
      >
        <Button onClick={beginSilence}>New silence</Button>
      </Blank>
    );
  }
  return (
    <Page
      title="Silences"
      text="Alerts that fit are in the inbox, but no channel is told of them until the silence ends."
      action={
        <Button leftSection={<IconPlus size={15} stroke={1.6} />} onClick={beginSilence}>
          New silence
        </Button>
      }
    >
      {state === 'loading' && list.length === 0 && <Skeleton height={120} />}
      {(['active', 'pending', 'expired'] as const).map((which) => (
        <Part key={which} title={headings[which]} silences={list.filter((one) => one.state === which)} />
      ))}
    </Page>
  );
}

function Part({ title, silences }: { title: string; silences: readonly Silence[] }) {
  const now = useNow(clockTickMs);
  if (silences.length === 0) return null;
  return (
    <section className={classes.part} aria-label={title}>
      <h2 className={classes.heading}>{title}</h2>
      <ul className={classes.list}>
        {silences.map((silence) => (
          <Row key={silence.id} silence={silence} now={now} />
        ))}
      </ul>
    </section>
  );
}

function Row({ silence, now }: { silence: Silence; now: number }) {
  const { matchers, startsAt, endsAt, comment, who, state } = silence;
  const which = matchers.map(matcherText).join(', and ');
  return (
    <li className={classes.silence} data-state={state}>
      <div className={classes.words}>
        <p className={classes.which}>{which}</p>
        <p className={classes.quiet}>
          {comment !== '' && `${comment} — `}
          {who}
        </p>
      </div>
      <div className={classes.times}>
        <span title={`${exactTime(startsAt)} – ${exactTime(endsAt)}`}>
          {state === 'expired' && `Ended ${clockTime(endsAt, now)}`}
          {state === 'active' && `Ends ${untilText(endsAt, now)}`}
          {state === 'pending' && `Begins ${untilText(startsAt, now)}`}
        </span>
        {state !== 'expired' && (
          <span className={classes.quiet}>
            {state === 'active' ? clockTime(endsAt, now) : `until ${clockTime(endsAt, now)}`}
          </span>
        )}
      </div>
      <div className={classes.actions}>
        {state === 'expired' ? (
          <Button variant="default" onClick={() => repeatSilence(silence)}>
            Again…
          </Button>
        ) : (
          <>
            <Button variant="default" onClick={() => prolong(silence, 1)}>
              + 1 h
            </Button>
            <Button variant="default" onClick={() => editSilence(silence)}>
              Change…
            </Button>
            <Button variant="default" onClick={() => expire(silence)}>
              End now
            </Button>
          </>
        )}
      </div>
    </li>
  );
}
