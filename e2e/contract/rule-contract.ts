import { describe, expect, it } from 'vitest';
import type { Analysis } from '../../shared/analysis.ts';
import type { Client } from '../../shared/client.ts';

/** What every transport must do with rules, areas and feedback. One mug stands in the analysis. */
export function describeRules(
  given: () => {
    client: Client;
    analysis: Analysis;
    fetchFile(path: string): Promise<Uint8Array<ArrayBuffer>>;
  },
): void {
  describe('rules', () => {
    const call: Client['call'] = (name, input) => given().client.call(name, input);

    it('are understood, kept with their versions, put in order, and brought back', async () => {
      const { rule, conflicts } = await call('rules.save', {
        name: 'One mug',
        text: 'There must be exactly one mug.',
      });
      expect(conflicts).toEqual([]);
      const edited = await call('rules.save', {
        ...rule,
        text: 'There must be at least one mug.',
      });
      expect(edited.rule).toMatchObject({ id: rule.id, version: 2 });
      const other = (await call('rules.save', { name: 'Upright', text: 'Every mug must be upright.' })).rule;
      const names = async () => (await call('rules.list', {})).rules.map(({ name }) => name);
      expect(await names()).toEqual(['One mug', 'Upright']);
      await call('rules.reorder', { ids: [other.id] });
      expect(await names()).toEqual(['Upright', 'One mug']);

      const { versions } = await call('rules.history', { id: rule.id });
      expect(versions.map(({ version }) => version)).toEqual([2, 1]);
      const back = await call('rules.rollback', { id: rule.id, version: 1 });
      expect(back.rule).toMatchObject({ version: 3, text: 'There must be exactly one mug.' });

      expect(await call('rules.remove', { ids: [other.id] })).toEqual({ removed: 1 });
      expect(await names()).toEqual(['One mug']);
      expect(await call('rules.restore', { ids: [other.id] })).toEqual({ restored: 1 });
      expect(await names()).toEqual(['Upright', 'One mug']);
      await call('rules.remove', { ids: [rule.id, other.id] });
    });

    it('that are not understood are refused where they are wrong, and nothing is kept', async () => {
      const text = 'Every mug must be frobnicated.';
      const { rule, problems } = await call('rules.parse', { text });
      expect(rule).toBeNull();
      expect(problems.map(({ start, end }) => text.slice(start, end)).join(' ')).toContain('frobnicated');
      await expect(call('rules.save', { name: 'Nonsense', text })).rejects.toMatchObject({
        code: 'rule.notUnderstood',
        field: 'text',
      });
      expect((await call('rules.list', {})).rules).toEqual([]);
    });

    it('that cannot hold together are told when one is saved', async () => {
      const first = await call('rules.save', { name: 'Few', text: 'There must be at most one mug.' });
      const second = await call('rules.save', { name: 'Many', text: 'There must be at least three mugs.' });
      expect(second.conflicts).toHaveLength(1);
      expect(second.conflicts[0]?.ruleIds).toEqual(expect.arrayContaining([first.rule.id, second.rule.id]));
      await call('rules.remove', { ids: [first.rule.id, second.rule.id] });
    });

    it('judge a photo when it is analysed, and again when they are others', async () => {
      const { client, analysis } = given();
      const { rule } = await call('rules.save', {
        name: 'Crowd',
        text: 'There must be at least five mugs, otherwise reject the photo.',
      });
      const heard = new Promise((resolve) => client.listen('rule.judged', resolve));
      await call('photos.analyze', { photoId: analysis.photo.id });
      expect(await heard).toMatchObject({ analysisId: analysis.id });
      const { judgement } = await call('rules.judgement', { analysisId: analysis.id });
      expect(judgement).toMatchObject({ verdict: 'fail', rejected: true, rules: [{ ruleId: rule.id }] });
      const { items } = await call('analyses.list', { rejected: true });
      expect(items.map(({ id }) => id)).toEqual([analysis.id]);
      expect((await call('rules.list', {})).rules[0]?.figures).toMatchObject({ failed: 1, passed: 0 });

      const photos = (
        await call('rules.evaluate', {
          texts: ['There must be at least one mug.'],
          analysisIds: [analysis.id],
        })
      ).photos;
      expect(photos).toMatchObject([{ analysisId: analysis.id, judgement: { verdict: 'pass' } }]);

      const saved = await call('feedback.save', {
        analysisId: analysis.id,
        ruleId: rule.id,
        ruleVersion: rule.version,
        verdict: 'fail',
        right: false,
        comment: 'One is enough here.',
      });
      expect((await call('feedback.list', { analysisId: analysis.id })).feedback).toEqual([saved]);
      expect((await call('rules.list', {})).rules[0]?.figures).toMatchObject({ wrong: 1, right: 0 });
      await call('feedback.remove', { analysisId: analysis.id, ruleId: rule.id });
      await call('rules.remove', { ids: [rule.id] });
      await call('photos.analyze', { photoId: analysis.photo.id });
      expect(await call('rules.judgement', { analysisId: analysis.id })).toEqual({ judgement: null });
    });

    it('speak of named areas, and travel with them as a file', async () => {
      const { fetchFile } = given();
      const area = await call('areas.save', { name: 'Tray', x: 0.1, y: 0.1, width: 0.5, height: 0.5 });
      await expect(call('areas.save', { ...area, id: undefined, name: 'tray' })).rejects.toMatchObject({
        code: 'area.invalid',
      });
      const { rule } = await call('rules.save', {
        name: 'On the tray',
        text: 'Every mug must be in the area "Tray".',
      });
      const { id } = await call('rules.export', {});
      const bytes = await fetchFile(`/exports/${id}`);
      expect(await call('areas.remove', { id: area.id })).toEqual({ usedBy: ['On the tray'] });
      await call('rules.remove', { ids: [rule.id] });

      expect(await call('rules.import', { name: 'rules.json', bytes })).toEqual({
        added: 1,
        replaced: 0,
        areas: 1,
      });
      expect(await call('rules.import', { name: 'rules.json', bytes })).toEqual({
        added: 0,
        replaced: 1,
        areas: 0,
      });
      await expect(
        call('rules.import', { name: 'x.json', bytes: new TextEncoder().encode('{}') }),
      ).rejects.toMatchObject({ code: 'rules.invalid' });
      const [imported] = (await call('rules.list', {})).rules;
      await call('rules.remove', { ids: [imported?.id ?? ''] });
      for (const { id: areaId } of (await call('areas.list', {})).areas)
        await call('areas.remove', { id: areaId });
    });

    it('have an assistant only when it is switched on', async () => {
      expect(await call('rules.assistant', {})).toEqual({ ready: false, hasKey: false });
      await expect(call('rules.suggest', { wish: 'neat mugs' })).rejects.toMatchObject({
        code: 'assistant.notConfigured',
      });
    });
  });
}
