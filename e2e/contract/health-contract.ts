import { describe, expect, it } from 'vitest';
import type { Analysis } from '../../shared/analysis.ts';
import type { Client } from '../../shared/client.ts';
import type { EventPayload } from '../../shared/contract.ts';

/** What the cases work with, once the suite has opened its core. */
export interface HealthContractCore {
  client: Client;
  /** Of a photo with one mug, plainly seen. */
  analysis: Analysis;
}

/** What every transport must do with the health of the parts, and with the whole road of a photo. */
export function describeHealth(core: () => HealthContractCore): void {
  describe('health', () => {
    const call: Client['call'] = (name, input) => core().client.call(name, input);

    it('knows every part, the ones in use are well, and the inference has worked', async () => {
      const { status, parts } = await call('health.get', {});
      expect(status).toBe('healthy');
      expect(parts.slice(0, 5).map(({ id, state }) => [id, state])).toEqual([
        ['inference', 'healthy'],
        ['storage', 'healthy'],
        ['courier', 'healthy'],
        ['renderer.local', 'healthy'],
        ['renderer.templated', 'disabled'],
      ]);
      const [inference] = parts;
      expect(inference).toMatchObject({ critical: true, checkable: false, figures: { successRate: 1 } });
      expect(inference?.figures.responseMs?.p99).toBeGreaterThan(0);
      for (const { heartbeat } of parts) expect(heartbeat).toHaveLength(30);
    });

    it('looks for itself when asked to, tells everybody, and remembers', async () => {
      const heard = new Promise<EventPayload<'health.changed'>>((resolve) => {
        const stop = core().client.listen('health.changed', (change) => {
          if (!change.parts.some(({ id, lastCheck }) => id === 'storage' && lastCheck !== null)) return;
          stop();
          resolve(change);
        });
      });
      const part = await call('health.check', { id: 'storage' });
      expect(part.lastCheck).toMatchObject({
        ok: true,
        detail: expect.stringContaining('can be written to'),
      });
      expect((await heard).parts).toContainEqual(
        expect.objectContaining({ id: 'storage', state: 'healthy' }),
      );
      const { parts } = await call('health.get', {});
      expect(parts.find(({ id }) => id === 'storage')?.lastCheck).toMatchObject({ ok: true });
      await expect(call('health.check', { id: 'channel.nobody' })).rejects.toMatchObject({
        code: 'notFound',
      });
    });

    it('draws bars of any stretch up to 90 days', async () => {
      const to = Date.now() + 1_000;
      const stretch = (days: number) => ({
        from: new Date(to - days * 86_400_000).toISOString(),
        to: new Date(to).toISOString(),
      });
      const { slots } = await call('health.history', { id: 'storage', ...stretch(90), slots: 90 });
      expect(slots).toHaveLength(90);
      expect(slots.at(-1)?.state).toBe('healthy');
      expect(slots[0]?.state).toBe('off');
      const tooLong = { id: 'storage', ...stretch(91), slots: 10 };
      await expect(call('health.history', tooLong)).rejects.toMatchObject({
        code: 'call.invalid',
        field: 'from',
      });
    });
  });

  describe('the whole road of a photo', () => {
    it('tells each step by itself, and is the same run when it is asked for again', async () => {
      const { client, analysis } = core();
      const heard: number[] = [];
      const stop = client.listen('workflow.progressed', ({ steps }) =>
        heard.push(Object.values(steps).filter((step) => step !== null).length),
      );
      const wish = { photoId: analysis.photo.id, templateId: 'local:overlay-card' };
      const run = await client.call('workflow.run', wish);
      expect(run.steps).toMatchObject({
        analysis: { state: 'ok' },
        render: { state: 'ok', reason: null },
        store: { state: 'ok' },
        notice: { state: 'skipped', reason: 'Nobody asked for a notice.' },
      });
      expect(await client.call('workflow.run', wish)).toEqual(run);
      expect(await client.call('workflow.get', { id: run.id })).toEqual(run);
      await expect.poll(() => heard.at(-1)).toBe(5);
      stop();
    });
  });
}
