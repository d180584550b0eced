import { type Answer, type Client, createClient, type Transport } from '../shared/client.ts';

/** What the preload script of the desktop window offers the page. */
export interface Bridge {
  call(name: string, input: unknown): Promise<Answer>;
  /** Hears every event; returns what stops it. */
  listen(hear: (name: string, payload: unknown) => void): () => void;
}

declare global {
  interface Window {
    h200?: Bridge;
  }
}

/** The client of this page: over the desktop window's bridge where there is one, else over HTTP. */
export function connect(): Client {
  const bridge = window.h200;
  return createClient(bridge === undefined ? httpTransport() : bridgeTransport(bridge));
}

/** Calls and events through the preload bridge. The core lives as long as the window: always connected. */
export function bridgeTransport(bridge: Bridge): Transport {
  return {
    call: (name, input) => bridge.call(name, input),
    listen: (name, hear) =>
      bridge.listen((heard, payload) => {
        if (heard === name) hear(payload);
      }),
    watchConnection(hear) {
      hear(true);
      return () => {};
    },
  };
}

/** How an HTTP transport reaches its host; a page needs none of it, its own address and cookie are used. */
export interface HttpOptions {
  origin?: string;
  fetch?: typeof fetch;
  /** How long to wait before the event stream is opened again, by number of failed attempts so far. */
  retryDelayMs?: (failures: number) => number;
}

/** The host sends a sign of life every 15 seconds; without any for this long the stream counts as dead. */
const silenceMs = 40_000;
const longestRetryDelayMs = 10_000;

/** Calls as POST requests, events as one stream of server-sent events that is opened again when it ends. */
export function httpTransport(options: HttpOptions = {}): Transport {
  const { origin = '', fetch: send = fetch.bind(globalThis) } = options;
  const events = eventStream(
    (signal) => send(`${origin}/api/events`, { signal, headers: { accept: 'text/event-stream' } }),
    options.retryDelayMs ?? ((failures) => Math.min(500 * 2 ** failures, longestRetryDelayMs)),
  );
  return {
    async call(name, input) {
      const response = await send(`${origin}/api/call/${encodeURIComponent(name)}`, requestOf(input));
      const answer: unknown = await response.json();
      if (!isAnswer(answer)) throw new Error(`The host answered ${response.status} without an answer.`);
      return answer;
    },
    listen: events.listen,
    watchConnection: events.watchConnection,
  };
}

/** Bytes go as they are, with the other fields in a header; anything else goes as JSON. */
function requestOf(input: unknown): RequestInit {
  if (isRecord(input) && input.bytes instanceof Uint8Array) {
    const { bytes, ...fields } = input;
    return {
      method: 'POST',
      headers: {
        'content-type': 'application/octet-stream',
        'x-call-input': encodeURIComponent(JSON.stringify(fields)),
      },
      body: bytes as Uint8Array<ArrayBuffer>,
    };
  }
  return {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(input ?? {}),
  };
}

/** One stream for all listeners: open while anybody listens or watches, opened again whenever it ends. */
function eventStream(
  open: (signal: AbortSignal) => Promise<Response>,
  retryDelayMs: (failures: number) => number,
): Pick<Transport, 'listen' | 'watchConnection'> {
  const listeners = new Set<(name: string, payload: unknown) => void>();
  const watchers = new Set<(connected: boolean) => void>();
  let connected = false;
  let running: AbortController | null = null;

  function setConnected(value: boolean): void {
    if (connected === value) return;
    connected = value;
    for (const hear of [...watchers]) hear(value);
  }

  function tell(name: string, payload: unknown): void {
    for (const hear of [...listeners]) hear(name, payload);
  }

  async function run(stopped: AbortSignal): Promise<void> {
    let failures = 0;
    while (!stopped.aborted) {
      const stream = await openStream(open, stopped);
      if (stopped.aborted) return;
      failures = stream === null ? failures + 1 : 0;
      setConnected(stream !== null);
      if (stream !== null) await readEvents(stream, tell);
      if (stopped.aborted) return;
      setConnected(false);
      await pause(retryDelayMs(failures), stopped);
    }
  }

  /** Adds somebody who wants the stream; returns what takes them away again. */
  function add<Hearer>(to: Set<Hearer>, hearer: Hearer): () => void {
    to.add(hearer);
    if (running === null) {
      running = new AbortController();
      void run(running.signal);
    }
    return () => {
      to.delete(hearer);
      if (listeners.size + watchers.size > 0) return;
      running?.abort();
      running = null;
      connected = false;
    };
  }

  return {
    listen: (name, hear) =>
      add(listeners, (heard, payload) => {
        if (heard === name) hear(payload);
      }),
    watchConnection(hear) {
      hear(connected);
      return add(watchers, (value: boolean) => hear(value));
    },
  };
}

interface EventPieces {
  pieces: ReadableStream<string>;
  /** Ends the stream. */
  abort(): void;
}

/** Null when the host can't be reached or refuses. */
async function openStream(
  open: (signal: AbortSignal) => Promise<Response>,
  stopped: AbortSignal,
): Promise<EventPieces | null> {
  const given = new AbortController();
  try {
    const response = await open(AbortSignal.any([stopped, given.signal]));
    if (!response.ok || response.body === null) return null;
    return { pieces: response.body.pipeThrough(new TextDecoderStream()), abort: () => given.abort() };
  } catch {
    return null;
  }
}

/** Reads until the stream ends, breaks, or has been silent for too long. */
async function readEvents(
  { pieces, abort }: EventPieces,
  tell: (name: string, payload: unknown) => void,
): Promise<void> {
  const parse = eventParser(tell);
  const reader = pieces.getReader();
  let silence = setTimeout(abort, silenceMs);
  try {
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      clearTimeout(silence);
      silence = setTimeout(abort, silenceMs);
      parse(piece.value);
    }
  } catch {
    // A stream that breaks has ended: it is opened again.
  } finally {
    clearTimeout(silence);
  }
}

/** Takes pieces of a server-sent event stream as they come and tells each whole event of our host. */
export function eventParser(tell: (name: string, payload: unknown) => void): (piece: string) => void {
  let rest = '';
  return (piece) => {
    const blocks = (rest + piece).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const name = /^event: (.+)$/m.exec(block)?.[1];
      const data = /^data: (.+)$/m.exec(block)?.[1];
      if (name !== undefined && data !== undefined) tell(name, JSON.parse(data));
    }
  };
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

function isAnswer(value: unknown): value is Answer {
  return isRecord(value) && (value.ok === true || (value.ok === false && isRecord(value.error)));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
