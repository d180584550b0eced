import type { Attempt, Delivery, DeliveryDetail } from '../../shared/delivery.ts';
import type { Clock } from '../delivery/clock.ts';
import type { EventBus } from '../events.ts';

export interface FirstAttemptParts {
  events: Pick<EventBus, 'listen'>;
  get(deliveryId: string): DeliveryDetail;
  clock: Pick<Clock, 'after'>;
}

/** A little more than an attempt may take (shared/channel.ts). */
const patienceMs = 35_000;

/**
 * Waits until a delivery has been tried once, or has ended without. The attempt is null when neither happened within
 * 35 seconds.
 */
export function createFirstAttempt({ events, get, clock }: FirstAttemptParts) {
  return ({ id: deliveryId, channelId }: Pick<Delivery, 'id' | 'channelId'>) =>
    new Promise<{ delivery: Delivery; attempt: Attempt | null }>((resolve, reject) => {
      const look = (isLast: boolean) => {
        try {
          const { delivery, attempts } = get(deliveryId);
          if (attempts.length === 0 && delivery.endedAt === null && !isLast) return;
          end();
          resolve({ delivery, attempt: attempts[0] ?? null });
        } catch (error) {
          end();
          reject(error);
        }
      };
      const stops = [
        events.listen('delivery.changed', ({ deliveries, more }) => {
          if (more || deliveries.some(({ id }) => id === deliveryId)) look(false);
        }),
        // Where another process sends, this is what is heard of it.
        events.listen('channel.stateChanged', (state) => {
          if (state.channelId === channelId) look(false);
        }),
      ];
      const callOff = clock.after(patienceMs, () => look(true));
      const end = () => {
        for (const stop of stops) stop();
        callOff();
      };
      look(false);
    });
}
