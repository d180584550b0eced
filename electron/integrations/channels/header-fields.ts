import { z } from 'zod';

/** Headers that belong to the transport or to the signature (RFC 9110, 7.6.1). */
const taken =
  /^(webhook-.*|host|content-(length|type|encoding)|transfer-encoding|connection|keep-alive|upgrade|expect|te|trailer|proxy-.*)$/i;

/** The name of a header that an operator may set. */
export const headerNameSchema = z
  .string()
  .regex(/^[\w!#$%&'*+.^`|~-]{1,100}$/, 'A header name has letters, digits and - only.')
  .refine((name) => !taken.test(name), 'This header is set by the program itself.');

/** The value of a header: one line of visible ASCII, as every server understands it. */
export const headerValueSchema = z
  .string()
  .max(4_000)
  .regex(/^[\x20-\x7e]*$/, 'A header value is one line without accents or emoji.');
