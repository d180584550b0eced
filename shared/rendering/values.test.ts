import { describe, expect, it } from 'vitest';
import { boxAt, mug, thing } from '../positioning/test-scenes.ts';
import { renderValueSchema } from '../render.ts';
import { analysisOf } from './test-cards.ts';
import { bestMug, pagesOf, positioningQuality, type ValueSource, valueNamed, valuesOf } from './values.ts';

const read = (source: ValueSource, name: string) => valueNamed(valuesOf(source), name)?.value;

describe('the values of a photo', () => {
  const analysis = analysisOf([
    mug(boxAt(100, 200, 60, 80), { score: 0.93, handle: { side: 'right', confidence: 0.9 } }),
    mug(boxAt(400, 200, 60, 80), { score: 0.35 }),
    thing('book', boxAt(200, 210)),
  ]);

  it('have the names that operators use, in pixels of the photo', () => {
    const expected = {
      ...{ mug_x: 100, mug_y: 200, mug_width: 60, mug_height: 80, confidence_score: 0.93 },
      ...{ bbox_x1: 100, bbox_y1: 200, bbox_x2: 160, bbox_y2: 280, positioning_quality: 'excellent' },
      ...{ zone: 'left', handle: 'right', label: 'mug', mug_count: 2, mug_number: 1, photo_name: 'mug.jpg' },
      ...{ nearest_mug_gap: 240, nearest_object: 'book', verdict: 'pass', size_class: 'small' },
    };
    for (const [name, value] of Object.entries(expected)) {
      expect(read({ analysis }, name), name).toBe(value);
    }
  });

  it('are null where they cannot be known', () => {
    expect(read({ analysis }, 'offset_x_mm')).toBeNull();
    expect(read({ analysis }, 'surface')).toBeNull();
    expect(read({ analysis: analysisOf([]) }, 'mug_x')).toBeNull();
    expect(read({ analysis: analysisOf([mug(boxAt(0, 0))]) }, 'nearest_mug_gap')).toBeNull();
  });

  it('keep a zero', () => {
    expect(read({ analysis: analysisOf([mug(boxAt(0, 0))]) }, 'mug_x')).toBe(0);
    expect(read({ analysis: analysisOf([]) }, 'mug_count')).toBe(0);
  });

  it('are of the mug asked for, else of the best that is accepted', () => {
    expect(bestMug(analysis)).toBe(0);
    expect(read({ analysis, detection: 1 }, 'mug_x')).toBe(400);
    expect(read({ analysis, detection: 1 }, 'verdict')).toBe('review');
    expect(read({ analysis, detection: null }, 'mug_x')).toBeNull();
    expect(bestMug(analysisOf([]))).toBeNull();
  });

  it('fail a mug that is tilted, and a photo without one', () => {
    const tilted = mug(boxAt(0, 0), { upright: { verdict: 'fail', degrees: 12, confidence: 0.9 } });
    expect(read({ analysis: analysisOf([tilted]) }, 'verdict')).toBe('fail');
    expect(read({ analysis: analysisOf([]) }, 'verdict')).toBe('fail');
  });

  it('say why a photo does not pass', () => {
    const why = (source: ValueSource) => read(source, 'verdict_reason');
    const tilted = mug(boxAt(0, 0), { upright: { verdict: 'fail', degrees: -12, confidence: 0.9 } });
    expect(why({ analysis })).toBeNull();
    expect(why({ analysis, detection: 1 })).toBe('The detector is not sure of the mug.');
    expect(why({ analysis: analysisOf([tilted]) })).toBe('The mug is tilted by 12°.');
    expect(why({ analysis: analysisOf([]) })).toContain('No mug was found');
    const reason = 'Exactly one mug: There is no mug; asked: exactly 1.';
    const judgement = { verdict: 'fail', rejected: false, tags: [], reason } as const;
    expect(why({ analysis: { ...analysis, judgement: { ...judgement, tags: [] } } })).toBe(reason);
  });

  it("have the operator's own under template_params", () => {
    const params = { title: 'Perfect Position!', empty: '', off: false };
    expect(read({ analysis, params }, 'template_params.title')).toBe('Perfect Position!');
    expect(read({ analysis, params }, 'template_params.empty')).toBe('');
    expect(read({ analysis, params }, 'template_params.off')).toBe(false);
    expect(read({ analysis, params }, 'template_params.other')).toBeUndefined();
  });

  it('have each its own name and a title, and are of the shape that calls hand out', () => {
    const values = valuesOf({ analysis });
    expect(new Set(values.map(({ name }) => name)).size).toBe(values.length);
    for (const value of values) {
      expect(renderValueSchema.safeParse(value).success, value.name).toBe(true);
      expect(value.title.length, value.name).toBeGreaterThan(3);
    }
  });
});

it('judges the confidence in four words', () => {
  const words = [0.9, 0.899, 0.7, 0.699, 0.5, 0.499, 0].map(positioningQuality);
  expect(words).toEqual(['excellent', 'good', 'good', 'fair', 'fair', 'poor', 'poor']);
});

it('splits photos into pages and tells every page of them all', () => {
  const good = { analysis: analysisOf([mug(boxAt(0, 0))]) };
  const sources = [good, { analysis: analysisOf([]) }, good, good, good];
  const pages = pagesOf(sources, 2);
  expect(pages.map((page) => page.length)).toEqual([2, 2, 1]);
  const [last] = pages[2] ?? [];
  const words = ['photo_number', 'photo_count', 'cell_number', 'page_number', 'page_count', 'fail_count'];
  expect(words.map((word) => last && read(last, word))).toEqual([5, 5, 1, 3, 3, 1]);
  expect(last && read(last, 'pass_share')).toBe(0.8);
  expect(pagesOf([], 4)).toEqual([]);
});
