import { expect, it } from 'vitest';
import type { InferenceChild } from '../pipeline/inference.ts';
import { forkEarly } from './early-fork.ts';

type Exit = Parameters<Parameters<InferenceChild['onExit']>[0]>[0];

/** Children that only remember what was done to them. */
function forkCounted() {
  const children: { child: InferenceChild; killed: boolean; exit(reason: Exit): void }[] = [];
  const fork = () => {
    let hearExit: (reason: Exit) => void = () => {};
    const record = {
      killed: false,
      exit: (reason: Exit) => hearExit(reason),
      child: {
        pid: children.length,
        send() {},
        onMessage() {},
        onExit: (hear: (reason: Exit) => void) => {
          hearExit = hear;
        },
        kill: () => {
          record.killed = true;
        },
      },
    };
    children.push(record);
    return record.child;
  };
  return { fork, children };
}

it('starts the first child before it is asked for, and others when they are', () => {
  const { fork, children } = forkCounted();
  const early = forkEarly(fork);
  expect(children).toHaveLength(1);
  expect(early.fork()).toBe(children[0]?.child);
  expect(early.fork()).toBe(children[1]?.child);
  early.drop();
  expect(children.map(({ killed }) => killed)).toEqual([false, false]);
});

it('ends the child when nobody asked for it', () => {
  const { fork, children } = forkCounted();
  forkEarly(fork).drop();
  expect(children.map(({ killed }) => killed)).toEqual([true]);
});

it('does not hand out a child that has ended meanwhile', () => {
  const { fork, children } = forkCounted();
  const early = forkEarly(fork);
  children[0]?.exit({ code: 1, signal: null });
  expect(early.fork()).toBe(children[1]?.child);
});
