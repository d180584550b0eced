import { Buffer } from 'node:buffer';
import type { Dispatcher } from 'undici';

/** A target that may be spoken to, and the connections to it. */
export interface Way {
  /** For words: neither port nor path. */
  host: string;
  origin: string;
  /** With the query. */
  path: string;
  dispatcher: Dispatcher;
}

export interface Question {
  method: Dispatcher.HttpMethod;
  headers: Record<string, string>;
  body: string | Uint8Array | null;
  timeoutMs: number;
  signal?: AbortSignal | undefined;
  maxAnswerBytes: number;
}

export interface Answer {
  status: number;
  /** Of several headers with one name the first. */
  headers: Record<string, string>;
  bytes: Buffer;
}

/**
 * Asks, and collects the answer as it comes: small ones are the rule, and undici's `request` would make a stream of
 * each. What comes beyond `maxAnswerBytes` is left unread. Rejects with the signal's reason, a TimeoutError, or what
 * undici says.
 */
export function exchange(way: Way, question: Question): Promise<Answer> {
  const { method, headers, body, timeoutMs, signal, maxAnswerBytes } = question;
  const { origin, path, dispatcher } = way;
  return new Promise((resolve, reject) => {
    let controller: Dispatcher.DispatchController | null = null;
    let head: Omit<Answer, 'bytes'> | null = null;
    const chunks: Buffer[] = [];
    let bytes = 0;

    const timer = setTimeout(() => giveUp(new DOMException('Timed out', 'TimeoutError')), timeoutMs);
    const cancel = () => giveUp(signal?.reason);
    signal?.addEventListener('abort', cancel);
    let givenUp: Error | null = null;

    function giveUp(reason: Error): void {
      givenUp = reason;
      end();
      reject(reason);
      controller?.abort(reason);
    }
    function end(): void {
      clearTimeout(timer);
      signal?.removeEventListener('abort', cancel);
    }
    function answer(): void {
      end();
      if (head !== null) resolve({ ...head, bytes: Buffer.concat(chunks).subarray(0, maxAnswerBytes) });
    }

    if (signal?.aborted) return cancel();
    dispatcher.dispatch(
      { origin, path, method, headers, body },
      {
        onRequestStart(started) {
          controller = started;
          if (givenUp !== null) started.abort(givenUp);
        },
        onResponseStart(_, status, headers) {
          // 1xx only announce the answer.
          if (status >= 200) head = { status, headers: firstOfEach(headers) };
        },
        onResponseData(reading, chunk) {
          chunks.push(chunk);
          bytes += chunk.length;
          if (bytes < maxAnswerBytes) return;
          answer();
          // The connection goes with it: nobody waits for the rest.
          reading.abort(new Error('The answer is longer than is read of it.'));
        },
        onResponseEnd: answer,
        onResponseError(_, error) {
          end();
          reject(error);
        },
      },
    );
  });
}

function firstOfEach(headers: Dispatcher.ResponseData['headers']): Record<string, string> {
  const first: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    const text = Array.isArray(value) ? value[0] : value;
    if (text !== undefined) first[name] = text;
  }
  return first;
}
