import { expect, test } from 'vitest';
import { paramLabel } from './param-label.ts';

test('a name reads as words', () => {
  expect(['product_name', 'sku', '-'].map(paramLabel)).toEqual(['Product name', 'Sku', '-']);
});
