import { z } from 'zod';
import {
  colourSchema,
  layerNameSchema,
  layerOverrideSchema,
  maxTextChars,
  pictureSchema,
  templateIdSchema,
} from './template.ts';

/** Which layer of a template takes what from a photo's placement. Plain data: kept, edited on screen, snapshotted. */
export const fitModes = ['cover', 'contain', 'stretch'] as const;
export const fitModeSchema = z.enum(fitModes);
export type FitMode = z.infer<typeof fitModeSchema>;

/** A value by its name (shared/rendering/values.ts lists them): `mug_x`, `zone`, `template_params.title`. */
export const valueNameSchema = z.string().regex(/^[\w.-]{1,100}$/, 'This is not the name of a value.');

/** True when the value compares so. A value that is not there is only `missing`. */
export const conditionSchema = z.object({
  value: valueNameSchema,
  is: z.enum(['=', '≠', '<', '≤', '>', '≥', 'missing', 'there']),
  to: z.union([z.string().max(200), z.number()]).default(''),
});
export type Condition = z.infer<typeof conditionSchema>;

export const layerMappingSchema = z.object({
  layer: layerNameSchema,
  /** Whose values: the photo at this place of the page, from 0. */
  cell: z.number().int().min(0).max(99).default(0),
  /** The layer goes where this is in the photo, in the coordinates of the frame that shows the photo. */
  place: z
    .object({
      to: z.enum(['mug', 'printArea', 'centre']),
      position: z.boolean().default(true),
      size: z.boolean().default(true),
      rotation: z.boolean().default(false),
      /** Added on every side, pixels of the template. */
      margin: z.number().min(-2_000).max(2_000).default(0),
    })
    .optional(),
  /** A text with placeholders: `{{mug_count}} mugs in {{photo_name}}`. */
  text: z.string().max(maxTextChars).optional(),
  picture: pictureSchema.optional(),
  /** The value with this name becomes the rating; a share of 1 becomes five stars. */
  rating: valueNameSchema.optional(),
  /** Fill, text or border colour: the first whose condition holds. */
  colour: z
    .array(z.object({ when: conditionSchema.optional(), colour: colourSchema }))
    .max(20)
    .optional(),
  /** Shown only when all of these hold. */
  visible: z.array(conditionSchema).max(20).optional(),
  /** Fixed values, whatever the photo. */
  fixed: layerOverrideSchema.optional(),
});
export type LayerMapping = z.infer<typeof layerMappingSchema>;

export const mappingSchema = z.object({
  templateId: templateIdSchema,
  /**
   * The image layer that shows the photo: positions are converted through its box. Null: the whole canvas. In a
   * contact sheet `*` stands for the number of the cell, from 1: `photo-*`.
   */
  frame: layerNameSchema.nullable(),
  fit: fitModeSchema,
  layers: z.array(layerMappingSchema).max(500),
});
export type Mapping = z.infer<typeof mappingSchema>;

/** Beyond any photo, within what can be reckoned with. */
const coordinateSchema = z.number().min(-1_000_000).max(1_000_000);
const placedSchema = z.object({ x: coordinateSchema, y: coordinateSchema });

/** Where the design goes on the mug, corrected by hand: corners clockwise from the top left, pixels of the photo. */
export const designPlacementSchema = z.object({
  corners: z.array(placedSchema).length(4),
  /** Depth of the curve along the rim, as a share of the area's width: 0 is flat, positive sags as seen from above. */
  curve: z.number().min(-0.5).max(0.5).optional(),
});
export type DesignPlacement = z.infer<typeof designPlacementSchema>;
