import type { Delivery } from '../../../shared/delivery.ts';
import { core } from '../../core.ts';
import { calmly } from '../../ui/live-list.ts';
import { listenForConditions } from './channel-conditions.ts';
import { hearChanges, reload } from './deliveries.ts';

/** A channel that is held or free again changes how its waiting rows read. */
const settleMs = 500;

/** Keeps the list in step with the core; returns what ends that. */
export function followDeliveries(): () => void {
  void reload();
  const changes = calmly<Delivery>(hearChanges);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stops = [
    changes.stop,
    core.listen('delivery.changed', ({ deliveries, more }) => changes.hear(deliveries, more)),
    listenForConditions(() => {
      timer ??= setTimeout(() => {
        timer = undefined;
        void reload();
      }, settleMs);
    }),
  ];
  return () => {
    for (const stop of stops) stop();
    clearTimeout(timer);
  };
}
