import type { AddressInfo } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { localCertificate } from './local-certificate.ts';

/** A mail as it arrived, once for all its recipients. */
export interface ReceivedMail {
  from: string;
  to: string[];
  /** Whether it came over an encrypted connection. */
  encrypted: boolean;
  /** The login it came under; null without one. */
  user: string | null;
  raw: string;
  parsed: ParsedMail;
}

/** What the server says no to. */
export interface SmtpFault {
  at: 'connect' | 'auth' | 'mail' | 'rcpt' | 'data';
  /** Only for this recipient. */
  recipient?: string;
  /** The answer: `550`, `Unknown user`. Without a code the connection is cut. */
  code?: number;
  text?: string;
  /** Never answers. */
  hang?: boolean;
  /** How many times; for ever when left out. */
  times?: number;
}

export interface SmtpServerOptions {
  port?: number;
  /** The only login that is let in; null: anybody, without one. */
  login?: { username: string; password: string } | null;
  encryption?: 'none' | 'starttls' | 'tls';
  maxBytes?: number;
  /** At the same time. */
  maxConnections?: number;
}

export interface SmtpTestServer {
  host: string;
  port: number;
  mails: readonly ReceivedMail[];
  /** Connections there are, and there have been. */
  connections(): { open: number; total: number };
  fail(...faults: readonly SmtpFault[]): void;
  /** Resolves once so many mails have arrived. */
  received(count: number): Promise<readonly ReceivedMail[]>;
  /** Resolves once a command has come that a `hang` leaves without an answer. */
  hanging(): Promise<void>;
  close(): Promise<void>;
}

/** A real mail server on loopback that keeps what it is given and refuses what it is told to. */
export async function startSmtpServer(options: SmtpServerOptions = {}): Promise<SmtpTestServer> {
  const mails: ReceivedMail[] = [];
  const waiting = new Set<() => void>();
  const faults: SmtpFault[] = [];
  const hung = Promise.withResolvers<void>();
  let total = 0;

  /** Answers as the fault for this step says; true when there was one. */
  function misbehave(
    at: SmtpFault['at'],
    cut: () => void,
    answer: (error: Error) => void,
    recipient?: string,
  ) {
    const fault = faults.find(
      (candidate) =>
        candidate.at === at && (candidate.recipient === undefined || candidate.recipient === recipient),
    );
    if (!fault) return false;
    if (fault.times !== undefined) {
      fault.times -= 1;
      if (fault.times === 0) faults.splice(faults.indexOf(fault), 1);
    }
    if (fault.hang) hung.resolve();
    else if (fault.code === undefined) cut();
    else answer(Object.assign(new Error(fault.text ?? 'No'), { responseCode: fault.code }));
    return true;
  }

  const { login = null, encryption = 'none', maxBytes, maxConnections } = options;
  const settings: SMTPServerOptions = {
    ...localCertificate,
    secure: encryption === 'tls',
    authOptional: login === null,
    // A login is never asked for, nor taken, in the clear where encryption is on offer.
    allowInsecureAuth: encryption === 'none',
    disabledCommands: [...(login === null ? ['AUTH'] : []), ...(encryption === 'none' ? ['STARTTLS'] : [])],
    disableReverseLookup: true,
    logger: false,
    ...(maxBytes !== undefined && { size: maxBytes }),
    ...(maxConnections !== undefined && { maxClients: maxConnections }),
    onConnect(session, done) {
      total += 1;
      if (!misbehave('connect', () => cut(session.id), done)) done();
    },
    onAuth(auth, session, done) {
      if (misbehave('auth', () => cut(session.id), done)) return;
      const known = login?.username === auth.username && login?.password === auth.password;
      if (known) done(null, { user: auth.username });
      else done(Object.assign(new Error('5.7.8 Authentication credentials invalid'), { responseCode: 535 }));
    },
    onMailFrom(_address, session, done) {
      if (!misbehave('mail', () => cut(session.id), done)) done();
    },
    onRcptTo({ address }, session, done) {
      if (!misbehave('rcpt', () => cut(session.id), done, address)) done();
    },
    async onData(stream, session, done) {
      const parts: Buffer[] = [];
      for await (const part of stream) parts.push(Buffer.from(part));
      if (misbehave('data', () => cut(session.id), done)) return;
      if (stream.sizeExceeded) {
        done(Object.assign(new Error('5.3.4 Message too big for this server'), { responseCode: 552 }));
        return;
      }
      const raw = Buffer.concat(parts);
      mails.push({
        from: session.envelope.mailFrom ? session.envelope.mailFrom.address : '',
        to: session.envelope.rcptTo.map(({ address }) => address),
        encrypted: session.secure,
        user: session.user ?? null,
        raw: raw.toString('latin1'),
        parsed: await simpleParser(raw),
      });
      done(null, `OK queued as MAIL${mails.length}`);
      for (const wake of waiting) wake();
    },
  };
  const server = new SMTPServer(settings);
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));

  function cut(sessionId: string): void {
    for (const connection of server.connections) {
      if (connection.session.id === sessionId) connection.close();
    }
  }

  return {
    host: '127.0.0.1',
    port: (server.server.address() as AddressInfo).port,
    mails,
    connections: () => ({ open: server.connections.size, total }),
    fail: (...added) => void faults.push(...added.map((fault) => ({ ...fault }))),
    received: (count) =>
      new Promise((resolve) => {
        const wake = () => {
          if (mails.length < count) return;
          waiting.delete(wake);
          resolve(mails);
        };
        waiting.add(wake);
        wake();
      }),
    hanging: () => hung.promise,
    close: () =>
      new Promise((resolve) => {
        for (const connection of server.connections) connection.close();
        server.close(() => resolve());
      }),
  };
}
