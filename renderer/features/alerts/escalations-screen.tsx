import { Button, Skeleton } from '@mantine/core';
import { IconAlertTriangle, IconPlus, IconStairsUp } from '@tabler/icons-react';
import { useEffect } from 'react';
import type { EscalationPolicy } from '../../../shared/alert.ts';
import { useCore } from '../../core.ts';
import { Blank } from '../../ui/blank.tsx';
import { type KeyBinding, useKeys } from '../../ui/keys.ts';
import { Page } from '../../ui/page.tsx';
import { severityWords } from '../../ui/severity.tsx';
import { count } from '../../ui/words.ts';
import { followChannels } from '../channels/channels.ts';
import { AlertsFrame } from './alerts-frame.tsx';
import {
  beginPolicy,
  discardPolicy,
  isPolicyUnsaved,
  openPolicy,
  problemsOfPolicy,
  savePolicy,
  useEscalationDraft,
} from './escalation-draft.ts';
import { EscalationEditor } from './escalation-editor.tsx';
import { followEscalations, loadEscalations, useEscalations } from './escalations.ts';
import classes from './escalations-screen.module.css';
import { SaveBar } from './save-bar.tsx';
import { SimulationPane } from './simulation-pane.tsx';

const save = () => void savePolicy();

/** The key itself works in text fields too, and so is heard by the bar. */
const escalationKeys: readonly KeyBinding[] = [
  { group: 'Do', keys: ['n'], does: 'New policy', run: beginPolicy },
  { group: 'Do', keys: ['ctrl + s'], does: 'Save, also while typing', run: save },
];

/** What is done about alerts that nobody acknowledges. */
export function EscalationsScreen() {
  const connected = useCore((state) => state.connected && state.info !== null);
  useKeys(escalationKeys);
  useEffect(() => {
    if (!connected) return undefined;
    const stops = [followChannels(), followEscalations()];
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
  const { saved, reason } = useEscalations();
  const { draft, saving } = useEscalationDraft();
  // The first one is open: there is most often only this.
  useEffect(() => {
    const [first] = saved ?? [];
    if (draft === null && first !== undefined) openPolicy(first);
  }, [saved, draft]);
  if (saved === null && reason !== null) {
    return (
      <Blank
        icon={<IconAlertTriangle size={32} stroke={1.2} />}
        title="The escalation policies cannot be shown"
        text={`${reason} They still hold.`}
      >
        <Button onClick={loadEscalations}>Try again</Button>
      </Blank>
    );
  }
  if (saved?.length === 0 && draft === null) {
    return (
      <Blank
        icon={<IconStairsUp size={32} stroke={1.2} />}
        title="Nothing is escalated"
        text="An alert that nobody acknowledges can be told to more and more people: to the team after 5 minutes, to everybody after 15. Without a policy it is told by its route, and repeated."
      >
        <Button onClick={beginPolicy}>New policy</Button>
      </Blank>
    );
  }
  const errors = draft === null ? {} : problemsOfPolicy(draft);
  const [problem = null] = Object.values(errors);
  const isSaved = draft !== null && (saved ?? []).some(({ id }) => id === draft.id);
  return (
    <Page
      wide
      title="Escalation"
      text="What is done about an alert that nobody acknowledges. It goes on while the program is off: a step that was due then is done at the next start, and says that it is late."
      action={
        <Button leftSection={<IconPlus size={15} stroke={1.6} />} onClick={beginPolicy}>
          New policy
        </Button>
      }
    >
      {saved === null && <Skeleton height={240} />}
      <nav className={classes.policies} aria-label="Policies">
        {[...(saved ?? []), ...(draft === null || isSaved ? [] : [draft])].map((policy) => (
          <PolicyTab key={policy.id} policy={policy} open={policy.id === draft?.id} />
        ))}
      </nav>
      {draft !== null && (
        <div className={classes.columns}>
          <EscalationEditor policy={draft} isSaved={isSaved} errors={errors} />
          <SimulationPane />
        </div>
      )}
      {isPolicyUnsaved({ draft }) && (
        <SaveBar problem={problem} saving={saving} onSave={save} onDiscard={discardPolicy} />
      )}
    </Page>
  );
}

function PolicyTab({ policy, open }: { policy: EscalationPolicy; open: boolean }) {
  const { name, severities, steps } = policy;
  const holds = severities.map((severity) => severityWords[severity]).join(', ');
  return (
    <button
      type="button"
      className={classes.policy}
      aria-current={open ? 'true' : undefined}
      onClick={() => openPolicy(policy)}
    >
      <strong>{name}</strong>
      <span className={classes.quiet}>
        {holds === '' ? 'Where a route names it' : holds}, {count(steps.length, 'step')}
      </span>
    </button>
  );
}
