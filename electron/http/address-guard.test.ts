import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defaultSettings } from '../../shared/settings.ts';
import {
  checkAddress,
  classOf,
  guardedLookup,
  isListed,
  isLoopbackHost,
  type Lookup,
} from './address-guard.ts';

const { network } = defaultSettings;

describe('an address is', () => {
  test.each([
    ['public', ['8.8.8.8', '1.1.1.1', '2606:4700::1111', '64:ff9b::808:808', '::ffff:8.8.8.8']],
    ['loopback', ['127.0.0.1', '127.255.0.9', '::1', '::ffff:127.0.0.1']],
    [
      'private',
      ['10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', '100.64.0.1', '169.254.1.1', 'fd12::1'],
    ],
    ['private', ['fe80::1', 'fe80::1%eth0', '::ffff:10.0.0.1', '64:ff9b::a00:1']],
    [
      'never',
      ['0.0.0.0', '::', '255.255.255.255', '224.0.0.1', 'ff02::1', '240.0.0.1', '192.0.2.1', '198.18.0.1'],
    ],
    // Metadata of clouds, tunnels that hide an address, and what of IPv6 nobody was given.
    [
      'never',
      [
        '169.254.169.254',
        '169.254.170.2',
        '100.100.100.200',
        '168.63.129.16',
        'fd00:ec2::254',
        '::ffff:a9fe:a9fe',
      ],
    ],
    ['never', ['64:ff9b:1::7f00:1', '64:ff9b:1:a9fe:a9:fe00:808:808']],
    ['never', ['64:ff9b::a9fe:a9fe', '2002:a00:1::', '2001:0:1::', '2001:db8::1', '::7f00:1', '4000::1']],
  ])('%s: %j', (expected, addresses) => {
    for (const address of addresses) expect([address, classOf(address)]).toEqual([address, expected]);
  });

  test('of one class whether it is written as IPv4 or inside IPv6', () => {
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        expect(classOf(`::ffff:${address}`)).toBe(classOf(address));
        expect(classOf(`64:ff9b::${address}`)).toBe(classOf(address));
      }),
    );
  });
});

test.each(['localhost', 'LOCALHOST.', 'n8n.localhost', '127.0.0.1', '[::1]', '::ffff:127.0.0.1'])(
  '%s means this machine',
  (host) => expect(isLoopbackHost(host)).toBe(true),
);

test.each(['localhost.example.com', 'notlocalhost', '128.0.0.1', '0.0.0.0'])('%s does not', (host) =>
  expect(isLoopbackHost(host)).toBe(false),
);

test('a list names hosts, with a wildcard for those below one', () => {
  const listed = ['n8n.local', '*.example.com', '[fd12::1]'];
  for (const host of ['n8n.local', 'N8N.Local.', 'a.example.com', 'a.b.example.com', 'fd12::1'])
    expect([host, isListed(host, listed)]).toEqual([host, true]);
  for (const host of ['example.com', 'badexample.com', 'n8n.local.evil.com', 'x.n8n.local'])
    expect([host, isListed(host, listed)]).toEqual([host, false]);
});

test('the metadata of clouds stays out of reach also where the operator allows the host', () => {
  const settings = { ...network, privateHosts: ['169.254.169.254', '10.0.0.1'] };
  expect(() => checkAddress('10.0.0.1', '10.0.0.1', settings)).not.toThrow();
  expect(() => checkAddress('169.254.169.254', '169.254.169.254', settings)).toThrow(
    expect.objectContaining({ code: 'network.blocked' }),
  );
});

describe('a guarded lookup', () => {
  const answering = (...addresses: string[]): Lookup => {
    return (_host, _options, callback) =>
      callback(
        null,
        addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      );
  };
  const resolve = (host: string, lookup: Lookup, settings = network) =>
    new Promise((done) =>
      guardedLookup(settings, lookup)(host, { all: true }, (error, found) => done(error ?? found)),
    );

  test('hands on only the addresses that may be spoken to', async () => {
    expect(await resolve('two.example.com', answering('10.0.0.1', '8.8.8.8', '::1'))).toEqual([
      { address: '8.8.8.8', family: 4 },
    ]);
  });

  test.each([
    ['private.example.com', '10.0.0.1', /private network/],
    ['here.example.com', '127.0.0.1', /this computer/],
    ['cloud.example.com', '169.254.169.254', /nothing is ever sent/],
    ['localhost', '8.8.8.8', /this computer/],
  ])('refuses %s at %s', async (host, address, sentence) => {
    expect(await resolve(host, answering(address))).toMatchObject({
      code: 'network.blocked',
      reason: 'blocked',
      message: expect.stringMatching(sentence),
    });
  });

  test('lets the operator allow a host, also one that is this computer', async () => {
    const settings = { ...network, privateHosts: ['*.example.com'] };
    const allowed = [{ address: '10.0.0.1', family: 4 }];
    expect(await resolve('private.example.com', answering('10.0.0.1'), settings)).toEqual(allowed);
    expect(await resolve('here.example.com', answering('::1'), settings)).toHaveLength(1);
  });

  test('passes on that a name is not known', async () => {
    const unknown = Object.assign(new Error('no such name'), { code: 'ENOTFOUND' });
    expect(await resolve('nowhere', (_host, _options, callback) => callback(unknown, []))).toBe(unknown);
  });
});
