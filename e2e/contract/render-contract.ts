import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import type { Analysis } from '../../shared/analysis.ts';
import type { Client } from '../../shared/client.ts';
import type { CallInput } from '../../shared/contract.ts';
import type { Render } from '../../shared/render.ts';

/** What the cases work with, once the suite has opened its core. */
export interface RenderContractCore {
  client: Client;
  /** Of a photo with one mug, plainly seen. */
  analysis: Analysis;
  fetchFile(urlPath: string): Promise<Uint8Array<ArrayBuffer>>;
}

const card = 'local:overlay-card';
const svg = (inside: string) =>
  new TextEncoder().encode(
    `<svg xmlns="http://www.w3.org/2000/svg" width="300" height="200">${inside}</svg>`,
  );
const design = svg('<rect width="300" height="200" fill="#0f766e"/>');

/** What every transport must do with templates, pictures and who draws them. */
export function describeRenders(core: () => RenderContractCore): void {
  describe('pictures', () => {
    const call: Client['call'] = (name, input) => core().client.call(name, input);
    const request = (more: Partial<CallInput<'renders.preview'>> = {}) => ({
      templateId: card,
      analysisIds: [core().analysis.id],
      scale: 0.25,
      ...more,
    });

    /** Resolves when all have ended; hears of them only by events. */
    async function ended(renders: readonly Render[]): Promise<Render[]> {
      const open = new Map(renders.map((render) => [render.id, render]));
      const isEnded = ({ state }: Render) => ['completed', 'failed', 'cancelled'].includes(state);
      await new Promise<void>((resolve) => {
        const stop = core().client.listen('render.changed', ({ renders: changed }) => {
          for (const render of changed) if (open.has(render.id)) open.set(render.id, render);
          look();
        });
        const look = () => {
          if (![...open.values()].every(isEnded)) return;
          stop();
          resolve();
        };
        // What ended before anybody listened is told to nobody.
        void Promise.all([...open.keys()].map((id) => call('renders.get', { id }))).then((now) => {
          for (const render of now) open.set(render.id, render);
          look();
        });
      });
      return [...open.values()];
    }

    async function created(more?: Partial<CallInput<'renders.preview'>>): Promise<Render> {
      const { renders } = await call('renders.create', request(more));
      const [render] = await ended(renders);
      if (render === undefined) throw new Error('Nothing was drawn.');
      return render;
    }

    it('shows what templates there are, each with its picture and its mapping', async () => {
      const { templates, problem } = await call('templates.list', { source: 'local' });
      expect([templates.length >= 4, problem]).toEqual([true, null]);
      const { template, mapping, mappingEdited } = await call('templates.get', { id: card });
      expect([template.builtIn, mapping.templateId, mappingEdited]).toEqual([true, card, false]);
      expect(kindOf(await core().fetchFile(`/templates/${encodeURIComponent(card)}/thumbnail`))).toBe('webp');
      await expect(call('templates.get', { id: 'own:nobody' })).rejects.toMatchObject({
        code: 'template.unknown',
      });
    });

    it('lets a template of the program be copied and the copy changed, and tells everybody', async () => {
      const heard = new Promise<void>((resolve) => {
        const stop = core().client.listen('templates.changed', () => {
          stop();
          resolve();
        });
      });
      const copy = await call('templates.clone', { id: card, name: 'Mine' });
      await heard;
      expect(await call('templates.update', { id: copy.id, tags: ['ours'] })).toMatchObject({
        tags: ['ours'],
      });
      await expect(call('templates.update', { id: card, name: 'Mine' })).rejects.toMatchObject({
        code: 'template.locked',
      });
      const { mapping } = await call('templates.get', { id: copy.id });
      const unknown = { ...mapping, layers: [{ layer: 'nobody', text: 'Hello' }] };
      await expect(call('mappings.save', unknown)).rejects.toMatchObject({ code: 'layer.unknown' });
      await call('mappings.save', { ...mapping, fit: 'stretch' });
      expect(await call('templates.get', { id: copy.id })).toMatchObject({ mappingEdited: true });
      expect(await call('mappings.reset', { templateId: copy.id })).toMatchObject({ fit: mapping.fit });
      expect(await call('templates.delete', { id: copy.id })).toEqual({ deleted: true });
    });

    it('previews at once, with the values it took; what is wrong is part of the answer', async () => {
      const preview = await call('renders.preview', request());
      expect([preview.problem, preview.width]).toEqual([null, 300]);
      expect(kindOf(await core().fetchFile(preview.url))).toBe('jpeg');
      const { values } = await call('mappings.values', { analysisId: core().analysis.id });
      expect(values).toContainEqual(expect.objectContaining({ name: 'mug_count', value: 1 }));
      const wrong = { templateId: card, frame: null, fit: 'cover', layers: [{ layer: 'nobody' }] } as const;
      const { problem, url } = await call(
        'renders.preview',
        request({ mapping: { ...wrong, layers: [{ layer: 'nobody' }] } }),
      );
      expect([problem?.code, url]).toEqual(['layer.unknown', '']);
    });

    it('draws a picture, whole and served under its address', async () => {
      const render = await created();
      expect(render).toMatchObject({
        state: 'completed',
        photoName: 'sample.jpg',
        result: { usedProvider: 'local', fallbackReason: null, width: 300, reused: false },
      });
      const bytes = await core().fetchFile(`/renders/${render.id}`);
      expect([kindOf(bytes), bytes.length]).toEqual(['png', render.result?.bytes]);
      expect(kindOf(await core().fetchFile(`/renders/${render.id}/thumbnail`))).toBe('webp');
      expect((await created()).result?.reused).toBe(true);
      expect((await call('deliveries.get', { id: render.deliveryId })).event.data).toEqual({
        render_id: render.id,
        template_name: 'Analysis card',
        image_name: 'sample.jpg',
      });
    });

    it('refuses what cannot be drawn with a code each, and records nothing', async () => {
      const before = await call('renders.list', {});
      const refusals: [Partial<CallInput<'renders.preview'>>, string][] = [
        [{ templateId: 'own:nobody' }, 'template.unknown'],
        [{ provider: 'templated' }, 'template.unknown'],
        [{ analysisIds: ['nobody'] }, 'notFound'],
        [{ detection: 99 }, 'call.invalid'],
        [{ designPlacement: { corners: Array(4).fill({ x: 1e9, y: 0 }) } }, 'call.invalid'],
        [{ designId: '0'.repeat(64) }, 'notFound'],
        [
          { mapping: { templateId: card, frame: null, fit: 'cover', layers: [{ layer: 'nobody' }] } },
          'layer.unknown',
        ],
      ];
      for (const [more, code] of refusals) {
        await expect(call('renders.create', request(more)), code).rejects.toMatchObject({ code });
      }
      expect((await call('renders.list', {})).renders.length).toBe(before.renders.length);
    });

    it('draws a batch with one progress, which can be exported, sent for again and deleted', async () => {
      const heard: number[] = [];
      const stop = core().client.listen('render.progressed', ({ total }) => heard.push(total));
      const analysisIds = [core().analysis.id, core().analysis.id];
      const { batch, skipped } = await call('renders.batch', request({ analysisIds, format: 'jpeg' }));
      expect([batch.total, skipped]).toEqual([2, 0]);
      const { renders } = await call('renders.list', { batchId: batch.id });
      await ended(renders);
      expect((await call('renders.batches', {})).batches).toContainEqual(
        expect.objectContaining({ id: batch.id, counts: expect.objectContaining({ completed: 2 }) }),
      );
      stop();
      expect(heard).toContain(2);

      const selection = { batchId: batch.id };
      const zip = await call('renders.export', { selection, as: 'files' });
      expect(Object.keys(unzipSync(await core().fetchFile(`/exports/${zip.id}`)))).toHaveLength(2);
      const pdf = await call('renders.export', { selection, as: 'pdf' });
      expect(kindOf(await core().fetchFile(`/exports/${pdf.id}`))).toBe('pdf');
      expect(await call('renders.cancel', selection)).toEqual({ cancelled: 0 });
      expect(await call('renders.retry', selection)).toEqual({ retried: 0 });
      expect(await call('renders.delete', selection)).toEqual({ deleted: 2 });
      await expect(call('renders.get', { id: renders[0]?.id ?? '' })).rejects.toMatchObject({
        code: 'notFound',
      });
      await expect(call('renders.export', { selection, as: 'files' })).rejects.toMatchObject({
        code: 'notFound',
      });
    });

    it('lays a design onto the mug, and refuses files that are none', async () => {
      const { design: kept, known } = await call('designs.add', { name: 'logo.svg', bytes: design });
      expect([kept.width, kept.height, known]).toEqual([300, 200, false]);
      expect((await call('designs.add', { name: 'again.svg', bytes: design })).known).toBe(true);
      for (const [bytes, code] of [
        [new Uint8Array(), 'design.empty'],
        [new TextEncoder().encode('hello'), 'design.notAnImage'],
        [svg('<script>alert(1)</script>'), 'design.unsafe'],
        [svg('<image href="https://example.com/a.png"/>'), 'design.unsafe'],
      ] as const) {
        await expect(call('designs.add', { name: 'bad.svg', bytes }), code).rejects.toMatchObject({ code });
      }
      const render = await created({ templateId: 'local:mock-up', designId: kept.id });
      expect(render).toMatchObject({ state: 'completed', explanation: null });
      for (const dialect of ['templated', 'printful', 'dynamic-mockups'] as const) {
        const { placement } = await call('placements.export', { ...request({ designId: kept.id }), dialect });
        expect(Object.keys(placement).length).toBeGreaterThan(0);
      }
      expect((await call('designs.list', {})).designs).toContainEqual(
        expect.objectContaining({ id: kept.id, width: 300 }),
      );
      expect(await call('designs.remove', { id: kept.id })).toEqual({ removed: true });
    });

    it('says who can draw, and never gives a key back', async () => {
      const { renderers } = await call('renderers.setKey', { key: 'tmpl_secret' });
      expect(renderers).toMatchObject([
        { provider: 'templated', configured: true },
        { provider: 'local', configured: true, condition: 'healthy' },
      ]);
      expect(JSON.stringify([renderers, await call('settings.get', {})])).not.toContain('tmpl_secret');
      const { renderers: without } = await call('renderers.setKey', { key: '' });
      expect(without[0]).toMatchObject({ provider: 'templated', configured: false, condition: 'incomplete' });
    });
  });
}

/** By the first bytes. */
function kindOf(bytes: Uint8Array): string {
  const head = Buffer.from(bytes.subarray(0, 12)).toString('latin1');
  if (head.startsWith('\x89PNG')) return 'png';
  if (head.startsWith('\xff\xd8\xff')) return 'jpeg';
  if (head.startsWith('%PDF-')) return 'pdf';
  return head.startsWith('RIFF') && head.endsWith('WEBP') ? 'webp' : head;
}
