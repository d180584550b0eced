import { describe, expect, it } from 'vitest';
import { defaultAlerting } from '../../shared/alert.ts';
import type { Client } from '../../shared/client.ts';
import { type CallName, calls, type EventPayload } from '../../shared/contract.ts';

/** What every transport must do with alerts, silences, routes and escalation policies. */
export function describeAlerts(
  core: () => { client: Client; fetchFile(urlPath: string): Promise<Uint8Array<ArrayBuffer>> },
): void {
  describe('alerts', () => {
    const call: Client['call'] = (name, input) => core().client.call(name, input);
    const matchers = [{ name: 'alertname', op: '=' as const, value: 'Contract' }];
    const raise = (label: string) =>
      call('alerts.raise', {
        labels: { alertname: 'Contract', label },
        title: `Contract ${label}`,
        severity: 'error',
      });
    const isAsPromised = (name: CallName, answer: unknown) =>
      expect(calls[name].output.parse(answer)).toEqual(answer);

    it('are raised, heard of, found, taken on, noted and resolved', async () => {
      const heard: EventPayload<'alert.changed'>[] = [];
      const stop = core().client.listen('alert.changed', (payload) => heard.push(payload));
      const alert = await raise('life');
      isAsPromised('alerts.raise', alert);
      expect(await raise('life')).toMatchObject({ id: alert.id, count: 2 });
      const ids = [alert.id];
      expect(await call('alerts.acknowledge', { ids, who: 'Ann', note: 'Mine.' })).toEqual({ changed: 1 });
      expect(await call('alerts.acknowledge', { ids })).toEqual({ changed: 0 });
      expect(await call('alerts.unacknowledge', { ids })).toEqual({ changed: 1 });
      isAsPromised('alerts.note', await call('alerts.note', { id: alert.id, who: 'Ann', note: 'Look.' }));
      expect(await call('alerts.resolve', { ids, who: 'Ann', note: 'Swept.' })).toEqual({ changed: 1 });

      const found = await call('alerts.list', { labels: { label: 'life' } });
      isAsPromised('alerts.list', found);
      expect(found).toMatchObject({
        items: [{ id: alert.id, state: 'resolved', ended: { who: 'Ann', note: 'Swept.' } }],
        counts: { firing: 0, resolved: 1 },
      });
      const detail = await call('alerts.get', { id: alert.id });
      isAsPromised('alerts.get', detail);
      const kinds = detail.timeline.map(({ kind }) => kind);
      expect(kinds).toEqual(
        expect.arrayContaining([
          'fired',
          'repeated',
          'routed',
          'acknowledged',
          'unacknowledged',
          'note',
          'resolved',
        ]),
      );
      expect(kinds[0]).toBe('fired');
      stop();
      expect(heard.flatMap(({ alerts }) => alerts.map(({ id }) => id))).toContain(alert.id);
    });

    it('refuse what is none, and what is not there', async () => {
      await expect(call('alerts.raise', { labels: {}, title: 'x' })).rejects.toMatchObject({
        code: 'call.invalid',
        field: 'labels.alertname',
      });
      const ids = ['alr_nobody'];
      for (const name of ['alerts.acknowledge', 'alerts.unacknowledge', 'alerts.resolve'] as const)
        await expect(call(name, { ids })).rejects.toMatchObject({ code: 'notFound' });
      await expect(call('alerts.get', { id: 'alr_nobody' })).rejects.toMatchObject({ code: 'notFound' });
      await expect(call('alerts.list', { cursor: 'x' })).rejects.toMatchObject({ field: 'cursor' });
    });

    it('come as files', async () => {
      for (const format of ['json', 'csv'] as const) {
        const file = await call('alerts.export', { filter: { text: 'contract life' }, format });
        const text = new TextDecoder().decode(await core().fetchFile(`/exports/${file.id}`));
        expect(text).toContain('Swept.');
        if (format === 'json') expect(JSON.parse(text)).toHaveLength(1);
      }
    });

    it('are silenced, which can be looked at before and ended at once', async () => {
      const { id } = await raise('quiet');
      expect(await call('silences.preview', { matchers })).toMatchObject({ total: 1, alerts: [{ id }] });
      const endsAt = new Date(Date.now() + 3_600_000).toISOString();
      const silence = await call('silences.save', { matchers, endsAt, comment: 'Works' });
      isAsPromised('silences.save', silence);
      expect((await call('alerts.get', { id })).alert.suppressed).toMatchObject({ id: silence.id });
      expect((await call('silences.list', {})).silences).toEqual([silence]);
      expect((await call('silences.expire', { id: silence.id })).state).toBe('expired');
      expect((await call('alerts.get', { id })).alert.suppressed).toBeNull();
      await expect(
        call('silences.save', { matchers, comment: '', endsAt: '2020-01-01T00:00:00.000Z' }),
      ).rejects.toMatchObject({ field: 'endsAt' });
      await expect(
        call('silences.preview', { matchers: [{ name: 'a', op: '=~', value: '(' }] }),
      ).rejects.toMatchObject({ code: 'call.invalid' });
      await call('alerts.resolve', { ids: [id] });
    });

    it('go by routes, which are explained, kept and put back', async () => {
      expect(await call('routes.get', {})).toEqual({ alerting: defaultAlerting, edited: false });
      const changed = { ...defaultAlerting, inhibitions: [] };
      expect(await call('routes.save', changed)).toEqual(changed);
      expect((await call('routes.get', {})).edited).toBe(true);
      const twice = { ...defaultAlerting.routes, routes: [defaultAlerting.routes] };
      await expect(call('routes.save', { ...changed, routes: twice })).rejects.toMatchObject({
        code: 'routes.invalid',
        field: 'routes',
      });
      const explained = await call('routes.explain', { labels: { alertname: 'x' }, severity: 'critical' });
      isAsPromised('routes.explain', explained);
      expect(explained.routes).toMatchObject([{ routeId: 'critical', groupWaitSeconds: 0 }]);
      expect(await call('routes.reset', {})).toEqual(defaultAlerting);
    });

    it('escalate by policies, which are simulated, kept and removed', async () => {
      const policy = { id: 'contract', name: 'Contract', steps: [{ afterMinutes: 5, to: { all: true } }] };
      const simulated = await call('escalations.simulate', { policy, acknowledgeAfterMinutes: 7 });
      isAsPromised('escalations.simulate', simulated);
      expect(simulated.entries.map(({ kind }) => kind)).toEqual([
        'fired',
        'escalated',
        'done',
        'acknowledged',
      ]);
      const saved = await call('escalations.save', policy);
      expect(await call('escalations.list', {})).toEqual({ policies: [saved] });
      expect(await call('escalations.remove', { id: 'contract' })).toEqual({ removed: true });
      await expect(call('escalations.remove', { id: 'contract' })).rejects.toMatchObject({
        code: 'notFound',
      });
    });
  });
}
