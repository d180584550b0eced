import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import headJson from '../../models/handle/head.json' with { type: 'json' };
import { readHandleHead } from './open-models.ts';

const path = join(mkdtempSync(join(tmpdir(), 'h200-head-')), 'head.json');
const { weights, logOddsPerScore } = headJson;

test('the handle head is read without the record of its training', () => {
  writeFileSync(path, JSON.stringify(headJson));
  expect(readHandleHead(path)).toEqual({ weights, logOddsPerScore });
});

test.each([
  ['is null', null],
  ['has a text among its weights', { logOddsPerScore, weights: ['1', ...weights.slice(1)] }],
  ['has a weight too few', { logOddsPerScore, weights: weights.slice(1) }],
  ['has no scale', { weights }],
])('a handle head that %s is damaged', (_what, head) => {
  writeFileSync(path, JSON.stringify(head));
  expect(() => readHandleHead(path)).toThrow(expect.objectContaining({ code: 'model.damaged' }));
});

test('a handle head that is cut short is damaged, and one that is not there missing', () => {
  writeFileSync(path, JSON.stringify(headJson).slice(0, 100));
  expect(() => readHandleHead(path)).toThrow(expect.objectContaining({ code: 'model.damaged' }));
  expect(() => readHandleHead(`${path}.gone`)).toThrow(expect.objectContaining({ code: 'model.missing' }));
});
