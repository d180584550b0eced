import type { ForkInference, InferenceChild } from '../pipeline/inference.ts';

/**
 * Starts one child at once, so that it loads its libraries while this process loads its own: the first child
 * the core asks for is that one. `drop` ends it if nobody asked.
 */
export function forkEarly(fork: ForkInference): { fork: ForkInference; drop(): void } {
  let waiting: InferenceChild | null = fork();
  waiting.onExit(() => {
    waiting = null;
  });
  return {
    fork() {
      const child = waiting ?? fork();
      waiting = null;
      return child;
    },
    drop() {
      waiting?.kill();
      waiting = null;
    },
  };
}
