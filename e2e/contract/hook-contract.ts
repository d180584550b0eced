import { describe, expect, it } from 'vitest';
import type { Client } from '../../shared/client.ts';
import { calls, type EventPayload } from '../../shared/contract.ts';
import type { HookView } from '../../shared/hook.ts';

/** What every transport must do with hooks. */
export function describeHooks(core: () => { client: Client }): void {
  describe('hooks', () => {
    const call: Client['call'] = (name, input) => core().client.call(name, input);
    const draft = { name: 'contract', allows: ['photo.analyze' as const] };

    it('are made with a secret that is told once, and changed without it', async () => {
      const changed: EventPayload<'hooks.changed'>[] = [];
      const stop = core().client.listen('hooks.changed', (payload) => changed.push(payload));
      const made = await call('hooks.save', { ...draft, create: true });
      expect(made.secret).toMatch(/^whsec_[\w+/]{43}=$/);
      expect(made.hook).toMatchObject({ ...draft, enabled: true, auth: 'signature', previousUntil: null });
      const off = await call('hooks.save', { ...draft, enabled: false });
      expect(off).toMatchObject({
        secret: null,
        hook: { enabled: false, secretMadeAt: made.hook.secretMadeAt },
      });
      const listed = await call('hooks.list', {});
      expect(calls['hooks.list'].output.parse(listed)).toEqual(listed);
      expect(listed.hooks).toEqual([off.hook]);
      expect(JSON.stringify(listed)).not.toContain(made.secret);
      stop();
      expect(changed.length).toBeGreaterThan(0);
    });

    it('get another secret when that is asked for, and whenever they let in differently', async () => {
      const replaced = await call('hooks.save', { ...draft, secret: 'replace' });
      const day = 24 * 60 * 60 * 1_000;
      const { secretMadeAt, previousUntil } = replaced.hook;
      expect(Date.parse(previousUntil ?? '') - Date.parse(secretMadeAt ?? '')).toBe(day);
      const kept: HookView = (await call('hooks.save', draft)).hook;
      expect(kept.previousUntil).toBe(previousUntil);
      const token = await call('hooks.save', { ...draft, auth: 'token' });
      expect(token.secret).toMatch(/^h200_[\w-]{43}$/);
      expect(token.hook.previousUntil).toBeNull();
    });

    it('refuse a name that is taken or is none, and what is not there', async () => {
      await expect(call('hooks.save', { ...draft, create: true })).rejects.toMatchObject({
        code: 'call.invalid',
        field: 'name',
      });
      for (const name of ['', 'A', '-a', 'a b', '../a', 'a'.repeat(64)])
        await expect(call('hooks.save', { ...draft, name, create: true })).rejects.toMatchObject({
          field: 'name',
        });
      await expect(call('hooks.save', { ...draft, allows: [] })).rejects.toMatchObject({ field: 'allows' });
      await expect(call('hooks.save', { ...draft, name: 'nobody' })).rejects.toMatchObject({
        code: 'notFound',
      });
      for (const name of ['hooks.remove', 'hooks.calls'] as const)
        await expect(call(name, { name: 'nobody' })).rejects.toMatchObject({ code: 'notFound' });
    });

    it('have calls, and go with them', async () => {
      expect(await call('hooks.calls', { name: 'contract' })).toEqual({ calls: [] });
      expect(await call('hooks.remove', { name: 'contract' })).toEqual({ removed: true });
      expect((await call('hooks.list', {})).hooks).toEqual([]);
    });
  });
}
