import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Client, createClient } from '../../shared/client.ts';
import { type CallName, type CallOutput, calls } from '../../shared/contract.ts';
import { type App, createApp } from '../app.ts';
import { createLog } from '../log.ts';
import { createMemoryTransport } from '../memory-transport.ts';
import { findResources } from '../paths.ts';
import { analysisOf, deskScene } from '../pipeline/export-test-analyses.ts';
import { forkNode } from '../pipeline/fork-node.ts';
import { mappingHandlers } from './mappings.ts';

let app: App;
let client: Client;
let changes = 0;

beforeAll(async () => {
  app = createApp({
    dataDir: mkdtempSync(join(tmpdir(), 'h200-templates-')),
    host: 'memory',
    version: '0.0.0',
    forkInference: forkNode(join(import.meta.dirname, '..', 'pipeline', 'inference-child.ts')),
    forkRender: forkNode(join(import.meta.dirname, '..', 'render', 'render-child.ts')),
    inference: false,
    resources: findResources(),
    log: createLog({ level: 'silent' }),
  });
  await app.start();
  client = createClient(createMemoryTransport(app));
  client.listen('templates.changed', () => {
    changes += 1;
  });
});
afterAll(() => app?.stop());

/** What the contract lets through is what came. */
function checked<N extends CallName>(name: N, output: CallOutput<N>): CallOutput<N> {
  expect(calls[name].output.parse(output)).toEqual(output);
  return output;
}

async function fileAt(url: string) {
  const file = await app.files.resolve(url);
  if ('preview' in file) throw new Error('A preview was not expected here.');
  return { ...file, bytes: readFileSync(file.path) };
}

test('a template of the program is cloned, changed, mapped, shown and deleted', async () => {
  const { templates } = checked('templates.list', await client.call('templates.list', {}));
  const { id } = templates[0] ?? { id: '' };
  const copy = checked('templates.clone', await client.call('templates.clone', { id, name: 'Mine' }));
  const found = checked('templates.get', await client.call('templates.get', { id: copy.id }));
  expect(found).toMatchObject({ template: { name: 'Mine', builtIn: false }, mappingEdited: false });
  const update = { id: copy.id, tags: ['Kraków'] };
  checked('templates.update', await client.call('templates.update', update));
  const edited = { ...found.mapping, fit: 'stretch' } as const;
  checked('mappings.save', await client.call('mappings.save', edited));
  expect((await client.call('templates.get', { id: copy.id })).mapping.fit).toBe('stretch');
  const own = checked('mappings.reset', await client.call('mappings.reset', { templateId: copy.id }));
  expect(own).toEqual(found.mapping);
  const listed = await client.call('templates.list', { tags: ['kraków'] });
  expect(listed.templates.map((one) => one.id)).toEqual([copy.id]);

  const { mediaType, bytes } = await fileAt(`/templates/${encodeURIComponent(copy.id)}/thumbnail`);
  expect([mediaType, (await sharp(bytes).metadata()).format]).toEqual(['image/webp', 'webp']);
  expect(await client.call('templates.delete', { id: copy.id })).toEqual({ deleted: true });
  await expect(fileAt(`/templates/${copy.id}/thumbnail`)).rejects.toMatchObject({ code: 'template.unknown' });
  expect(changes).toBe(5);
});

test('a design is added once, shown by its address and removed', async () => {
  const bytes = new Uint8Array(
    await sharp({ create: { width: 30, height: 20, channels: 4, background: 'red' } })
      .png()
      .toBuffer(),
  );
  const { design } = checked('designs.add', await client.call('designs.add', { name: 'a.png', bytes }));
  expect(await client.call('designs.add', { name: 'a.png', bytes })).toEqual({ design, known: true });
  expect(checked('designs.list', await client.call('designs.list', {}))).toEqual({ designs: [design] });
  const shown = await fileAt(`/designs/${design.id}`);
  expect([shown.mediaType, shown.bytes.equals(bytes)]).toEqual(['image/png', true]);
  expect(await client.call('designs.remove', { id: design.id })).toEqual({ removed: true });
  await expect(client.call('designs.remove', { id: design.id })).rejects.toMatchObject({ code: 'notFound' });
});

test('an SVG design never leaves as a document', async () => {
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><circle cx="20" cy="20" r="9"/></svg>';
  const { design } = await client.call('designs.add', {
    name: 'a.svg',
    bytes: new TextEncoder().encode(svg),
  });
  const { mediaType, bytes } = await fileAt(`/designs/${design.id}`);
  expect([design.format, mediaType, (await sharp(bytes).metadata()).width]).toEqual([
    'svg',
    'image/webp',
    40,
  ]);
});

test('the values for a mapping are those of the photo, of one of its mugs', async () => {
  const analysis = analysisOf('desk.jpg', deskScene);
  const handlers = mappingHandlers({
    gallery: {
      saveMapping: async (mapping) => mapping,
      resetMapping: () => Promise.reject(new Error('Not asked.')),
    },
    analyses: { get: () => analysis },
    now: Date.now,
  });
  const valueNamed = async (name: string, detection?: number) => {
    const input = { analysisId: analysis.id, ...(detection !== undefined && { detection }) };
    const { values } = checked('mappings.values', await handlers['mappings.values'](input));
    return values.find((value) => value.name === name)?.value;
  };
  expect(await valueNamed('mug_width')).toBe(analysis.detections[0]?.box.width);
  expect(await valueNamed('mug_width', 2)).toBe(analysis.detections[2]?.box.width);
  expect(await valueNamed('photo_name')).toBe('desk.jpg');
});
