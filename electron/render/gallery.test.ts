import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type CallParsedInput, calls } from '../../shared/contract.ts';
import type { LayerOf, Template } from '../../shared/template.ts';
import { openDatabase } from '../store/database.ts';
import { createDesignStore, type DesignStore } from '../store/design-store.ts';
import { createMappingStore } from '../store/mapping-store.ts';
import { createPictureStore } from '../store/picture-store.ts';
import { createTemplateStore } from '../store/template-store.ts';
import { builtInTemplates } from './built-in/index.ts';
import { createGallery, type Gallery } from './gallery.ts';
import type { DrawJob, RenderProcess } from './render-protocol.ts';
import { openTemplated } from './templated/test-templated.ts';

const card = '306c724a-d138-486a-a601-0b2a9ced52be';
const opened: Awaited<ReturnType<typeof openTemplated>>[] = [];
let dir: string;
let templated: Awaited<ReturnType<typeof openTemplated>>;
let hasKey: boolean;
let clockMs: number;
let drawn: DrawJob[];
let heard: number;
let designs: DesignStore;
let gallery: Gallery;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'h200-gallery-'));
  templated = await openTemplated();
  opened.push(templated);
  [hasKey, clockMs, drawn, heard] = [true, 1_000_000, [], 0];
  gallery = open();
});
afterEach(() => Promise.all(opened.splice(0).map((one) => one.close())));

/** Draws nothing, but leaves a file where one was to be. */
const process: Pick<RenderProcess, 'ask'> = {
  async ask(kind, input) {
    if (kind !== 'draw' || !('outPath' in input)) throw new Error('Only drawing was expected.');
    drawn.push(input as DrawJob);
    await writeFile(input.outPath, 'drawn');
    return { width: 1, height: 1, pages: 1, bytes: 5, warnings: [] } as never;
  },
};

/** A gallery over the same data folder, as after a start. */
function open(): Gallery {
  const database = openDatabase(join(dir, 'h200.sqlite'));
  const now = () => clockMs;
  designs = createDesignStore({
    dir: join(dir, 'designs'),
    database,
    inspect: async () => ({ format: 'png', width: 1, height: 1 }),
    now,
  });
  return createGallery({
    builtIn: builtInTemplates,
    templated: () => (hasKey ? templated.client : null),
    templates: createTemplateStore(database),
    mappings: createMappingStore(database, now),
    designs,
    process,
    pictures: createPictureStore(join(dir, 'pictures')),
    samplesDir: join(dir, 'samples'),
    changed: () => {
      heard += 1;
    },
    monotonic: now,
    now,
  });
}

const query = (input: object = {}) => calls['templates.list'].input.parse(input);
const list = (input: object = {}) => gallery.list(query(input));
const idsOf = async (input: object = {}) => (await list(input)).templates.map(({ id }) => id);
const asked = (path: RegExp) => templated.server.requests.filter((request) => path.test(request.path)).length;

const title: LayerOf<'text'> = {
  ...{
    layer: 'title',
    type: 'text',
    x: 0,
    y: 0,
    width: 300,
    height: 40,
    rotation: 0,
    opacity: 1,
    hide: false,
  },
  ...{ text: 'A mug', color: '#000000', background: 'transparent', fontFamily: 'Inter', fontSize: 20 },
  ...{ fontWeight: 400, italic: false, letterSpacing: 0, lineHeight: 1.2, horizontalAlign: 'left' },
  ...{ verticalAlign: 'top', autofit: false },
};

const draft = (also: Partial<Template> = {}): CallParsedInput<'templates.create'> => ({
  ...({ source: 'local', name: 'Mine', description: 'For Kraków', tags: ['Own'], folder: null } as const),
  ...{ width: 400, height: 300, background: '#ffffff', cells: 1, layers: [title] },
  ...also,
});

