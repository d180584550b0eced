import { performance } from 'node:perf_hooks';
import { parse } from '../../../shared/rules/parse.ts';
import { assumed, notUnderstood, understood } from '../../../shared/rules/test-sentences.ts';

const length = 300;
const slowMs = 1;
const letters = [...'abcdefghijklmnopqrstuvwxyz ,.;()\'"0123456789%°½–é'];
const sentences = [...understood, ...assumed, ...notUnderstood].map(([text]) => text);
const words = sentences.join(' ').split(' ');

/** Reads texts of 300 characters: whole sentences, mistyped ones, words in any order, letters in any order. */
export function benchReading(print: (line: string) => void, texts: number): void {
  const random = createRandom(1);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const joined = (parts: () => string) => {
    let text = parts();
    while (text.length < length) text += ` ${parts()}`;
    return text.slice(0, length);
  };
  const sentence = () => joined(() => `${pick(sentences)}.`);
  const kinds: Record<string, () => string> = {
    sentences: sentence,
    mistyped: () =>
      Array.from({ length: 12 }).reduce<string>((text) => {
        const at = Math.floor(random() * text.length);
        return text.slice(0, at) + pick(letters) + text.slice(at + 1);
      }, sentence()),
    'any words': () => joined(() => pick(words)),
    'any letters': () => joined(() => pick(letters)),
  };
  for (const [kind, make] of Object.entries(kinds)) {
    const times = Array.from({ length: Math.ceil(texts / 4) }, () => quickest(make(), 3)).sort(
      (a, b) => a - b,
    );
    const at = (share: number) => (times[Math.floor(share * (times.length - 1))] ?? 0).toFixed(2);
    print(
      `rules: reading ${length} characters, ${kind}: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms of ${times.length} texts`,
    );
  }
}

/** What seems slow is read again, so that what else the machine does is left out. */
function quickest(text: string, rounds: number): number {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds && best > slowMs; round += 1) {
    const start = performance.now();
    parse(text);
    best = Math.min(best, performance.now() - start);
  }
  return best;
}

/** The same numbers at every run. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
