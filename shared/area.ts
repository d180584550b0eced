import { z } from 'zod';
import { unitSchema } from './analysis.ts';

export const areaIdSchema = z.string().regex(/^[\w-]{1,64}$/);

const draftShape = {
  name: z.string().trim().min(1, 'Give it a name.').max(60, 'A name has at most 60 characters.'),
  x: unitSchema,
  y: unitSchema,
  width: z.number().gt(0, 'It has no width.').max(1),
  height: z.number().gt(0, 'It has no height.').max(1),
};

/** What is drawn to the very edge may miss it by a rounding. */
const isInside = (start: number, length: number) => start + length <= 1 + 1e-9;

/** A named part of the frame that rules speak of ("inside the area 'Tray'"): shares of the frame, 0 to 1. */
export const areaSchema = z.object({ id: areaIdSchema, ...draftShape });
export type Area = z.infer<typeof areaSchema>;

/** One to be kept; a new one without an id. */
export const areaDraftSchema = z
  .object({ id: areaIdSchema.optional(), ...draftShape })
  .refine(({ x, width }) => isInside(x, width), { path: ['width'], error: 'It reaches out of the frame.' })
  .refine(({ y, height }) => isInside(y, height), {
    path: ['height'],
    error: 'It reaches out of the frame.',
  });
export type AreaDraft = z.infer<typeof areaDraftSchema>;
