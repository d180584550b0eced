import type { DeliveryDetail } from '../../../shared/delivery.ts';
import { core } from '../../core.ts';
import { type Loaded, useDetail } from '../../ui/use-detail.ts';
import { listenForConditions } from './channel-conditions.ts';

const source = {
  fetch: (id: string): Promise<DeliveryDetail> => core.call('deliveries.get', { id }),
  follow(id: string, changed: () => void) {
    const stops = [
      core.listen('delivery.changed', ({ deliveries, more }) => {
        if (more || deliveries.some((delivery) => delivery.id === id)) changed();
      }),
      listenForConditions(changed),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  },
};

/** Follows one delivery with its attempts. */
export const useDeliveryDetail = (id: string): Loaded<DeliveryDetail> => useDetail(id, source);
