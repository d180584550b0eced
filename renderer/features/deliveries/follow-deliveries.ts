import type { Delivery } from '../../../shared/delivery.ts';
import { core } from '../../core.ts';
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
  let stateTimer: ReturnType<typeof setTimeout> | undefined;
  const conditions = new Map<string, string>();
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
  const stopStates = core.listen('channel.stateChanged', ({ channelId, condition, heldUntil }) => {
    const now = `${condition} ${heldUntil ?? ''}`;
    if (conditions.get(channelId) === now) return;
    conditions.set(channelId, now);
    stateTimer ??= setTimeout(() => {
      stateTimer = undefined;
      void reload();
    }, settleMs);
  });
  return () => {
    stopDeliveries();
    stopStates();
    clearTimeout(timer);
    clearTimeout(stateTimer);
  };
}
