import type { Delivery } from '../../../shared/delivery.ts';

/** When the deliveries of tests begin. */
export const start = Date.parse('2026-11-22T14:00:00.000Z');

/** A delivery for tests; `second` is when it was recorded. */
export const delivery = (id: string, second = 0, part: Partial<Delivery> = {}): Delivery => ({
  id: `dlv_${id}`,
  eventId: `evt_${id}`,
  eventType: 'system_alert',
  severity: 'info',
  title: `Alert ${id}`,
  channelId: 'slack',
  state: 'delivered',
  attempts: 1,
  createdAt: new Date(start + second * 1_000).toISOString(),
  dueAt: null,
  endedAt: new Date(start + second * 1_000 + 400).toISOString(),
  reason: null,
  explanation: null,
  batchId: null,
  test: false,
  ...part,
});
