import { z } from 'zod';

/** A file made for the operator: it waits at /exports/ID under its name for an hour. */
export const exportedFileSchema = z.object({
  id: z.string().min(1).max(64),
  name: z.string(),
  mediaType: z.string(),
  bytes: z.number().int(),
});
export type ExportedFile = z.infer<typeof exportedFileSchema>;
