import { AppError } from '../../../shared/errors.ts';
import type { NetworkSettings } from '../../../shared/settings.ts';
import { isListed, isLoopbackHost } from '../../http/address-guard.ts';
import { NetworkError } from '../../http/network-error.ts';
import type { Http } from '../../http.ts';

/** A photo as it came, named as its address ends. */
export interface FetchedPhoto {
  name: string;
  bytes: Uint8Array;
}

export interface FetchPhotoParts {
  http: Http;
  network(): NetworkSettings;
  /** Of one photo. */
  maxMegabytes(): number;
}

const timeoutMs = 30_000;

/**
 * Fetches a photo from an address that somebody outside chose: unlike the operator's own targets it leads to this
 * machine only where that is allowed by name. Throws AppError network.*, photo.notFound or photo.tooLarge, with the
 * host but never the rest of the address.
 */
export async function fetchPhoto(address: string, parts: FetchPhotoParts): Promise<FetchedPhoto> {
  const url = URL.parse(address);
  const host = url?.hostname ?? '';
  if (isLoopbackHost(host) && !isListed(host, parts.network().privateHosts)) {
    const message = `${host} is this computer. Allow it under private hosts in the network settings, or send the photo itself.`;
    throw new NetworkError('network.blocked', 'blocked', message);
  }
  const maxBytes = parts.maxMegabytes() * 1_000_000;
  const answer = await parts.http({
    method: 'GET',
    url: address,
    headers: { accept: 'image/*' },
    binary: true,
    timeoutMs,
    maxAnswerBytes: maxBytes + 1,
  });
  const bytes = answer.bytes ?? new Uint8Array();
  if (answer.status !== 200) throw notThere(host, answer.status);
  if (bytes.byteLength > maxBytes) {
    const message = `The photo at ${host} is larger than the ${parts.maxMegabytes()} MB allowed.`;
    throw new AppError('photo.tooLarge', message);
  }
  return { name: nameIn(url?.pathname ?? ''), bytes };
}

function notThere(host: string, status: number): AppError {
  const isRedirect = status >= 300 && status < 400;
  const advice = isRedirect
    ? 'Redirects are not followed: name the address it leads to.'
    : 'Check the address.';
  return new AppError('photo.notFound', `${host} answered ${status} instead of a photo. ${advice}`);
}

function nameIn(path: string): string {
  const last = path.slice(path.lastIndexOf('/') + 1);
  try {
    return decodeURIComponent(last) || 'photo';
  } catch {
    return last;
  }
}
