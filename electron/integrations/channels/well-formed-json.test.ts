import { expect, it } from 'vitest';
import { wellFormedJson } from './well-formed-json.ts';

it('leaves whole emoji alone and replaces halves, wherever they are', () => {
  const value = { a: '🙂', b: ['\ud83d', { c: 'x\ude42y' }], d: 1, e: null };
  expect(JSON.parse(wellFormedJson(value))).toEqual({ a: '🙂', b: ['�', { c: 'x�y' }], d: 1, e: null });
});

it('names are texts as well', () => {
  expect(wellFormedJson({ a: [{ 'b\ud800': 1 }] })).toBe('{"a":[{"b\ufffd":1}]}');
});
