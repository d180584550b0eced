import { isIP } from 'node:net';
import type { NetworkSettings } from '../../shared/settings.ts';
import { checkAddress, isListed, isLoopbackHost, plainHost } from './address-guard.ts';
import { NetworkError } from './network-error.ts';

/**
 * A URL that may be spoken to as far as it shows by itself; names are checked once they are resolved. Throws
 * NetworkError network.misconfigured, network.insecure or network.blocked.
 */
export function checkDestination(text: string, settings: NetworkSettings): URL {
  const url = URL.parse(text);
  if (url === null) throw misconfigured('The address of the target is not a URL. Correct it.');
  const host = plainHost(url.hostname);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw misconfigured(
      `The address of the target begins with ${url.protocol}// instead of https://. Correct it.`,
    );
  }
  if (url.username !== '' || url.password !== '') {
    throw misconfigured(
      `The address at ${host} holds a login. Take it out of the URL and use a field for it.`,
    );
  }
  if (isIP(host) !== 0) checkAddress(host, host, settings);
  if (url.protocol === 'http:' && !isLoopbackHost(host) && !isListed(host, settings.insecureHosts)) {
    const message = `${host} is to be spoken to without encryption. Use https://, or allow the host under insecure hosts in the network settings.`;
    throw new NetworkError('network.insecure', 'insecure', message);
  }
  return url;
}

function misconfigured(message: string): NetworkError {
  return new NetworkError('network.misconfigured', 'misconfigured', message);
}
