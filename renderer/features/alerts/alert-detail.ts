import type { CallOutput } from '../../../shared/contract.ts';
import { core } from '../../core.ts';
import { type Loaded, useDetail } from '../../ui/use-detail.ts';

/** An alert with its life. */
export type AlertDetail = CallOutput<'alerts.get'>;

/** It changes with the alert itself, its messages and what silences it. */
const source = {
  fetch: (id: string): Promise<AlertDetail> => core.call('alerts.get', { id }),
  follow(id: string, changed: () => void, latest: () => AlertDetail | null) {
    const stops = [
      core.listen('alert.changed', ({ alerts, more }) => {
        if (more || alerts.some((alert) => alert.id === id)) changed();
      }),
      core.listen('delivery.changed', ({ deliveries, more }) => {
        const told = latest()?.deliveries ?? [];
        if (more || deliveries.some(({ eventId }) => told.some((one) => one.eventId === eventId))) changed();
      }),
      core.listen('silence.changed', changed),
      core.listen('routes.changed', changed),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  },
};

/** Follows one alert. */
export const useAlertDetail = (id: string): Loaded<AlertDetail> => useDetail(id, source);
