import { create } from 'zustand';
import type { Attempt, Delivery } from '../../../shared/delivery.ts';
import { toAppError } from '../../../shared/errors.ts';
import { core } from '../../core.ts';

/** A test on its way, its answer, or why there was none. */
export type ChannelTest =
  | { kind: 'sending' }
  | { kind: 'answered'; delivery: Delivery; attempt: Attempt | null }
  | { kind: 'impossible'; message: string };

interface ChannelTests {
  /** The last test of each channel, by its id. */
  tests: Readonly<Record<string, ChannelTest>>;
}

/** The tests sent from this page, until they are put away. */
export const useChannelTests = create<ChannelTests>(() => ({ tests: {} }));

const note = (id: string, test: ChannelTest) =>
  useChannelTests.setState(({ tests }) => ({ tests: { ...tests, [id]: test } }));

/** Sends a test the whole real road and waits for the first answer. */
export async function sendTest(id: string): Promise<void> {
  if (useChannelTests.getState().tests[id]?.kind === 'sending') return;
  note(id, { kind: 'sending' });
  try {
    note(id, { kind: 'answered', ...(await core.call('channels.test', { id })) });
  } catch (error) {
    note(id, { kind: 'impossible', message: toAppError(error).message });
  }
}

/** Puts a test away. */
export const forgetTest = (id: string) =>
  useChannelTests.setState(({ tests: { [id]: _, ...tests } }) => ({ tests }));

/** Keeps the answered tests in step with what becomes of their deliveries; returns what stops it. */
export function followTests(): () => void {
  return core.listen('delivery.changed', ({ deliveries }) => {
    for (const delivery of deliveries) {
      const test = useChannelTests.getState().tests[delivery.channelId];
      if (test?.kind === 'answered' && test.delivery.id === delivery.id)
        note(delivery.channelId, { ...test, delivery });
    }
  });
}
