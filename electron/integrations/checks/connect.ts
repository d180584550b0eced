import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import type { NetworkSettings } from '../../../shared/settings.ts';
import { guardedLookup, isLoopbackHost, plainHost } from '../../http/address-guard.ts';
import { checkDestination } from '../../http/destination.ts';
import { isProxied, secureContextOf } from '../../http/dispatchers.ts';
import { toNetworkError } from '../../http/network-error.ts';
import type { Finding } from '../integration.ts';

/** How a target is looked at: under which rules it may be reached, and when. */
export interface Looking {
  network: NetworkSettings;
  env: Readonly<Record<string, string | undefined>>;
  signal: AbortSignal;
  /** Wall-clock milliseconds. */
  now: number;
}

const timeoutMs = 10_000;
const [dayMs, warnDays] = [86_400_000, 14];

/**
 * Whether a connection to the host of a URL comes about, encrypted where the URL says so; nothing is sent over it.
 * Throws NetworkError.
 */
export async function checkConnection(text: string, looking: Looking): Promise<Finding> {
  const url = checkDestination(text, looking.network);
  const host = plainHost(url.hostname);
  if (!isLoopbackHost(host) && isProxied(looking.network.proxyUrl, looking.env)) {
    return { ok: true, detail: `${host} is reached through a proxy: only its attempts tell how it does.` };
  }
  const isTls = url.protocol === 'https:';
  const target = {
    host,
    port: Number(url.port || (isTls ? 443 : 80)),
    lookup: guardedLookup(looking.network),
  };
  const secureContext = isTls
    ? secureContextOf(looking.network.caFile, looking.env.NODE_EXTRA_CA_CERTS)
    : null;
  const socket = isTls
    ? connectTls({
        ...target,
        ...(isIP(host) === 0 && { servername: host }),
        ...(secureContext !== null && { secureContext }),
      })
    : connectTcp({ ...target, autoSelectFamily: true });
  try {
    await ready(socket, isTls ? 'secureConnect' : 'connect', looking.signal);
    return isTls
      ? findingOf(socket as TLSSocket, host, looking.now)
      : { ok: true, detail: `${host} takes connections.` };
  } catch (error) {
    throw toNetworkError(error, host, { timeoutMs, signal: looking.signal });
  } finally {
    socket.destroy();
  }
}

function ready(socket: Socket, event: string, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(signal.reason);
    if (signal.aborted) giveUp();
    signal.addEventListener('abort', giveUp, { once: true });
    socket.setTimeout(timeoutMs, () =>
      reject(Object.assign(new Error('No connection in time'), { code: 'ETIMEDOUT' })),
    );
    // It stays: the socket may still fail when nobody waits for it any more.
    socket.on('error', reject);
    socket.once(event, resolve);
    socket.once('close', () => signal.removeEventListener('abort', giveUp));
  });
}

function findingOf(socket: TLSSocket, host: string, now: number): Finding {
  const endsAt = Date.parse(socket.getPeerCertificate().valid_to);
  const detail = `${host} takes encrypted connections; its certificate is valid until ${new Date(endsAt).toISOString().slice(0, 10)}.`;
  const days = Math.floor((endsAt - now) / dayMs);
  if (days > warnDays) return { ok: true, detail };
  const left = days < 1 ? 'in less than a day' : days === 1 ? 'in 1 day' : `in ${days} days`;
  return { ok: true, detail, warning: `The certificate of ${host} runs out ${left}. Have it renewed.` };
}
