import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { now } from './load.ts';

/** A process of its own that takes every POST, counts, and tells when the marked ones began to arrive. */
export type SinkMessage =
  | { kind: 'listening'; port: number }
  /** All that were awaited have been answered. */
  | { kind: 'reached'; at: number }
  /** A critical message, or one to a path under /timed/: when its head was here, milliseconds since 1970. */
  | { kind: 'timed'; messageId: string | null; at: number };

let taken = 0;
let awaited = Number.POSITIVE_INFINITY;

const server = createServer((request, response) => {
  const at = now();
  const path = request.url ?? '';
  let isTimed = path.startsWith('/timed/');
  request.on('data', (part: Buffer) => {
    isTimed ||= part.includes('"critical"');
  });
  request.on('end', () => {
    answer(path, response);
    const messageId = request.headers['webhook-id'];
    if (isTimed) tell({ kind: 'timed', messageId: typeof messageId === 'string' ? messageId : null, at });
    taken++;
    if (taken < awaited) return;
    awaited = Number.POSITIVE_INFINITY;
    tell({ kind: 'reached', at: now() });
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () =>
  tell({ kind: 'listening', port: (server.address() as AddressInfo).port }),
);

process.on('message', (message: { awaitMore: number }) => {
  awaited = taken + message.awaitMore;
});
process.on('disconnect', () => process.exit());

function answer(path: string, response: ServerResponse): void {
  // Slack says ok, Discord gives the message back.
  if (path.includes('slack')) response.end('ok');
  else if (path.includes('discord')) response.setHeader('content-type', 'application/json').end('{"id":"1"}');
  else response.setHeader('content-type', 'application/json').end('{"message":"Workflow was started"}');
}

function tell(message: SinkMessage): void {
  process.send?.(message);
}
