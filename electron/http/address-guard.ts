import { type LookupAddress, type LookupOptions, lookup as systemLookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import type { NetworkSettings } from '../../shared/settings.ts';
import { LocalNetworkError, NetworkError } from './network-error.ts';

/** What an address is to us. `never`: nothing that could be meant lives there. */
export type AddressClass = 'public' | 'loopback' | 'private' | 'never';

/** node:dns's lookup, as far as it is used. */
export type Lookup = (
  hostname: string,
  options: LookupOptions & { all: true },
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/** Where clouds tell a machine its credentials: AWS and most others, ECS, Alibaba, Azure's agent, AWS over IPv6. */
const metadataAddresses = [
  '169.254.169.254',
  '169.254.170.2',
  '100.100.100.200',
  '168.63.129.16',
  'fd00:ec2::254',
];

const privateRanges = ['private', 'linkLocal', 'uniqueLocal', 'carrierGradeNat'];

/** Judges an address by what it means in the end: IPv4 inside IPv6 (mapped, NAT64) counts as IPv4. */
export function classOf(address: string): AddressClass {
  const parsed = ipaddr.process(address.replace(/%.*$/, ''));
  const range = parsed.range();
  if (range === 'rfc6052' && parsed instanceof ipaddr.IPv6) {
    const [, , , , ...rest] = parsed.toByteArray();
    // Only 64:ff9b::/96 has the IPv4 address at its end; nobody knows where a network of its own prefix has it.
    if (rest.slice(0, 8).some((byte) => byte !== 0)) return 'never';
    return classOf(ipaddr.fromByteArray(rest.slice(8)).toString());
  }
  if (metadataAddresses.includes(parsed.toString())) return 'never';
  if (range === 'unicast') return isGlobal(parsed) ? 'public' : 'never';
  if (range === 'loopback') return 'loopback';
  return privateRanges.includes(range) ? 'private' : 'never';
}

/** Of IPv6 only 2000::/3 is in use, https://www.iana.org/assignments/ipv6-address-space */
function isGlobal(address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  return address.kind() === 'ipv4' || ((address.toByteArray()[0] ?? 0) & 0xe0) === 0x20;
}

/** The name of a host as it is compared: small letters, no brackets, no dot at the end. */
export function plainHost(hostname: string): string {
  return hostname
    .toLowerCase()
    .replace(/^\[(.+)\]$/, '$1')
    .replace(/(?<=.)\.$/, '');
}

/** Whether a name means this machine whatever a resolver says: `localhost`, `*.localhost` (RFC 6761), a literal. */
export function isLoopbackHost(hostname: string): boolean {
  const host = plainHost(hostname);
  if (isIP(host) !== 0) return classOf(host) === 'loopback';
  return host === 'localhost' || host.endsWith('.localhost');
}

/** Whether a host is in the operator's list; `*.example.com` stands for every host below example.com. */
export function isListed(hostname: string, patterns: readonly string[]): boolean {
  const host = plainHost(hostname);
  return patterns.map(plainHost).some((pattern) => {
    return pattern.startsWith('*.') ? host.endsWith(pattern.slice(1)) : host === pattern;
  });
}

/** Throws `network.blocked` when nothing may be sent to this host at this address. */
export function checkAddress(hostname: string, address: string, settings: NetworkSettings): void {
  if (isAllowed(hostname, address, settings)) return;
  throw new NetworkError('network.blocked', 'blocked', whyBlocked(hostname, classOf(address)));
}

/**
 * A lookup for `net.connect`: it hands on only addresses that may be spoken to. The check and the connection see the
 * same answer of the resolver, so that a name cannot change its meaning in between.
 */
export function guardedLookup(settings: NetworkSettings, lookup: Lookup = systemLookup): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, []);
      const allowed = addresses.filter(({ address }) => isAllowed(hostname, address, settings));
      const [first] = allowed;
      if (first === undefined) {
        const why = whyBlocked(hostname, classOf(addresses[0]?.address ?? '0.0.0.0'));
        // A hotel's network leads every name to its own page until one has paid.
        return callback(new LocalNetworkError('network.blocked', 'blocked', why), []);
      }
      if (options.all) callback(null, allowed);
      else callback(null, first.address, first.family);
    });
  };
}

function isAllowed(hostname: string, address: string, settings: NetworkSettings): boolean {
  const addressClass = classOf(address);
  if (addressClass === 'public') return !isLoopbackHost(hostname);
  if (addressClass === 'never') return false;
  if (addressClass === 'loopback' && isLoopbackHost(hostname)) return true;
  return isListed(hostname, settings.privateHosts);
}

function whyBlocked(hostname: string, addressClass: AddressClass): string {
  const host = plainHost(hostname);
  return {
    public: `${host} does not lead to this computer, as that name must. Write the address instead.`,
    loopback: `${host} leads to this computer. Write localhost instead, or allow the host under private hosts in the network settings.`,
    private: `${host} is in a private network. Allow the host under private hosts in the network settings if it is yours.`,
    never: `${host} has an address that nothing is ever sent to. Use another host.`,
  }[addressClass];
}
