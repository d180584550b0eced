import { Button, Skeleton } from '@mantine/core';
import { IconAlertTriangle, IconRestore } from '@tabler/icons-react';
import { type ReactNode, useEffect, useMemo } from 'react';
import { useCore } from '../../core.ts';
import { Blank } from '../../ui/blank.tsx';
import { type KeyBinding, useKeys } from '../../ui/keys.ts';
import { Page } from '../../ui/page.tsx';
import { followChannels } from '../channels/channels.ts';
import {
  beginRoute,
  discard,
  followAlerting,
  isUnsaved,
  loadAlerting,
  problemsIn,
  resetAlerting,
  saveAlerting,
  useAlerting,
} from './alerting-draft.ts';
import { AlertsFrame } from './alerts-frame.tsx';
import { followEscalations } from './escalations.ts';
import { ExplainPane } from './explain-pane.tsx';
import { followAlerts } from './follow-alerts.ts';
import { InhibitionCards, QuietHoursCards } from './muting-cards.tsx';
import { RouteCards } from './route-cards.tsx';
import classes from './routes-screen.module.css';
import { SaveBar } from './save-bar.tsx';

const save = () => void saveAlerting();

/** The key itself works in text fields too, and so is heard by the bar. */
const routesKeys: readonly KeyBinding[] = [
  { group: 'Do', keys: ['n'], does: 'New route', run: () => beginRoute(rootId()) },
  { group: 'Do', keys: ['ctrl + s'], does: 'Save, also while typing', run: save },
];

const rootId = () => useAlerting.getState().draft?.routes.id ?? '';

/** Which alerts go where: routes, what mutes what, and when channels are left alone. */
export function RoutesScreen() {
  const connected = useCore((state) => state.connected && state.info !== null);
  useKeys(routesKeys);
  useEffect(() => {
    if (!connected) return undefined;
    const stops = [followAlerting(), followChannels(), followEscalations(), followAlerts()];
    return () => {
      for (const stop of stops) stop();
    };
  }, [connected]);
  return (
    <AlertsFrame>
      <Content />
    </AlertsFrame>
  );
}

function Content() {
  const { draft, saved, edited, reason, refused, saving } = useAlerting();
  const problems = useMemo(
    () => (draft === null ? {} : { ...refused, ...problemsIn(draft) }),
    [draft, refused],
  );
  if (draft === null && reason !== null) {
    return (
      <Blank
        icon={<IconAlertTriangle size={32} stroke={1.2} />}
        title="The routes cannot be shown"
        text={`${reason} Alerts still find their way.`}
      >
        <Button onClick={loadAlerting}>Try again</Button>
      </Blank>
    );
  }
  const [problem = null] = Object.values(problems);
  return (
    <Page
      wide
      title="Routing"
      text="From top to bottom, the first route that fits takes an alert. What is left out in a route is as in the one above it."
      action={
        edited && (
          <Button
            variant="default"
            leftSection={<IconRestore size={15} stroke={1.6} />}
            onClick={resetAlerting}
          >
            Reset to the usual
          </Button>
        )
      }
    >
      <div className={classes.columns}>
        <div className={classes.column}>
          {draft === null ? (
            <Skeleton height={240} />
          ) : (
            <>
              <RouteCards root={draft.routes} errors={problems} />
              <Part
                title="Quiet hours"
                text="Channels are left alone then: what is not critical waits for the end."
              >
                <QuietHoursCards alerting={draft} errors={problems} />
              </Part>
              <Part
                title="Inhibitions"
                text="Alerts that follow from another one: while that one is open, it alone is told."
              >
                <InhibitionCards alerting={draft} errors={problems} />
              </Part>
            </>
          )}
          {isUnsaved({ saved, draft }) && (
            <SaveBar problem={problem} saving={saving} onSave={save} onDiscard={discard} />
          )}
        </div>
        <div className={classes.aside}>
          <ExplainPane />
        </div>
      </div>
    </Page>
  );
}

function Part({ title, text, children }: { title: string; text: string; children: ReactNode }) {
  return (
    <section className={classes.part} aria-label={title}>
      <div>
        <h2 className={classes.heading}>{title}</h2>
        <p className={classes.text}>{text}</p>
      </div>
      {children}
    </section>
  );
}
