import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import type { Mapping } from '../../shared/mapping.ts';
import type { Template } from '../../shared/template.ts';
import { type Database, openDatabase } from './database.ts';
import { createMappingStore } from './mapping-store.ts';
import { createTemplateStore, type TemplateStore } from './template-store.ts';
import { createUploadStore } from './upload-store.ts';

let database: Database;
let templates: TemplateStore;

beforeEach(() => {
  database = openDatabase(join(mkdtempSync(join(tmpdir(), 'h200-templates-')), 'h200.sqlite'));
  templates = createTemplateStore(database);
});

const template = (id: string, also: Partial<Template> = {}): Template => ({
  id,
  source: id.startsWith('own:') ? 'local' : 'templated',
  builtIn: false,
  name: `Template ${id}`,
  description: '',
  tags: ['card'],
  folder: null,
  width: 800,
  height: 600,
  background: '#ffffff',
  cells: 1,
  layers: [
    {
      ...{ layer: 'stars', type: 'rating', rating: 5, color: '#ff0000' },
      ...{ x: 0, y: 0, width: 10, height: 10, rotation: 0, opacity: 1, hide: false },
    },
  ],
  updatedAt: '2026-11-01T00:00:00.000Z',
  ...also,
});

const listed = (one: Template, thumbnailUrl: string | null = null) => {
  const { layers, ...rest } = one;
  return { summary: { ...rest, layers: layers.length }, thumbnailUrl };
};

const mapping = (templateId: string): Mapping => ({ templateId, frame: null, fit: 'cover', layers: [] });

test('a template is kept whole, listed without its layers, and replaced', async () => {
  const one = template('own:1');
  await templates.save(one, { mapping: mapping('own:1') });
  expect(templates.find('own:1')).toEqual({
    ...listed(one),
    template: one,
    mapping: mapping('own:1'),
    drawable: true,
    warnings: [],
  });
  const renamed = template('own:1', { name: 'Renamed', layers: [] });
  await templates.save(renamed);
  expect(templates.find('own:1')).toMatchObject({ template: renamed, mapping: mapping('own:1') });
  expect(templates.list()).toEqual([listed(renamed).summary]);
  expect(templates.find('own:2')).toBeNull();
});

test('what could not be read again is not written', async () => {
  await expect(templates.save(template('own:1', { width: 9 }))).rejects.toThrow();
  expect(templates.list()).toEqual([]);
});

test('a list of Templated’s takes over, forgets what is gone there and leaves own ones alone', async () => {
  await templates.save(template('own:1'));
  await templates.replaceListed([listed(template('a'), 'https://example.com/a.png'), listed(template('b'))]);
  await templates.save(template('a'), { drawable: false, warnings: ['No shadow.'] });
  await templates.replaceListed([listed(template('a', { name: 'New' })), listed(template('c'))]);
  expect(templates.list().map(({ id }) => id)).toEqual(['a', 'c', 'own:1']);
  expect(templates.find('a')).toMatchObject({
    summary: { name: 'New' },
    template: { layers: [{ layer: 'stars' }] },
    drawable: false,
    warnings: ['No shadow.'],
  });
  expect(templates.find('c')?.template).toBeNull();
});

test('Templated cannot take the place of an own template', async () => {
  await templates.save(template('own:1'));
  await templates.replaceListed([listed(template('own:1', { name: 'Theirs' }))]);
  expect(templates.find('own:1')?.summary.name).toBe('Template own:1');
});

test('a removed template takes its edited mapping along', async () => {
  const mappings = createMappingStore(database);
  await templates.save(template('own:1'));
  await mappings.save(mapping('own:1'));
  await mappings.save({ ...mapping('own:1'), fit: 'stretch' });
  await mappings.save(mapping('other'));
  expect(mappings.find('own:1')?.fit).toBe('stretch');
  expect(await templates.remove('own:1')).toBe(true);
  expect(await templates.remove('own:1')).toBe(false);
  expect(mappings.find('own:1')).toBeNull();
  expect(await mappings.remove('other')).toBe(true);
  expect(await mappings.remove('other')).toBe(false);
});

test('what an earlier version wrote otherwise counts as not there', async () => {
  await templates.save(template('own:1'), { mapping: mapping('own:1') });
  await createMappingStore(database).save(mapping('own:1'));
  await database.write(() => {
    database.statement("UPDATE templates SET body = '{}', mapping = '{}'").run();
    database.statement("UPDATE mappings SET body = '{}'").run();
  });
  expect(templates.find('own:1')).toMatchObject({ template: null, mapping: null });
  expect(createMappingStore(database).find('own:1')).toBeNull();
  await database.write(() => database.statement("UPDATE templates SET summary = '{}'").run());
  expect(templates.find('own:1')).toBeNull();
  expect(templates.list()).toEqual([]);
});

test('an upload is remembered by its hash for a week, or until it is forgotten', async () => {
  let now = 1_000_000;
  const uploads = createUploadStore(database, () => now);
  await uploads.put('hash', 'https://example.com/1');
  await uploads.put('hash', 'https://example.com/2');
  expect(uploads.get('hash')).toBe('https://example.com/2');
  await uploads.forget('https://example.com/2');
  expect(uploads.get('hash')).toBeNull();
  await uploads.put('hash', 'https://example.com/3');
  now += 7 * 24 * 3_600_000 - 1;
  expect(uploads.get('hash')).toBe('https://example.com/3');
  now += 1;
  expect(uploads.get('hash')).toBeNull();
  await uploads.put('other', 'https://example.com/4');
  expect(database.statement('SELECT hash FROM templated_uploads').all()).toEqual([{ hash: 'other' }]);
});
