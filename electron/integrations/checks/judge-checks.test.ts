import { expect, test } from 'vitest';
import type { Look } from '../integration.ts';
import { judge, noteFinding } from './judge-checks.ts';

const failed = noteFinding(undefined, { ok: false, detail: 'No way to it.' }, 1_000);
const failedTwice = noteFinding(failed, { ok: false, detail: 'No way to it.' }, 2_000);
const warned = noteFinding(failedTwice, { ok: true, detail: 'Fine.', warning: 'It runs out.' }, 3_000);

test.each<[string, Look, typeof failed | undefined, Look]>([
  [
    'nothing was looked at',
    { state: 'healthy', reason: null },
    undefined,
    { state: 'healthy', reason: null },
  ],
  ['one look failed', { state: 'healthy', reason: null }, failed, { state: 'healthy', reason: null }],
  [
    'two looks failed',
    { state: 'healthy', reason: null },
    failedTwice,
    { state: 'down', reason: 'No way to it.' },
  ],
  [
    'it worked after them',
    { state: 'healthy', reason: null, wellAt: 2_000 },
    failedTwice,
    { state: 'healthy', reason: null },
  ],
  [
    'it worked before them',
    { state: 'healthy', reason: null, wellAt: 1_999 },
    failedTwice,
    { state: 'down', reason: 'No way to it.' },
  ],
  ['a look warns', { state: 'healthy', reason: null }, warned, { state: 'degraded', reason: 'It runs out.' }],
  ['it is held', { state: 'held', reason: 'Wait.' }, warned, { state: 'held', reason: 'Wait.' }],
  ['it is down', { state: 'down', reason: 'Open.' }, failedTwice, { state: 'down', reason: 'Open.' }],
  ['it is off', { state: 'disabled', reason: 'Off.' }, failedTwice, { state: 'disabled', reason: 'Off.' }],
])('when %s', (_case, look, record, { state, reason }) => {
  expect(judge(look, record)).toEqual({ state, reason });
});
