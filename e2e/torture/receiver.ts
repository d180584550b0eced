import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What one channel's receiver took: the truth that the run is judged by. */
export interface Ledger {
  /** Messages answered with 200, by their webhook-id: how often. */
  takenById: Map<string, number>;
  /** The webhook-ids that brought each event, by the event's id. */
  idsByEvent: Map<string, Set<string>>;
  /** Numbers of the events in the order they were first taken. */
  firstTaken: number[];
}

export interface Receiver {
  port: number;
  ledgers: Readonly<Record<string, Ledger>>;
  /** Requests by what was done to them. */
  answers: Record<string, number>;
  /** From now on everything is answered with 200. */
  calmDown(): void;
  /** Refuses connections for a while, as a service that restarts. */
  closePort(): Promise<void>;
  openPort(): Promise<void>;
  stop(): Promise<void>;
}

type Fault = (response: ServerResponse, request: IncomingMessage) => void;

/** What goes wrong, and how often. The rest is a plain 200. */
const faults: readonly [share: number, name: string, fault: Fault][] = [
  [
    0.05,
    '429 with Retry-After',
    (response) => response.writeHead(429, { 'retry-after': '1' }).end('slow down'),
  ],
  [0.04, '429 without', (response) => response.writeHead(429).end('{"message":"slow down"}')],
  [0.05, '500', (response) => response.writeHead(500).end('{')],
  [0.04, '503', (response) => response.writeHead(503, { 'retry-after': '2' }).end()],
  [0.03, 'reset', (_response, request) => request.socket.resetAndDestroy()],
  // Never ended: the sender's time-out has to.
  [0.002, 'slow body', (response) => response.writeHead(500).write('{"so')],
];

/** A server with one path per channel that fails at random and keeps account of what it took. */
export async function startReceiver(channels: readonly string[], random: () => number): Promise<Receiver> {
  const ledgers = Object.fromEntries(channels.map((channel) => [channel, emptyLedger()]));
  const answers: Record<string, number> = {};
  let calm = false;
  let port = 0;
  let server = createServer(serve);

  function serve(request: IncomingMessage, response: ServerResponse): void {
    const parts: Buffer[] = [];
    request.on('error', () => undefined);
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => answer(request, response, Buffer.concat(parts).toString()));
  }

  function answer(request: IncomingMessage, response: ServerResponse, body: string): void {
    const [drawn, fault] = calm ? ['200'] : drawFault(random);
    const isNonsense = fault === undefined && random() < 0.05;
    const name = isNonsense ? '200 with wrong JSON' : drawn;
    answers[name] = (answers[name] ?? 0) + 1;
    if (fault !== undefined) {
      fault(response, request);
      return;
    }
    const ledger = ledgers[(request.url ?? '').slice(1)];
    if (ledger !== undefined) enter(ledger, String(request.headers['webhook-id']), body);
    // Some say yes in ways that no client should trip over.
    response.writeHead(200).end(isNonsense ? '{"not json' : '{"message":"Workflow was started"}');
  }

  async function openPort(): Promise<void> {
    if (server.listening) return;
    server = createServer(serve).listen(port, '127.0.0.1');
    await once(server, 'listening');
    port = (server.address() as AddressInfo).port;
  }

  await openPort();
  return {
    get port() {
      return port;
    },
    ledgers,
    answers,
    calmDown() {
      calm = true;
    },
    closePort: () => close(server),
    openPort,
    stop: () => close(server),
  };
}

function drawFault(random: () => number): [string, Fault?] {
  let drawn = random();
  for (const [share, name, fault] of faults) {
    drawn -= share;
    if (drawn < 0) return [name, fault];
  }
  return ['200'];
}

function emptyLedger(): Ledger {
  return { takenById: new Map(), idsByEvent: new Map(), firstTaken: [] };
}

/** Notes a message that is about to be answered with 200: the sender may still die before it hears so. */
function enter(ledger: Ledger, messageId: string, body: string): void {
  ledger.takenById.set(messageId, (ledger.takenById.get(messageId) ?? 0) + 1);
  for (const event of eventsOf(body)) {
    const ids = ledger.idsByEvent.get(event) ?? new Set<string>();
    if (ids.size === 0) ledger.firstTaken.push(numberOf(event));
    ledger.idsByEvent.set(event, ids.add(messageId));
  }
}

function eventsOf(body: string): string[] {
  const message = JSON.parse(body) as { id?: string; events?: { id: string }[] };
  return message.events?.map((event) => event.id) ?? [String(message.id)];
}

/** Events of a run are numbered: `torture-17` is 17; others, such as a digest, are -1. */
export function numberOf(eventId: string): number {
  return Number(/^torture-(\d+)$/.exec(eventId)?.[1] ?? -1);
}

async function close(server: Server): Promise<void> {
  if (!server.listening) return;
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
}
