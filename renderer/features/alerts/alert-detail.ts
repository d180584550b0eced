import { useEffect, useState } from 'react';
import type { CallOutput } from '../../../shared/contract.ts';
import { toAppError } from '../../../shared/errors.ts';
import { core, useCore } from '../../core.ts';

export type AlertDetail = CallOutput<'alerts.get'>;
/** An alert with its life, or why it cannot be shown; null while it is on its way. */
type Loaded = AlertDetail | { reason: string } | null;

/** Often enough for a person to follow. */
const calmMs = 250;

/** Follows one alert: fetched now, and whenever it, its messages or what silences it changes. */
export function useAlertDetail(id: string): Loaded {
  const connected = useCore((state) => state.connected && state.info !== null);
  const [loaded, setLoaded] = useState<Loaded>(null);
  useEffect(() => {
    if (!connected) return;
    let latest = 0;
    let eventIds = new Set<string>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const load = async () => {
      timer = undefined;
      const mine = ++latest;
      const next: Loaded = await core
        .call('alerts.get', { id })
        .catch((error: unknown) => ({ reason: toAppError(error).message }));
      if (mine !== latest) return;
      setLoaded(next);
      if ('alert' in next) eventIds = new Set(next.deliveries.map(({ eventId }) => eventId));
    };
    const soon = () => {
      timer ??= setTimeout(load, calmMs);
    };
    void load();
    const stops = [
      core.listen('alert.changed', ({ alerts, more }) => {
        if (more || alerts.some((alert) => alert.id === id)) soon();
      }),
      core.listen('delivery.changed', ({ deliveries, more }) => {
        if (more || deliveries.some(({ eventId }) => eventIds.has(eventId))) soon();
      }),
      core.listen('silence.changed', soon),
      core.listen('routes.changed', soon),
    ];
    return () => {
      latest = -1;
      clearTimeout(timer);
      for (const stop of stops) stop();
    };
  }, [connected, id]);
  return loaded !== null && 'alert' in loaded && loaded.alert.id !== id ? null : loaded;
}
