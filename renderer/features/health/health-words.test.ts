import { expect, it } from 'vitest';
import { figureTexts, overallText } from './health-words.ts';
import { part } from './test-part.ts';

it('says that all is well, counting what is in use', () => {
  const parts = [part('inference'), part('courier'), part('templated', { state: 'disabled' })];
  expect(overallText(parts)).toEqual({ line: 'All 2 integrations are healthy.', why: null });
});

it('says what is wrong with the one that is not well, and what waits for it', () => {
  const slack = part('Slack', {
    state: 'down',
    reason: 'It does not answer. Next try 14:02:10.',
    figures: { ...part('x').figures, queueDepth: 12 },
  });
  expect(overallText([slack, part('inference')])).toEqual({
    line: 'Slack is down; 12 messages wait.',
    why: 'It does not answer. Next try 14:02:10.',
  });
});

it('names the three worst of several', () => {
  const parts = ['A', 'B', 'C', 'D'].map((label) => part(label, { state: 'degraded', reason: 'Slow.' }));
  expect(overallText([...parts, part('E')]).line).toBe(
    '4 of 5 are not well: A is degraded, B is degraded, C is degraded, and 1 more.',
  );
});

it('tells only the numbers that there are', () => {
  expect(figureTexts(part('a'))).toEqual([]);
  const figures = { ...part('a').figures, responseMs: { p50: 1, p95: 84, p99: 90 }, successRate: 0.934 };
  expect(figureTexts(part('a', { figures })).map(({ value }) => value)).toEqual(['84 ms', '93\u00a0%']);
});
