import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createSecureContext, getCACertificates, type SecureContext } from 'node:tls';
import { Agent, type Dispatcher, EnvHttpProxyAgent } from 'undici';
import type { NetworkSettings } from '../../shared/settings.ts';
import { guardedLookup, isLoopbackHost, type Lookup } from './address-guard.ts';
import { LocalNetworkError } from './network-error.ts';

export interface DispatchersOptions {
  settings: NetworkSettings;
  env: Readonly<Record<string, string | undefined>>;
  lookup?: Lookup;
}

/** Pools of connections, straight and through the proxy, under one state of the settings. */
export interface Dispatchers {
  of(url: URL): Dispatcher;
  /** Waits for what runs. */
  close(): Promise<void>;
}

const connectTimeoutMs = 5_000;
const headersTimeoutMs = 30_000;
/** Silence in the middle of an answer. */
const bodyTimeoutMs = 10_000;

/**
 * Opens the pools. Throws NetworkError `network.misconfigured` for a proxy or a file of certificates that is of no
 * use. Through a proxy it is the proxy that resolves names: only addresses that are written out are guarded then.
 */
export function createDispatchers({ settings, env, lookup }: DispatchersOptions): Dispatchers {
  const secureContext = secureContextOf(settings.caFile, env.NODE_EXTRA_CA_CERTS);
  const tls = secureContext === null ? {} : { secureContext };
  const common = {
    connectTimeout: connectTimeoutMs,
    headersTimeout: headersTimeoutMs,
    bodyTimeout: bodyTimeoutMs,
    allowH2: false,
  };
  const connect = {
    ...tls,
    timeout: connectTimeoutMs,
    allowH2: false,
    lookup: guardedLookup(settings, lookup),
  };
  const direct = new Agent({ ...common, connect });
  const proxies = proxiesOf(settings.proxyUrl, env);
  if (proxies === null) return { of: () => direct, close: () => direct.close() };

  const requestTls = { ...tls, allowH2: false };
  const proxied = new EnvHttpProxyAgent({ ...common, ...proxies, connect, requestTls, proxyTls: requestTls });
  return {
    // What runs on this machine is never to be found through a proxy.
    of: (url) => (isLoopbackHost(url.hostname) ? direct : proxied),
    async close() {
      await Promise.all([direct.close(), proxied.close()]);
    },
  };
}

/** Whether anything may go through a proxy. Throws NetworkError for one that is none. */
export function isProxied(proxyUrl: string, env: DispatchersOptions['env']): boolean {
  return proxiesOf(proxyUrl, env) !== null;
}

/** NO_PROXY also exempts hosts from the proxy of the settings. Empty strings keep undici off process.env. */
function proxiesOf(proxyUrl: string, env: DispatchersOptions['env']) {
  const httpProxy = withScheme(proxyUrl || env.http_proxy || env.HTTP_PROXY || '');
  const httpsProxy = withScheme(proxyUrl || env.https_proxy || env.HTTPS_PROXY || httpProxy);
  if (httpProxy === '' && httpsProxy === '') return null;
  for (const url of [httpProxy, httpsProxy]) {
    if (url !== '' && !/^https?:$/.test(URL.parse(url)?.protocol ?? '')) {
      throw misconfigured(
        'The address of the proxy is none. Correct HTTPS_PROXY and HTTP_PROXY, or the proxy in the network settings.',
      );
    }
  }
  return { httpProxy, httpsProxy, noProxy: env.no_proxy || env.NO_PROXY || '' };
}

/** `proxy.example.com:3128`, as curl and many an environment have it. */
function withScheme(proxy: string): string {
  return proxy === '' || proxy.includes('://') ? proxy : `http://${proxy}`;
}

/** The usual certificates and the operator's; null when there are only the usual ones. */
export function secureContextOf(...files: readonly (string | undefined)[]): SecureContext | null {
  const own = files.flatMap((file) => (file ? certificatesOf(file) : []));
  return own.length === 0 ? null : createSecureContext({ ca: [...getCACertificates('default'), ...own] });
}

function certificatesOf(file: string): string[] {
  try {
    const text = readFileSync(file, 'utf8');
    const found = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
    if (found.length === 0) throw new Error('It holds no certificate in PEM form.');
    return found.map((certificate) => new X509Certificate(certificate).toString());
  } catch (cause) {
    throw misconfigured(
      `The file with certificates to trust, ${file}, cannot be used: it is missing or holds no certificates in PEM form. Correct it in the network settings.`,
      cause,
    );
  }
}

function misconfigured(message: string, cause?: unknown): LocalNetworkError {
  return new LocalNetworkError('network.misconfigured', 'misconfigured', message, cause);
}
