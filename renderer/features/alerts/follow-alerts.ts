import type { Alert } from '../../../shared/alert.ts';
import { core } from '../../core.ts';
import { calmly } from '../../ui/live-list.ts';
import { hearChanges, reload } from './alerts.ts';

/** Keeps the list in step with the core; returns what ends that. */
export function followAlerts(): () => void {
  void reload();
  const changes = calmly<Alert>(hearChanges);
  const stops = [
    changes.stop,
    core.listen('alert.changed', ({ alerts, more }) => changes.hear(alerts, more)),
    // Others are silenced or inhibited than before.
    core.listen('silence.changed', () => void reload()),
    core.listen('routes.changed', () => void reload()),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
