import type { HealthPart } from '../../../shared/health.ts';

/** A part for tests that is well. */
export const part = (label: string, more: Partial<HealthPart> = {}): HealthPart => ({
  id: `channel.${label.toLowerCase()}`,
  kind: 'channel',
  label,
  target: 'example.com',
  channelId: label.toLowerCase(),
  state: 'healthy',
  reason: null,
  since: '2026-11-28T14:00:00.000Z',
  critical: false,
  checkable: true,
  lastCheck: null,
  figures: {
    responseMs: null,
    successRate: null,
    perMinute: null,
    queueDepth: null,
    retries: null,
    breaker: null,
  },
  heartbeat: [],
  ...more,
});
