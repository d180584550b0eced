import type { Render, RenderResult } from '../../../shared/render.ts';

/** When the pictures of tests begin. */
export const start = Date.parse('2026-11-22T14:00:00.000Z');

/** What a picture of tests became. */
export const result: RenderResult = {
  completedAt: new Date(start + 400).toISOString(),
  usedProvider: 'local',
  fallbackReason: null,
  warnings: [],
  format: 'png',
  width: 1_200,
  height: 1_200,
  pages: 1,
  bytes: 480_000,
  tookMs: 84,
  reused: false,
  receipt: null,
};

/** A picture for tests; `second` is when it was asked for. */
export const render = (id: string, second = 0, part: Partial<Render> = {}): Render => ({
  id: `rnd_${id}`,
  batchId: null,
  deliveryId: `dlv_${id}`,
  createdAt: new Date(start + second * 1_000).toISOString(),
  state: 'completed',
  templateId: 'local:overlay-card',
  templateName: 'Overlay card',
  photoId: null,
  photoName: `${id}.jpg`,
  request: {
    templateId: 'local:overlay-card',
    analysisIds: [`ana_${id}`],
    params: {},
    format: 'png',
    scale: 1,
    provider: 'auto',
  },
  attempts: 1,
  dueAt: null,
  explanation: null,
  result: part.state === undefined || part.state === 'completed' ? result : null,
  ...part,
});
