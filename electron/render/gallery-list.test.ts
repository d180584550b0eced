import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TemplateSummary } from '../../shared/template.ts';
import { listGallery } from './gallery-list.ts';

const summary = (id: string, name: string, tags: string[], source: TemplateSummary['source']) => ({
  ...{ id, source, builtIn: false, name, description: '', tags, folder: null, width: 400, height: 300 },
  ...{ background: '#ffffff', cells: 1, layers: 1, updatedAt: '2026-11-01T00:00:00.000Z' },
});

const words = fc.constantFrom('mug', 'Card', 'KRAKÓW', 'kraków', 'Story');
const galleries = fc.uniqueArray(
  fc
    .tuple(fc.uuid(), words, fc.array(words, { maxLength: 3 }), fc.constantFrom('local', 'templated'))
    .map(([id, name, tags, source]) => summary(id, name, tags, source)),
  { selector: ({ id }) => id, maxLength: 30 },
);
const filters = fc.record({ text: words, tags: fc.array(words, { maxLength: 2 }) }, { requiredKeys: [] });

test('the pages of whatever size are the list, in its order, nothing twice and nothing left out', () => {
  fc.assert(
    fc.property(galleries, filters, fc.integer({ min: 1, max: 10 }), (all, filter, limit) => {
      const whole = listGallery(all, { ...filter, limit: 500 }).templates;
      const paged: TemplateSummary[] = [];
      for (let cursor: string | null | undefined; cursor !== null; ) {
        const page = listGallery(all, { ...filter, limit, cursor });
        paged.push(...page.templates);
        cursor = page.nextCursor;
      }
      expect(paged).toEqual(whole);
      expect(all.filter((one) => whole.includes(one))).toEqual(whole);
    }),
  );
});

test('a tag of the filter finds exactly those that have it, in whatever spelling', () => {
  fc.assert(
    fc.property(galleries, (all) => {
      const { tags } = listGallery(all, { limit: 500 });
      const lower = (text: string) => text.toLowerCase();
      expect(new Set(tags.map(lower)).size).toBe(tags.length);
      for (const tag of tags) {
        const having = all.filter((one) => one.tags.some((own) => lower(own) === lower(tag)));
        expect(listGallery(all, { tags: [tag], limit: 500 }).templates).toEqual(having);
      }
    }),
  );
});

test('letters written in two signs are found as those in one', () => {
  const all = [summary('a', 'Krako\u0301w', [], 'local')];
  expect(listGallery(all, { text: 'KRAKÓW', limit: 1 }).templates).toEqual(all);
});
