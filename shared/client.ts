import type { CallInput, CallName, CallOutput, EventName, EventPayload } from './contract.ts';
import { AppError, fromWireError, type WireError } from './errors.ts';

/** Every answer is a value or a wire error: Electron would deliver only the message of something thrown. */
export type Answer = { ok: true; value: unknown } | { ok: false; error: WireError };

/** A call of which nobody knows how it went: the core may be gone, or back in a moment. */
export class NoAnswer extends AppError {
  constructor(cause: unknown) {
    super('internal', 'The program did not answer. Is it still running?', { cause });
  }
}

/** What carries calls and events between a screen and the core. Payloads are plain data and Uint8Array. */
export interface Transport {
  call(name: string, input: unknown): Promise<Answer>;
  /** Hears every event named so; returns what stops it. */
  listen(name: string, hear: (payload: unknown) => void): () => void;
  /** Hears whether the core can be reached; told at once, then at every change. */
  watchConnection(hear: (connected: boolean) => void): () => void;
}

export interface Client {
  /** Makes a call; throws AppError when the answer is an error or does not come. */
  call<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>>;
  listen<N extends EventName>(name: N, hear: (payload: EventPayload<N>) => void): () => void;
  watchConnection(hear: (connected: boolean) => void): () => void;
}

/** The typed client over any transport. Outputs were validated by the side that sent them. */
export function createClient(transport: Transport): Client {
  return {
    async call(name, input) {
      const answer = await transport.call(name, input).catch((cause: unknown) => {
        throw new NoAnswer(cause);
      });
      if (!answer.ok) throw fromWireError(answer.error);
      return answer.value as never;
    },
    listen: (name, hear) => transport.listen(name, (payload) => hear(payload as never)),
    watchConnection: (hear) => transport.watchConnection(hear),
  };
}
