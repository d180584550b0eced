import { expect, it } from 'vitest';
import type { RenderRequest } from '../../shared/render.ts';
import { renderRequestSchema } from '../../shared/render.ts';
import { findResources } from '../paths.ts';
import { builtInTemplates } from './built-in/index.ts';
import { cacheKeyOf, createPreparation } from './prepare-render.ts';
import { sampleSubjects } from './sample-subjects.ts';

const analyses = sampleSubjects(findResources().samplesDir, 9, null).map(({ analysis }) => analysis);
const find = (id: string) => {
  const found = analyses.find((analysis) => analysis.id === id);
  if (found === undefined) throw new Error(`There is no analysis ${id}.`);
  return found;
};
const prepare = createPreparation({
  analyses: { get: find },
  photos: { pathOf: (id) => `/photos/${id}` },
  designs: {
    get: (id) => ({ ...{ id, name: 'a.png', format: 'png', width: 10, height: 10, bytes: 9 }, addedAt: '' }),
    pathOf: (id) => `/designs/${id}`,
  },
});
const now = new Date('2026-11-20T10:00:00Z');
const [first] = analyses;

function prepared(templateId: string, more: Partial<RenderRequest> = {}) {
  const builtIn = builtInTemplates.find(({ template }) => template.id === templateId);
  if (builtIn === undefined) throw new Error(`There is no template ${templateId}.`);
  const request = renderRequestSchema.parse({ templateId, analysisIds: [first?.id], ...more });
  const found = { ...builtIn, mappingEdited: false, drawable: true, warnings: [] };
  return { request, result: prepare({ request, found, now }) };
}

function keyOf(templateId: string, more: Partial<RenderRequest> = {}, drawnBy = '1.0.0'): string {
  const { request, result } = prepared(templateId, more);
  return cacheKeyOf(result, request.designId, drawnBy);
}

it('fills pages with as many photos as they hold; empty cells are about nobody', () => {
  const { cells } = builtInTemplates.find(({ template }) => template.cells > 1)?.template ?? { cells: 0 };
  const count = Math.min(cells + 1, analyses.length);
  const analysisIds = Array.from({ length: count }, (_, index) => analyses[index % 3]?.id ?? '');
  const { result } = prepared('local:contact-sheet', { analysisIds });
  expect(result.pages).toHaveLength(Math.ceil(count / cells));
  for (const { layers } of result.pages) {
    for (const { subject } of layers) expect(subject).toBeLessThan(count);
  }
});

it('the same request makes the same picture, and so does what changes no pixel of it', () => {
  const key = keyOf('local:overlay-card');
  expect(key).toMatch(/^[0-9a-f]{64}$/);
  expect(keyOf('local:overlay-card', { designId: 'a'.repeat(64) })).toBe(key);
  expect(keyOf('local:overlay-card', { provider: 'local' })).toBe(key);
});

it('whatever changes the picture changes its key', () => {
  const corners = [0, 1, 2, 3].map((x) => ({ x, y: x }));
  const keys = [
    keyOf('local:overlay-card'),
    keyOf('local:overlay-card', { scale: 0.5 }),
    keyOf('local:overlay-card', { format: 'webp' }),
    keyOf('local:overlay-card', { analysisIds: [analyses[1]?.id ?? ''] }),
    keyOf('local:overlay-card', {}, 'templated'),
    keyOf('local:mock-up'),
    keyOf('local:mock-up', { designId: 'a'.repeat(64) }),
    keyOf('local:mock-up', { designId: 'b'.repeat(64) }),
    keyOf('local:mock-up', { designId: 'b'.repeat(64), designPlacement: { corners } }),
  ];
  expect(new Set(keys).size).toBe(keys.length);
});

it('what would be sent is part of the key, though the layer as it is known here stays the same', () => {
  const templateId = 'local:overlay-card';
  const layer = builtInTemplates.find(({ template }) => template.id === templateId)?.template.layers[0];
  const mapping = { templateId, frame: null, fit: 'cover' as const };
  const { layer: name = '', x = 0 } = layer ?? {};
  const same = { cell: 0, layer: name, fixed: { x } };
  expect(keyOf(templateId, { mapping: { ...mapping, layers: [same] } })).not.toBe(
    keyOf(templateId, { mapping: { ...mapping, layers: [] } }),
  );
});

it('refuses a detection that is not there, and the mapping of another template', () => {
  expect(() => prepared('local:overlay-card', { detection: 99 })).toThrow(
    expect.objectContaining({ code: 'call.invalid', field: 'detection' }),
  );
  const mapping = { templateId: 'local:mock-up', frame: null, fit: 'cover', layers: [] } as const;
  expect(() => prepared('local:overlay-card', { mapping: { ...mapping, layers: [] } })).toThrow(
    expect.objectContaining({ code: 'call.invalid', field: 'mapping' }),
  );
});
