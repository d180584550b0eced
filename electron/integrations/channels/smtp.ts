import { connect, isIP, type Socket } from 'node:net';
import { createTransport } from 'nodemailer';
import type { NetworkSettings } from '../../../shared/settings.ts';
import {
  checkAddress,
  guardedLookup,
  isListed,
  isLoopbackHost,
  plainHost,
} from '../../http/address-guard.ts';
import { secureContextOf } from '../../http/dispatchers.ts';
import { NetworkError } from '../../http/network-error.ts';

/** A mail server and the login there. */
export interface SmtpServer {
  host: string;
  port: number;
  /** Encrypted after a greeting, from the first byte on, or not at all. */
  security: 'starttls' | 'tls' | 'none';
  /** Empty: no login. */
  username: string;
  password: string;
}

/** The connections of a server; some servers take 5 from one address and lose the mails of further ones. */
export const maxConnections = 2;
const maxPools = 20;
const connectTimeoutMs = 10_000;
/** Silence in the middle of a conversation. */
const socketTimeoutMs = 30_000;

/** Connections that are kept and used again, one pool per server and login. */
export function createPools() {
  const pools = new Map<string, Pool>();

  return {
    /** The pool of a server under the settings of now. Throws NetworkError when it may not be spoken to so. */
    of(server: SmtpServer, network: () => NetworkSettings): Pool {
      checkEncryption(server, network());
      const key = JSON.stringify([server, network().caFile]);
      const known = pools.get(key);
      if (known) return known;
      const [oldest] = pools.keys();
      if (pools.size >= maxPools && oldest !== undefined) {
        pools.get(oldest)?.close();
        pools.delete(oldest);
      }
      const pool = openPool(server, network);
      // Each send hears of its own failure; nobody needs to hear of it twice.
      pool.on('error', () => undefined);
      pools.set(key, pool);
      return pool;
    },
    close(): void {
      for (const pool of pools.values()) pool.close();
      pools.clear();
    },
  };
}

type Pool = ReturnType<typeof openPool>;

function openPool(server: SmtpServer, network: () => NetworkSettings) {
  return createTransport({
    pool: true,
    maxConnections,
    // One more try when a kept connection turns out to be gone; all others are the courier's.
    maxRequeues: 1,
    ...optionsFor(server, network),
  });
}

/** Greets the server and logs in, over a connection of its own, and sends nothing. Throws what nodemailer throws. */
export async function verifyServer(
  server: SmtpServer,
  network: () => NetworkSettings,
  signal: AbortSignal,
): Promise<void> {
  checkEncryption(server, network());
  const transport = createTransport(optionsFor(server, network));
  const { promise: givenUp, reject } = Promise.withResolvers<never>();
  const giveUp = () => reject(signal.reason);
  signal.addEventListener('abort', giveUp, { once: true });
  try {
    await Promise.race([transport.verify(), givenUp]);
  } finally {
    signal.removeEventListener('abort', giveUp);
    transport.close();
  }
}

function optionsFor(server: SmtpServer, network: () => NetworkSettings) {
  const { host, port, username, password } = server;
  const secureContext = secureContextOf(network().caFile);
  const implicit = isImplicitTls(server);
  return {
    host,
    port,
    secure: implicit,
    requireTLS: server.security === 'starttls' && !implicit,
    ignoreTLS: server.security === 'none',
    ...(username !== '' && { auth: { user: username, pass: password } }),
    tls: { ...(secureContext !== null && { secureContext }), servername: isIP(host) === 0 ? host : '' },
    connectionTimeout: connectTimeoutMs,
    greetingTimeout: connectTimeoutMs,
    socketTimeout: socketTimeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
    getSocket(_options: unknown, callback: (error: Error | null, options?: { connection: Socket }) => void) {
      openSocket(server, network()).then(
        (connection) => callback(null, { connection }),
        (error: Error) => callback(error),
      );
    },
  };
}

/** Port 465 is encrypted from the first byte on, whatever else is said (RFC 8314). */
function isImplicitTls({ security, port }: SmtpServer): boolean {
  return security === 'tls' || (security === 'starttls' && port === 465);
}

function checkEncryption({ host, security }: SmtpServer, settings: NetworkSettings): void {
  if (security !== 'none' || isLoopbackHost(host) || isListed(host, settings.insecureHosts)) return;
  const message = `${plainHost(host)} is to be spoken to without encryption. Choose STARTTLS or TLS, or allow the host under insecure hosts in the network settings.`;
  throw new NetworkError('network.insecure', 'insecure', message);
}

/** A connection to an address that may be spoken to. */
function openSocket({ host, port }: SmtpServer, settings: NetworkSettings): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const name = plainHost(host);
    if (isIP(name) !== 0) checkAddress(name, name, settings);
    const socket = connect({ host: name, port, lookup: guardedLookup(settings), autoSelectFamily: true });
    socket.setTimeout(connectTimeoutMs, () =>
      socket.destroy(Object.assign(new Error('No connection in time'), { code: 'ETIMEDOUT' })),
    );
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.setTimeout(0);
      socket.removeAllListeners('timeout');
      socket.off('error', reject);
      resolve(socket);
    });
  });
}
