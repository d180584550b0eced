import { describe, expect, it } from 'vitest';
import type { RenderSettings } from '../../shared/settings.ts';
import { builtInTemplates } from './built-in/index.ts';
import { mayFallBack, providerFor } from './render-lane.ts';

const [first] = builtInTemplates;
if (first === undefined) throw new Error('There are no templates.');
const own = { template: first.template, drawable: true };
const theirs = { template: { ...first.template, source: 'templated' as const }, drawable: true };
const unknown = { ...theirs, drawable: false };
type Order = RenderSettings['order'];

describe('who draws one of Templated’s templates', () => {
  it.each<[Order, boolean, 'templated' | 'local']>([
    ['templatedThenLocal', true, 'templated'],
    ['templatedThenLocal', false, 'local'],
    ['templatedOnly', true, 'templated'],
    ['templatedOnly', false, 'templated'],
    ['localOnly', true, 'local'],
    ['localOnly', false, 'local'],
  ])('with the order %s and a key: %s, it is %s', (order, hasKey, provider) => {
    expect(providerFor({ provider: 'auto' }, theirs, { order }, hasKey)).toBe(provider);
    expect(providerFor({ provider: 'local' }, theirs, { order }, hasKey)).toBe('local');
    expect(providerFor({ provider: 'templated' }, theirs, { order }, hasKey)).toBe('templated');
  });

  it('waits for Templated when only that can draw it', () => {
    const order = { order: 'templatedThenLocal' as const };
    expect(providerFor({ provider: 'auto' }, unknown, order, false)).toBe('templated');
    expect(mayFallBack({ provider: 'auto' }, unknown, order)).toBe(false);
  });
});

it('one of this program’s own is drawn here, and nowhere else', () => {
  for (const order of ['templatedThenLocal', 'templatedOnly', 'localOnly'] as const) {
    expect(providerFor({ provider: 'auto' }, own, { order }, true)).toBe('local');
  }
  expect(() => providerFor({ provider: 'templated' }, own, { order: 'templatedOnly' }, true)).toThrow(
    expect.objectContaining({ code: 'template.unknown', field: 'provider' }),
  );
});

it.each<['auto' | 'templated', Order, boolean]>([
  ['auto', 'templatedThenLocal', true],
  ['auto', 'templatedOnly', false],
  ['templated', 'templatedThenLocal', false],
])('a request for %s with the order %s may fall back: %s', (provider, order, may) => {
  expect(mayFallBack({ provider }, theirs, { order })).toBe(may);
});
