import { beforeEach, expect, test } from 'vitest';
import { AppError } from '../../shared/errors.ts';
import type { Render, RenderState } from '../../shared/render.ts';
import { createRenderReport, type ReportRender } from './render-report.ts';

const states: Record<string, RenderState> = {
  rnd_1: 'waiting',
  rnd_2: 'held',
  rnd_3: 'rendering',
  rnd_4: 'completed',
  rnd_5: 'failed',
  rnd_6: 'cancelled',
};
let hurried: unknown[];
let report: ReportRender;

beforeEach(() => {
  hurried = [];
  report = createRenderReport({
    client: {
      getRender: async (id) =>
        ({ id, state: 'completed', externalId: id === 'remote' ? 'rnd_1' : null, url: null }) as never,
    },
    renders: {
      get(id) {
        const state = states[id];
        if (state === undefined) throw new AppError('notFound', 'This picture is not known.');
        return { id, state, deliveryId: `dlv of ${id}` } as Render;
      },
    },
    deliveries: {
      async replay(selection) {
        hurried.push(selection);
        return 1;
      },
    },
  });
});

test.each(Object.entries(states))(
  '%s, which is %s, is hurried only while it waits',
  async (externalId, state) => {
    expect(await report({ externalId, remoteId: 'remote' })).toBe(externalId);
    const waits = state === 'waiting' || state === 'held';
    expect(hurried).toEqual(waits ? [{ ids: [`dlv of ${externalId}`] }] : []);
  },
);

test('the id of Templated alone is looked up there', async () => {
  expect(await report({ externalId: null, remoteId: 'remote' })).toBe('rnd_1');
});

test('what was not ordered from here is not known', async () => {
  for (const reported of [
    { externalId: null, remoteId: "somebody else's" },
    { externalId: 'rnd_7', remoteId: null },
    { externalId: null, remoteId: null },
  ])
    await expect(report(reported)).rejects.toMatchObject({ code: 'notFound' });
  expect(hurried).toEqual([]);
});
