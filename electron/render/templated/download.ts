import { AppError } from '../../../shared/errors.ts';
import type { RenderFormat } from '../../../shared/template.ts';
import { isLoopbackHost } from '../../http/address-guard.ts';
import type { Http } from '../../http.ts';
import { readPhotoHeader } from '../../pipeline/photo-header.ts';
import { TemplatedError } from './templated-error.ts';

/** A file that Templated made. */
export interface Downloaded {
  bytes: Uint8Array;
  /** By its content. */
  format: RenderFormat;
  /** Null for a PDF. */
  width: number | null;
  height: number | null;
}

/** A picture of 10,000 × 10,000 pixels, the largest there can be, has its place below this as PNG of a photo. */
export const maxDownloadBytes = 50 * 1024 * 1024;
/** 5,000 pixels at twice the size. */
const maxSide = 10_000;
const timeoutMs = 30_000;

/**
 * Fetches a file without the key: the link itself is the permission. Only over HTTPS or from the host of the base
 * URL; a redirect is a refusal. Throws templated.badAnswer, `notFound` for a link that has expired, network.*.
 */
export async function download(
  address: string,
  options: { http: Http; baseUrl: string; signal?: AbortSignal | undefined },
): Promise<Downloaded> {
  const url = allowed(address, options.baseUrl);
  const answer = await options.http({
    method: 'GET',
    url: url.href,
    timeoutMs,
    maxAnswerBytes: maxDownloadBytes + 1,
    binary: true,
    signal: options.signal,
  });
  const { status, bytes = new Uint8Array() } = answer;
  // S3 answers 403 for a signed link that has expired, and for a file that is gone.
  if ([401, 403, 404, 410].includes(status)) throw expired(status);
  if (status >= 500 || status === 429) {
    const message = `The file of the render could not be fetched from ${url.host} (${status}).`;
    throw new TemplatedError('network.unreachable', message, {
      reason: 'serverError',
      retryable: true,
      status,
    });
  }
  if (status !== 200) throw unusable(`it came with the status ${status}`, status);
  if (bytes.byteLength > maxDownloadBytes) throw unusable('it is larger than 50 MB');
  return contentOf(bytes);
}

function allowed(address: string, baseUrl: string): URL {
  const [url, base] = [URL.parse(address), URL.parse(baseUrl)];
  if (url === null) throw unusable('its address is none');
  if (base !== null && url.origin === base.origin) return url;
  // What runs on this computer is no business of a server elsewhere.
  if (url.protocol === 'https:' && !isLoopbackHost(url.hostname)) return url;
  throw unusable(`it is at ${url.host}, which is not spoken to for this`);
}

/** By its first bytes. */
export function isPdf(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, 5)).toString('latin1') === '%PDF-';
}

function contentOf(bytes: Uint8Array): Downloaded {
  if (isPdf(bytes)) return { bytes, format: 'pdf', width: null, height: null };
  const { format, width, height, complete } = headerOf(bytes);
  if (format !== 'png' && format !== 'jpeg' && format !== 'webp') throw unusable(`it is a ${format} file`);
  if (!complete) throw unusable('it is cut short');
  if (width > maxSide || height > maxSide) throw unusable(`it has ${width} × ${height} pixels`);
  return { bytes, format, width, height };
}

function headerOf(bytes: Uint8Array) {
  try {
    return readPhotoHeader(bytes);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw unusable(bytes.byteLength === 0 ? 'it is empty' : 'it is neither a picture nor a PDF');
  }
}

function unusable(why: string, status?: number): TemplatedError {
  const message = `The file that Templated made cannot be used: ${why}. Try again, or draw it on this computer.`;
  return new TemplatedError('templated.badAnswer', message, {
    reason: 'badAnswer',
    retryable: true,
    ...(status !== undefined && { status }),
  });
}

function expired(status: number): TemplatedError {
  const message = `The link to the file of the render has expired (${status}). Retry: it is asked for again.`;
  return new TemplatedError('notFound', message, { reason: 'notFound', retryable: true, status });
}
