import type { ReactNode } from 'react';
import { goTo, useNavigation } from '../../navigation.ts';
import { isUnsaved, useAlerting } from './alerting-draft.ts';
import classes from './alerts-frame.module.css';
import { isPolicyUnsaved, useEscalationDraft } from './escalation-draft.ts';

const parts = [
  { id: 'alerts', label: 'Alerts' },
  { id: 'silences', label: 'Silences' },
  { id: 'routes', label: 'Routing' },
  { id: 'escalations', label: 'Escalation' },
  { id: 'alert', label: 'Write an alert…' },
];

/** What all screens about alerts have in common: the way from one to the other. */
export function AlertsFrame({ children }: { children: ReactNode }) {
  const current = useNavigation(({ screen }) => screen);
  const unsaved: Readonly<Record<string, boolean>> = {
    routes: useAlerting(isUnsaved),
    escalations: useEscalationDraft(isPolicyUnsaved),
  };
  return (
    <div className={classes.frame}>
      <nav className={classes.parts} aria-label="Parts of Alerts">
        {parts.map(({ id, label }) => (
          <button
            key={id}
            type="button"
            className={classes.part}
            aria-current={id === current ? 'page' : undefined}
            onClick={() => goTo(id)}
          >
            {label}
            {unsaved[id] && <span className={classes.unsaved}> not saved</span>}
          </button>
        ))}
      </nav>
      <div className={classes.content}>{children}</div>
    </div>
  );
}
