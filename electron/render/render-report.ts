import { AppError } from '../../shared/errors.ts';
import type { DeliveryList } from '../delivery/delivery-list.ts';
import type { RenderStore } from '../store/render-store.ts';
import type { TemplatedClient } from './templated/client.ts';

/** A render as somebody outside names it: by the id we gave to Templated, or by Templated's own. */
export interface ReportedRender {
  externalId: string | null;
  remoteId: string | null;
}

/**
 * Looks after a render at once of which somebody says that it is done; nothing else of what they say counts. Returns
 * our id of it. Throws AppError notFound.
 */
export type ReportRender = (reported: ReportedRender) => Promise<string>;

export interface RenderReportParts {
  client: Pick<TemplatedClient, 'getRender'>;
  renders: Pick<RenderStore, 'get'>;
  deliveries: Pick<DeliveryList, 'replay'>;
}

/** One that waits is due now: its next try asks Templated for it before anything else. */
export function createRenderReport({ client, renders, deliveries }: RenderReportParts): ReportRender {
  return async ({ externalId, remoteId }) => {
    const ours = externalId ?? (remoteId === null ? null : (await client.getRender(remoteId)).externalId);
    if (ours === null) throw new AppError('notFound', 'This render was not ordered from here.');
    const { id, deliveryId, state } = renders.get(ours);
    if (state === 'waiting' || state === 'held') await deliveries.replay({ ids: [deliveryId] });
    return id;
  };
}
