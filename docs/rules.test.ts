import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parse } from '../shared/rules/parse.ts';

const guide = readFileSync(join(import.meta.dirname, 'rules.md'), 'utf8');
const examples = [...guide.matchAll(/```text\n([\s\S]*?)```/g)].flatMap(([, block = '']) =>
  block.trim().split('\n'),
);

it('shows rules, each of which is understood whole', () => {
  expect(examples.length).toBeGreaterThan(30);
  const labels = ['laptop', 'book', 'bottle', 'table', 'desk', 'person'];
  for (const text of examples) {
    const errors = parse(text, { labels }).problems.filter(({ level }) => level === 'error');
    expect(errors, text).toEqual([]);
  }
});
