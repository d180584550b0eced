import { create } from 'zustand';
import type { OpenCounts } from '../../../shared/alert.ts';
import { core } from '../../core.ts';

/** How many alerts are open: what the badges show. */
export const useOpenAlerts = create<OpenCounts>(() => ({ firing: 0, acknowledged: 0, worst: null }));

/** Keeps the count in step with the core; returns what ends that. */
export function followOpenAlerts(): () => void {
  let told = false;
  const stop = core.listen('alert.changed', ({ open }) => {
    told = true;
    useOpenAlerts.setState(open);
  });
  core
    .call('alerts.list', { limit: 1 })
    .then(({ open }) => !told && useOpenAlerts.setState(open))
    // A count that does not come is no news: the next change tells it.
    .catch(() => undefined);
  return stop;
}
