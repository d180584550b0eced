import type { Alert } from '../../../shared/alert.ts';
import { core } from '../../core.ts';
import { hearChanges, reload } from './alerts.ts';

/** Often enough for a person to follow, seldom enough for a flood. */
const calmMs = 250;

/** Keeps the list in step with the core; returns what ends that. */
export function followAlerts(): () => void {
  void reload();
  const changed = new Map<string, Alert>();
  let more = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const take = () => {
    timer = undefined;
    hearChanges({ alerts: [...changed.values()], more });
    changed.clear();
    more = false;
  };
  const stops = [
    core.listen('alert.changed', (payload) => {
      for (const alert of payload.alerts) changed.set(alert.id, alert);
      more ||= payload.more;
      timer ??= setTimeout(take, calmMs);
    }),
    // Others are silenced or inhibited than before.
    core.listen('silence.changed', () => void reload()),
    core.listen('routes.changed', () => void reload()),
  ];
  return () => {
    for (const stop of stops) stop();
    clearTimeout(timer);
  };
}
