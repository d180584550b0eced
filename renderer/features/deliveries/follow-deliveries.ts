import type { Delivery } from '../../../shared/delivery.ts';
import { core } from '../../core.ts';
import { listenForConditions } from './channel-conditions.ts';
import { hearChanges, reload } from './deliveries.ts';

/** Often enough for a person to follow, seldom enough for a flood. */
const calmMs = 250;
/** A channel that is held or free again changes how its waiting rows read. */
const settleMs = 500;

/** Keeps the list in step with the core; returns what ends that. */
export function followDeliveries(): () => void {
  void reload();
  const changed = new Map<string, Delivery>();
  let more = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let conditionTimer: ReturnType<typeof setTimeout> | undefined;
  const take = () => {
    timer = undefined;
    hearChanges({ deliveries: [...changed.values()], more });
    changed.clear();
    more = false;
  };
  const stopDeliveries = core.listen('delivery.changed', (payload) => {
    for (const delivery of payload.deliveries) changed.set(delivery.id, delivery);
    more ||= payload.more;
    timer ??= setTimeout(take, calmMs);
  });
  const stopConditions = listenForConditions(() => {
    conditionTimer ??= setTimeout(() => {
      conditionTimer = undefined;
      void reload();
    }, settleMs);
  });
  return () => {
    stopDeliveries();
    stopConditions();
    clearTimeout(timer);
    clearTimeout(conditionTimer);
  };
}
