/** What the command ends with: all went well, some photo failed, it was called in a wrong way, a notice that was to
 *  be waited for did not arrive. */
export const exitStatus = {
  ok: 0,
  failed: 1,
  usage: 2,
  notDelivered: 3,
  interrupted: 130,
  terminated: 143,
} as const;

/** Wrong use of the command line: a sentence for the one who typed it. */
export class UsageError extends Error {}
