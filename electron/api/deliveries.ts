import type { DeliveryFilter } from '../../shared/delivery.ts';
import { exportDeliveries } from '../delivery/delivery-export.ts';
import type { DeliveryList } from '../delivery/delivery-list.ts';
import type { ExportStore } from '../store/export-store.ts';
import type { HandlersOf } from './dispatch.ts';

export interface DeliveryParts {
  deliveries: DeliveryList;
  exports: Pick<ExportStore, 'add'>;
  now?: () => number;
}

const mediaTypes = { json: 'application/json', csv: 'text/csv' } as const;

/** Answers `deliveries.*`. */
export function deliveryHandlers({
  deliveries,
  exports,
  now = Date.now,
}: DeliveryParts): HandlersOf<'deliveries'> {
  const file = (filter: DeliveryFilter, format: 'json' | 'csv') => ({
    name: `deliveries-${new Date(now()).toISOString().slice(0, 10)}.${format}`,
    mediaType: mediaTypes[format],
    content: exportDeliveries(deliveries, filter, format),
  });
  return {
    'deliveries.list': ({ limit, cursor, ...filter }) => deliveries.list(filter, { limit, cursor }),
    'deliveries.get': ({ id }) => deliveries.get(id),
    'deliveries.replay': async (selection) => ({ replayed: await deliveries.replay(selection) }),
    'deliveries.cancel': async (selection) => ({ cancelled: await deliveries.cancel(selection) }),
    'deliveries.export': ({ filter, format }) => exports.add(file(filter, format)),
  };
}
