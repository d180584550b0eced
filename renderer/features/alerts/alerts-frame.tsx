import type { ReactNode } from 'react';
import { ScreenParts } from '../../ui/screen-parts.tsx';
import { isUnsaved, useAlerting } from './alerting-draft.ts';
import { isPolicyUnsaved, useEscalationDraft } from './escalation-draft.ts';

/** What all screens about alerts have in common: the way from one to the other. */
export function AlertsFrame({ children }: { children: ReactNode }) {
  const parts = [
    { id: 'alerts', label: 'Alerts' },
    { id: 'silences', label: 'Silences' },
    { id: 'routes', label: 'Routing', unsaved: useAlerting(isUnsaved) },
    { id: 'escalations', label: 'Escalation', unsaved: useEscalationDraft(isPolicyUnsaved) },
    { id: 'alert', label: 'Write an alert…' },
  ];
  return (
    <ScreenParts of="Alerts" parts={parts}>
      {children}
    </ScreenParts>
  );
}
