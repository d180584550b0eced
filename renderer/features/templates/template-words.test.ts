import { expect, test } from 'vitest';
import type { RendererState } from '../../../shared/render.ts';
import { originOf, quotaWords, sizeText } from './template-words.ts';

const state = (change: Partial<RendererState>): RendererState => ({
  ...{ provider: 'templated', configured: true, condition: 'healthy', reason: null, quota: null },
  keySource: null,
  ...change,
});
const local = state({ provider: 'local' });
const quota = (used: number, of: number) => ({ used, of, plan: null, askedAt: '2026-11-22T00:00:00.000Z' });

test('the account says what is left, warns before the end and says when there is nothing left', () => {
  expect(quotaWords(quota(34, 50))).toMatchObject({ text: '34 of 50 renders used, 16 left', tone: 'plain' });
  expect(quotaWords(quota(46, 50)).tone).toBe('review');
  expect(quotaWords(quota(50, 50))).toMatchObject({ text: '50 of 50 renders used, none left', tone: 'fail' });
  expect(quotaWords(quota(60, 50)).share).toBe(1);
  expect(quotaWords(quota(0, 0)).tone).toBe('fail');
});

test('a page of several photos says how many', () => {
  expect(sizeText({ width: 1754, height: 1240, cells: 12 })).toBe('1754 × 1240\u00a0px, 12 photos');
});

const ofTemplated = { template: { source: 'templated' as const }, drawableHere: true };

test('a local template is always drawn here', () => {
  const template = { source: 'local' as const };
  for (const order of ['templatedThenLocal', 'templatedOnly', 'localOnly'] as const)
    expect(originOf({ template, drawableHere: true, order, renderers: [local, state({})] }).provider).toBe(
      'local',
    );
});

test('who draws one of Templated’s follows the order, the key and what is known here', () => {
  const noKey = state({ configured: false, condition: 'incomplete' });
  const cases = [
    ['templatedThenLocal', state({}), true, 'templated', 'this machine draws it and the picture says so'],
    ['templatedOnly', state({}), true, 'templated', 'the picture waits'],
    ['templatedThenLocal', noKey, true, 'local', 'Templated has no key'],
    ['templatedThenLocal', noKey, false, null, 'layers are not known'],
    ['templatedOnly', noKey, true, null, 'only it may draw'],
    ['localOnly', state({}), true, 'local', 'the settings say so'],
  ] as const;
  for (const [order, templated, drawableHere, provider, words] of cases) {
    const origin = originOf({ ...ofTemplated, drawableHere, order, renderers: [local, templated] });
    expect(origin.provider).toBe(provider);
    expect(origin.sentence).toContain(words);
  }
});

test('trouble at Templated is told with what happens then', () => {
  const held = state({ condition: 'held', reason: 'The account has no renders left.' });
  const { sentence } = originOf({ ...ofTemplated, order: 'templatedThenLocal', renderers: [local, held] });
  expect(sentence).toMatch(/no renders left\. When it cannot be reached/);
});
