import { z } from 'zod';

export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;
export const logLevelSchema = z.enum(logLevels);
export type LogLevel = z.infer<typeof logLevelSchema>;

/** Ids by which the steps of one photo are found, from the photo to the last attempt to tell of it. */
export const correlationFields = [
  'photoId',
  'analysisId',
  'eventId',
  'deliveryId',
  'channelId',
  'batchId',
  'renderId',
] as const;

/** One line of the log, secrets redacted when it was written. */
export const logEntrySchema = z.object({
  at: z.iso.datetime(),
  level: logLevelSchema,
  message: z.string(),
  /** Those of the ids above that it has. */
  ids: z.partialRecord(z.enum(correlationFields), z.string()),
  /** The rest of it. */
  fields: z.record(z.string(), z.json()),
});
export type LogEntry = z.infer<typeof logEntrySchema>;
