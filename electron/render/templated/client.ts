import { type Call, type ConnectionOptions, createConnection } from './connection.ts';
import { type Downloaded, download } from './download.ts';
import { createRenderCalls, type RenderCalls } from './render-calls.ts';
import { createTemplateCalls, type TemplateCalls } from './template-calls.ts';
import { TemplatedError } from './templated-error.ts';
import { type Account, accountFromWire, urlFromWire } from './wire.ts';

/** Everything that is asked of Templated.io, https://templated.io/docs/ */
export interface TemplatedClient extends TemplateCalls, RenderCalls {
  /** The base URL: whom it speaks to. */
  server(): string;
  /** What of the plan is used up: the gauge, and a health check that costs nothing. */
  account(options?: Call): Promise<Account>;
  /** Hands over a picture (JPEG, PNG or WebP of 2 MB at most) and gives its address. */
  upload(file: { name: string; bytes: Uint8Array; mediaType: string }, options?: Call): Promise<string>;
  /** The file at the address that Templated gave for a render. */
  download(url: string, options?: Call): Promise<Downloaded>;
}

/** https://templated.io/docs/ */
export const maxUploadBytes = 2 * 1024 * 1024;
const uploadTimeoutMs = 30_000;

/** Speaks to Templated.io. Throws TemplatedError or NetworkError; the key goes only to the base URL. */
export function createTemplatedClient(options: ConnectionOptions): TemplatedClient {
  const connection = createConnection(options);
  const { askJson } = connection;
  const fetchFile = (url: string, call?: Call) =>
    download(url, { http: options.http, baseUrl: options.baseUrl(), ...call });

  return {
    server: options.baseUrl,
    ...createTemplateCalls(connection),
    ...createRenderCalls({ connection, clock: options.clock, download: fetchFile }),
    account: async (call) => accountFromWire(await askJson({ method: 'GET', path: '/account', ...call })),
    async upload({ name, bytes, mediaType }, call) {
      if (bytes.byteLength > maxUploadBytes) {
        const message = `The picture “${name}” is too large for Templated: it takes 2 MB. Use a smaller one.`;
        throw new TemplatedError('templated.refused', message, { reason: 'tooLarge', retryable: false });
      }
      const form = new FormData();
      form.set('file', new Blob([new Uint8Array(bytes)], { type: mediaType }), name);
      const value = await askJson({
        method: 'POST',
        path: '/upload',
        form,
        timeoutMs: uploadTimeoutMs,
        ...call,
      });
      return urlFromWire(value, 'an upload');
    },
    download: fetchFile,
  };
}
