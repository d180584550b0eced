import type { AppError, ErrorCode } from '../../../shared/errors.ts';

const statusByCode: Partial<Record<ErrorCode, number>> = {
  'call.invalid': 400,
  'host.unauthorized': 401,
  'host.forbidden': 403,
  notFound: 404,
  'host.tooSlow': 408,
  'hook.conflict': 409,
  'host.tooLarge': 413,
  'photo.tooLarge': 413,
  'host.tooMany': 429,
  'storage.locked': 503,
  'storage.full': 507,
};
/** Addresses that are never fetched: trying again is of no use. */
const refusedAddresses: readonly ErrorCode[] = [
  'network.blocked',
  'network.insecure',
  'network.misconfigured',
];

/** The status that a hook's error is answered with. 422: what was sent is of no use; 502: somebody else failed. */
export function statusOfHook({ code }: AppError): number {
  const status = statusByCode[code];
  if (status !== undefined) return status;
  if (code.startsWith('photo.') || refusedAddresses.includes(code)) return 422;
  return code.startsWith('network.') || code.startsWith('templated.') ? 502 : 500;
}
