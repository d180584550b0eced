import { useEffect, useState } from 'react';
import type { DeliveryDetail } from '../../../shared/delivery.ts';
import { toAppError } from '../../../shared/errors.ts';
import { core, useCore } from '../../core.ts';
import { listenForConditions } from './channel-conditions.ts';

/** A delivery with its attempts, or why it cannot be shown; null while it is on its way. */
export type Loaded = DeliveryDetail | { reason: string } | null;

/** Follows one delivery: fetched now and whenever it changes. */
export function useDeliveryDetail(id: string): Loaded {
  const connected = useCore((state) => state.connected && state.info !== null);
  const [loaded, setLoaded] = useState<Loaded>(null);
  useEffect(() => {
    if (!connected) return;
    let latest = 0;
    const load = async () => {
      const mine = ++latest;
      const next: Loaded = await core
        .call('deliveries.get', { id })
        .catch((error: unknown) => ({ reason: toAppError(error).message }));
      if (mine === latest) setLoaded(next);
    };
    void load();
    const stop = core.listen('delivery.changed', ({ deliveries, more }) => {
      if (more || deliveries.some((delivery) => delivery.id === id)) void load();
    });
    const stopConditions = listenForConditions(() => void load());
    return () => {
      latest = -1;
      stop();
      stopConditions();
    };
  }, [connected, id]);
  return loaded !== null && 'delivery' in loaded && loaded.delivery.id !== id ? null : loaded;
}