describe('the list', () => {
  test('shows both sources: those of the program first, then by name', async () => {
    const mine = await gallery.create(draft({ name: 'Nice card' }));
    const { templates, problem, nextCursor } = await list();
    const shipped = builtInTemplates.map(({ template }) => template.name);
    expect(templates.map(({ name }) => name)).toEqual([
      ...shipped,
      'Listing with a clip',
      'Mug card',
      mine.name,
      'Story',
      'Two pages',
    ]);
    expect([problem, nextCursor]).toEqual([null, null]);
    for (const template of templates) expect(template).not.toHaveProperty('layers.0');
  });

  test('finds by words of name, description and tags, in whatever case', async () => {
    const { id } = await gallery.create(draft());
    expect(await idsOf({ text: 'KRAKÓW' })).toEqual([id]);
    expect(await idsOf({ text: 'own mine' })).toEqual([id]);
    expect(await idsOf({ text: 'own nobody' })).toEqual([]);
    expect(await idsOf({ tags: ['own'] })).toEqual([id]);
    expect(await idsOf({ tags: ['own', 'card'] })).toEqual([]);
    expect(await idsOf({ source: 'templated', tags: ['MUG', 'card'] })).toEqual([card]);
    const { tags } = await list({ text: 'nobody' });
    expect(tags).toContain('Own');
    expect(tags).toEqual([...new Set(tags)].toSorted((a, b) => a.localeCompare(b, 'en')));
  });

  test('is given page by page', async () => {
    const all = await idsOf();
    const pages: string[] = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page = await list({ limit: 3, ...(cursor !== undefined && { cursor }) });
      expect(page.templates.length).toBeLessThanOrEqual(3);
      pages.push(...page.templates.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect(pages).toEqual(all);
    await expect(list({ cursor: 'gone' })).rejects.toMatchObject({ code: 'call.invalid', field: 'cursor' });
  });

  test('asks Templated once a minute, however many look', async () => {
    await Promise.all([list(), list(), list({ source: 'templated' })]);
    clockMs += 59_000;
    await list();
    expect(asked(/^\/v1\/templates/)).toBe(1);
    clockMs += 1_000;
    await list();
    expect(asked(/^\/v1\/templates/)).toBe(2);
    await list({ source: 'local' });
  });

  test('shows what was read before when Templated cannot be asked, and says why', async () => {
    await list();
    await templated.server.close();
    gallery = open();
    const { templates, problem } = await list({ source: 'templated' });
    expect(templates.map(({ name }) => name)).toContain('Mug card');
    expect(problem).toMatchObject({ code: 'network.unreachable' });
    expect((await list({ source: 'local' })).problem).toBeNull();
  });

  test('tries again soon after an error, but not at once', async () => {
    templated.server.fail({ status: 500 });
    expect((await list()).problem).not.toBeNull();
    expect((await list()).problem).not.toBeNull();
    clockMs += 10_000;
    expect((await list()).problem).toBeNull();
    expect(asked(/^\/v1\/templates/)).toBe(2);
  });

  test('does not trouble those without a key, unless they look for Templated', async () => {
    hasKey = false;
    expect((await list()).problem).toBeNull();
    expect((await list({ source: 'templated' })).problem).toMatchObject({ code: 'templated.notConfigured' });
    hasKey = true;
    expect((await list()).templates.length).toBeGreaterThan(builtInTemplates.length);
    hasKey = false;
    expect((await list()).problem).toMatchObject({ code: 'templated.notConfigured' });
  });
});

describe('a template of Templated’s', () => {
  test('is read with its layers once, again after a minute, and from memory when nobody answers', async () => {
    const { template, mapping, mappingEdited, drawable } = await gallery.get(card);
    expect(template.layers.map(({ layer }) => layer)).toContain('photo');
    expect([mapping.frame, mappingEdited, drawable]).toEqual(['photo', false, true]);
    await Promise.all([gallery.get(card), list().then(() => gallery.get(card))]);
    expect(asked(/^\/v1\/template\//)).toBe(1);
    clockMs += 60_000;
    await Promise.all([gallery.get(card), gallery.get(card)]);
    expect(asked(/^\/v1\/template\//)).toBe(2);
    await templated.server.close();
    gallery = open();
    expect((await gallery.get(card)).template).toEqual(template);
    hasKey = false;
    expect((await open().get(card)).template).toEqual(template);
  });

  test('that was never read and cannot be is said why; one that is gone is unknown', async () => {
    await expect(gallery.get('gone')).rejects.toMatchObject({ code: 'template.unknown' });
    hasKey = false;
    await expect(gallery.get(card)).rejects.toMatchObject({ code: 'templated.notConfigured' });
    await expect(gallery.get('local:gone')).rejects.toMatchObject({ code: 'template.unknown' });
  });

  test('that was deleted there is not drawn from memory', async () => {
    await gallery.get(card);
    await templated.client.remove(card);
    clockMs += 60_000;
    await expect(gallery.get(card)).rejects.toMatchObject({ code: 'template.unknown' });
    expect(await idsOf({ source: 'templated' })).not.toContain(card);
  });

  test('is made, changed, cloned and deleted in the account', async () => {
    const made = await gallery.create({
      ...draft({ source: 'templated', name: 'Theirs' }),
      mapping: { frame: null, fit: 'cover', layers: [{ layer: 'title', cell: 0, text: '{{zone}}' }] },
    });
    expect(made).toMatchObject({ source: 'templated', name: 'Theirs', layers: [{ layer: 'title' }] });
    const renamed = await gallery.update({ id: made.id, name: 'Renamed', background: '#112233' });
    expect(renamed).toMatchObject({ name: 'Renamed', background: '#112233', layers: [{ layer: 'title' }] });
    const copy = await gallery.clone(made.id);
    expect(copy).toMatchObject({ source: 'templated', name: 'Copy of Renamed' });
    expect((await gallery.get(copy.id)).mapping.layers).toEqual([
      { layer: 'title', cell: 0, text: '{{zone}}' },
    ]);
    await gallery.remove(made.id);
    await gallery.remove(made.id);
    clockMs += 60_000;
    const ids = await idsOf({ source: 'templated' });
    expect([ids.includes(made.id), ids.includes(copy.id)]).toEqual([false, true]);
    expect(heard).toBeGreaterThanOrEqual(4);
  });

  test('is not changed there into what could not be drawn', async () => {
    const { template } = await gallery.get(card);
    const layers = [...template.layers, ...template.layers];
    await expect(gallery.update({ id: card, layers })).rejects.toMatchObject({ code: 'template.invalid' });
    expect(templated.server.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
  });

  test('needs a key to be made', async () => {
    hasKey = false;
    await expect(gallery.create(draft({ source: 'templated' }))).rejects.toMatchObject({
      code: 'templated.notConfigured',
    });
  });
});

describe('a template of the operator’s', () => {
  test('is made, changed, cloned and deleted here; every change has a later time', async () => {
    const made = await gallery.create(draft());
    expect(made).toMatchObject({ id: expect.stringMatching(/^own:/), builtIn: false, source: 'local' });
    const changed = await gallery.update({ id: made.id, name: 'Other' });
    expect(changed).toEqual({ ...made, name: 'Other', updatedAt: expect.any(String) });
    expect(Date.parse(changed.updatedAt)).toBeGreaterThan(Date.parse(made.updatedAt));
    const copy = await gallery.clone(made.id, 'Third');
    expect(copy).toMatchObject({ name: 'Third', layers: made.layers });
    expect(copy.id).not.toBe(made.id);
    await gallery.remove(made.id);
    await expect(gallery.get(made.id)).rejects.toMatchObject({ code: 'template.unknown' });
    await expect(gallery.remove(made.id)).rejects.toMatchObject({ code: 'template.unknown' });
    expect(await open().get(copy.id)).toMatchObject({ template: copy });
    expect(heard).toBe(4);
    expect(asked(/./)).toBe(0);
  });

  test('one of the program is locked; its clone is not, and has its mapping', async () => {
    const [first] = builtInTemplates;
    const id = first?.template.id ?? '';
    for (const work of [() => gallery.update({ id, name: 'x' }), () => gallery.remove(id)]) {
      await expect(work()).rejects.toMatchObject({ code: 'template.locked' });
    }
    const copy = await gallery.clone(id);
    expect(copy).toMatchObject({ builtIn: false, name: `Copy of ${first?.template.name}` });
    expect((await gallery.get(copy.id)).mapping).toEqual({ ...first?.mapping, templateId: copy.id });
    await gallery.update({ id: copy.id, name: 'x' });
  });

  const svg = (inner: string): LayerOf<'shape'> => ({
    ...{
      layer: 'shape',
      type: 'shape',
      x: 0,
      y: 0,
      width: 9,
      height: 9,
      rotation: 0,
      opacity: 1,
      hide: false,
    },
    svg: `<svg xmlns="http://www.w3.org/2000/svg">${inner}</svg>`,
    ...{ fill: null, stroke: null },
  });
  const asset: LayerOf<'image'> = {
    ...{
      layer: 'logo',
      type: 'image',
      x: 0,
      y: 0,
      width: 9,
      height: 9,
      rotation: 0,
      opacity: 1,
      hide: false,
    },
    picture: { kind: 'asset', designId: '0'.repeat(64) },
    ...{ objectFit: 'cover', borderWidth: 0, borderColor: '#000', borderRadius: 0 },
  };

  test.each([
    ['two layers of one name', { layers: [title, title] }, 'layers.1.layer'],
    ['a huge canvas', { width: 12_000, height: 12_000 }, 'width'],
    ['an unknown design', { layers: [title, asset] }, 'layers.1.picture.designId'],
    ['a drawing that runs', { layers: [svg('<script>alert(1)</script>')] }, 'layers.0.svg'],
    ['a drawing that loads', { layers: [svg('<image href="http://a.b/c"/>')] }, 'layers.0.svg'],
    ['half a drawing', { layers: [svg('<g>')] }, 'layers.0.svg'],
  ])('with %s is refused, wherever it is to live, and nothing is kept', async (_, also, field) => {
    for (const source of ['local', 'templated'] as const) {
      await expect(gallery.create(draft({ ...also, source }))).rejects.toMatchObject({
        code: 'template.invalid',
        field,
        fields: { [field]: expect.stringMatching(/\S/) },
      });
    }
    const { id } = await gallery.create(draft());
    await expect(gallery.update({ id, ...also })).rejects.toMatchObject({ code: 'template.invalid' });
    expect((await gallery.get(id)).template.layers).toEqual([title]);
    expect(asked(/./)).toBe(0);
  });

  test('layers cannot hold layers: what looks like a loop is left out', async () => {
    const loop = { ...title, layers: [title], group: 'title' };
    const { layers } = await gallery.create(draft({ layers: [loop] }));
    expect(layers).toEqual([title]);
  });

  test('a harmless drawing and a known design are kept', async () => {
    const { design } = await designs.add({ name: 'logo', bytes: Buffer.from('logo') });
    const layers = [
      svg('<rect width="9" height="9"/>'),
      { ...asset, picture: { kind: 'asset' as const, designId: design.id } },
    ];
    expect((await gallery.create(draft({ layers }))).layers).toEqual(layers);
  });
});

describe('a mapping', () => {
  test('is kept for its template of whatever source, and taken back', async () => {
    const { id } = await gallery.create(draft());
    for (const templateId of [id, card, builtInTemplates[0]?.template.id ?? '']) {
      const before = await gallery.get(templateId);
      const edited = { ...before.mapping, fit: 'stretch' } as const;
      expect(await gallery.saveMapping(edited)).toEqual(edited);
      expect(await gallery.get(templateId)).toMatchObject({ mapping: edited, mappingEdited: true });
      expect(await gallery.resetMapping(templateId)).toEqual(before.mapping);
      expect((await gallery.get(templateId)).mappingEdited).toBe(false);
    }
  });

  test('of a layer that is not there is refused, and so is one that brings a bad drawing', async () => {
    const { id } = await gallery.create(draft());
    const { mapping } = await gallery.get(id);
    const saving = (layers: typeof mapping.layers) => gallery.saveMapping({ ...mapping, layers });
    await expect(saving([{ layer: 'titel', cell: 0 }])).rejects.toMatchObject({
      code: 'layer.unknown',
      message: expect.stringContaining('title'),
    });
    const fixed = { svg: '<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>' };
    await expect(saving([{ layer: 'title', cell: 0, fixed }])).rejects.toMatchObject({
      code: 'template.invalid',
      field: 'layers.0.fixed.svg',
    });
    expect((await gallery.get(id)).mappingEdited).toBe(false);
  });
});

const png = await sharp({ create: { width: 9, height: 9, channels: 3, background: 'red' } })
  .png()
  .toBuffer();
/** A few kilobytes, and 25 megapixels on a screen. */
const bomb = await sharp({ create: { width: 5_000, height: 5_000, channels: 3, background: 'red' } })
  .png()
  .toBuffer();

describe('a thumbnail', () => {
  test('of the program’s and the operator’s is drawn once with sample photos, and anew after a change', async () => {
    const { id } = await gallery.create(draft());
    const first = await gallery.thumbnail(id);
    expect(await gallery.thumbnail(id)).toEqual(first);
    expect(first.mediaType).toBe('image/webp');
    expect(drawn).toHaveLength(1);
    expect(drawn[0]).toMatchObject({ width: 400, height: 300, scale: 1, format: 'webp' });
    await gallery.update({ id, name: 'x' });
    expect(existsSync(first.path)).toBe(false);
    await gallery.thumbnail(id);
    await gallery.saveMapping({ ...(await gallery.get(id)).mapping, fit: 'stretch' });
    await gallery.thumbnail(id);
    expect(drawn).toHaveLength(3);
    await gallery.remove(id);
    expect(files('pictures')).not.toContain(first.path);
  });

  test('of every template of the program has a photo for each place, and is small', async () => {
    for (const { template } of builtInTemplates) await gallery.thumbnail(template.id);
    expect(drawn).toHaveLength(builtInTemplates.length);
    for (const [index, { width, height, scale, subjects }] of drawn.entries()) {
      expect(Math.max(width, height) * scale).toBeLessThanOrEqual(480);
      expect(subjects).toHaveLength(builtInTemplates[index]?.template.cells ?? 0);
    }
  });

  const files = (folder: string) =>
    readdirSync(join(dir, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name));

  test('of Templated’s is fetched once, told by its content and kept for when nobody answers', async () => {
    await list();
    const { path, mediaType } = await gallery.thumbnail(card);
    expect([mediaType, (await sharp(path).metadata()).format]).toEqual(['image/png', 'png']);
    await Promise.all([gallery.thumbnail(card), gallery.thumbnail(card)]);
    expect(asked(/^\/thumbnails/)).toBe(1);
    await templated.server.close();
    gallery = open();
    expect(await gallery.thumbnail(card)).toEqual({ path, mediaType });
    hasKey = false;
    expect(await gallery.thumbnail(card)).toEqual({ path, mediaType });
    expect(drawn).toEqual([]);
  });

  test.each([
    ['no picture', { body: 'Not a picture.' }],
    ['too large', { body: Buffer.concat([png, Buffer.alloc(5_000_000)]) }],
    ['not there', { status: 404 }],
    ['a bomb', { body: bomb }],
  ])('that is %s is not kept: the template is drawn here instead', async (_, fault) => {
    await list();
    await gallery.get(card);
    templated.server.fail(fault);
    expect((await gallery.thumbnail(card)).mediaType).toBe('image/webp');
    expect(files('pictures').filter((path) => path.endsWith('.picture'))).toEqual([]);
    expect(drawn).toHaveLength(1);
  });

  test('whose link is signed anew with every list is fetched once', async () => {
    let signature = 0;
    templated.server.plan(({ path }) => {
      if (path.startsWith('/thumb')) return { body: png };
      const thumbnail = `${templated.server.url}/thumb.png?signature=${++signature}`;
      return { body: JSON.stringify([{ id: 't1', name: 'A', width: 400, height: 300, thumbnail }]) };
    });
    const paths: string[] = [];
    for (const _ of [1, 2]) {
      clockMs += 60_000;
      await list();
      paths.push((await gallery.thumbnail('t1')).path);
    }
    expect([signature, asked(/^\/thumb/), new Set(paths).size]).toEqual([2, 1, 1]);
  });

  test('that is not there, of a template whose layers are not known either, is drawn once they are read', async () => {
    await list();
    templated.server.fail({ status: 404 });
    expect((await gallery.thumbnail(card)).mediaType).toBe('image/webp');
    expect(asked(/^\/v1\/template\//)).toBe(1);
  });
});

describe('another account', () => {
  const page = (...ids: string[]) => ({
    body: JSON.stringify(ids.map((id) => ({ id, name: id, width: 400, height: 300, layers: [wireTitle] }))),
  });
  const one = (name: string) => ({
    body: JSON.stringify({ id: 'same', name, width: 400, height: 300, layers: [wireTitle] }),
  });
  const wireTitle = { layer: 'title', type: 'text', text: 'A', x: 0, y: 0, width: 9, height: 9 };

  test('is asked also while the one before is just being asked: nothing of that one stays', async () => {
    let isNew = false;
    templated.server.plan(() => {
      const answer = isNew ? page('new') : page('old');
      if (!isNew) gallery.accountChanged();
      isNew = true;
      return answer;
    });
    expect(await idsOf({ source: 'templated' })).toEqual(['new']);
    expect(await idsOf({ source: 'templated' })).toEqual(['new']);
    expect(asked(/^\/v1\/templates/)).toBe(2);
  });

  test('is asked for a template that is just being read from the one before', async () => {
    let isNew = false;
    templated.server.plan(() => {
      const answer = one(isNew ? 'New' : 'Old');
      if (!isNew) gallery.accountChanged();
      isNew = true;
      return answer;
    });
    expect((await gallery.get('same')).template.name).toBe('New');
    isNew = false;
    templated.server.plan(() => {
      if (isNew) return one('Newer');
      isNew = true;
      gallery.accountChanged();
      return { status: 404, body: '{"error":"Template not found"}' };
    });
    clockMs += 60_000;
    expect((await gallery.get('same')).template.name).toBe('Newer');
  });
});

test('a template made while the list is just being read does not vanish', async () => {
  const { client } = templated;
  let made: Promise<Template> | null = null;
  templated.client = {
    ...client,
    async list(options) {
      const before = await client.list(options);
      made ??= gallery.create(draft({ source: 'templated', name: 'Just made' }));
      await made;
      return before;
    },
  };
  await list();
  const { id } = await (made ?? expect.unreachable());
  expect(await idsOf()).toContain(id);
});

test('a list is read to its end also where the service gives fewer at once than were asked for', async () => {
  const all = Array.from({ length: 60 }, (_, index) => ({
    id: `t${index}`,
    name: 'A',
    width: 400,
    height: 300,
  }));
  templated.server.plan(({ path }) => {
    const from = 25 * Number(new URL(path, templated.server.url).searchParams.get('page'));
    return { body: JSON.stringify(all.slice(from, from + 25)) };
  });
  expect(await idsOf({ source: 'templated', limit: 100 })).toHaveLength(60);
  expect(asked(/^\/v1\/templates/)).toBe(3);
});

test('another account is asked at once', async () => {
  hasKey = false;
  await list();
  hasKey = true;
  await list();
  gallery.accountChanged();
  await list();
  expect(asked(/^\/v1\/templates/)).toBe(2);
});

test('the samples are the photos that they were measured on', async () => {
  const { sampleSubjects } = await import('./sample-subjects.ts');
  const samplesDir = join(import.meta.dirname, '..', '..', 'e2e', 'photos');
  for (const { photoPath, analysis } of sampleSubjects(samplesDir, 3, null)) {
    const bytes = readFileSync(photoPath);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(analysis.photo.id);
    expect(bytes.length).toBe(analysis.photo.bytes);
    expect(await sharp(bytes).metadata()).toMatchObject({ width: analysis.width, height: analysis.height });
  }
});
