import { describe, expect, it } from 'vitest';
import type { Analysis } from '../../shared/analysis.ts';
import type { Client } from '../../shared/client.ts';
import { calls, type EventName, type EventPayload } from '../../shared/contract.ts';

/** What every transport must do with what is measured, with thresholds and with the log. */
export function describeMetrics(core: () => { client: Client; analysis: Analysis }): void {
  describe('what is measured', () => {
    const call: Client['call'] = (name, input) => core().client.call(name, input);

    function next<N extends EventName>(name: N): Promise<EventPayload<N>> {
      return new Promise((resolve) => {
        const stop = core().client.listen(name, (payload) => {
          stop();
          resolve(payload);
        });
      });
    }

    it('is told while somebody watches, listed and charted', async () => {
      const { until } = await call('metrics.watch', {});
      expect(Date.parse(until)).toBeGreaterThan(Date.now());
      const { values } = await next('metrics.sampled');
      expect(values.memory).toBeGreaterThan(0);
      expect(values['process.memory']).toBeGreaterThan(1_000_000);
      const { metrics } = await call('metrics.list', {});
      expect(metrics.map(({ id }) => id)).toEqual(expect.arrayContaining(['cpu', 'disk', 'inference.p95']));
      const to = new Date();
      const from = new Date(to.getTime() - 900_000);
      const asked = { series: ['memory', 'nobody.knows'], from: from.toISOString(), to: to.toISOString() };
      const answer = await call('metrics.query', asked);
      expect(calls['metrics.query'].output.parse(answer)).toEqual(answer);
      expect(answer.series.map(({ points }) => points.length)).toEqual([181, 181]);
      expect(answer.markers.map(({ kind }) => kind)).toContain('start');
      await expect(call('metrics.query', { ...asked, to: asked.from })).rejects.toMatchObject({
        code: 'call.invalid',
        field: 'to',
      });
    });

    it('is trouble from thresholds on, which are changed and put back', async () => {
      const changed = next('thresholds.changed');
      const mine = { metric: 'gpu.memory', above: 95, clearBelow: 90, forSeconds: 30 };
      expect(await call('thresholds.save', mine)).toMatchObject({
        threshold: { ...mine, enabled: true },
        ladder: { warning: 95, capped: true },
        usual: false,
      });
      await changed;
      const { thresholds } = await call('thresholds.reset', { metric: 'gpu.memory' });
      expect(thresholds.find(({ threshold }) => threshold.metric === 'gpu.memory')?.usual).toBe(true);
      expect(await call('thresholds.list', {})).toEqual({ thresholds });
      const refused = (of: object, field: string) =>
        expect(call('thresholds.save', { ...mine, ...of })).rejects.toMatchObject({
          code: 'call.invalid',
          field,
        });
      await refused({ metric: 'nothing' }, 'metric');
      await refused({ above: 100 }, 'above');
      await refused({ clearBelow: 96 }, 'clearBelow');
    });

    it('is collected by others with a token that can be renewed', async () => {
      const { token, ...where } = await call('metrics.access', { renewToken: true });
      expect(where.problem).toBeNull();
      if (token !== null) expect(await call('metrics.access', {})).toEqual({ ...where, token });
    });
  });

  describe('the log', () => {
    it('is read from any id of the way of a photo', async () => {
      const { analysis } = core();
      const answer = await core().client.call('logs.query', { correlationId: analysis.photo.id });
      expect(calls['logs.query'].output.parse(answer)).toEqual(answer);
      for (const { ids } of answer.entries)
        expect([ids.photoId, ids.analysisId]).toEqual([analysis.photo.id, analysis.id]);
      await expect(core().client.call('logs.query', { cursor: 'x' })).rejects.toMatchObject({
        code: 'call.invalid',
        field: 'cursor',
      });
    });
  });
}
