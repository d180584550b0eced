import { z } from 'zod';

/**
 * What a picture is made of: a canvas and named layers, as Templated.io has them
 * (https://templated.io/docs/), so that either of the two renderers can draw it. Lengths are pixels of the template,
 * origin top left, y down; angles are degrees clockwise around the layer's centre.
 */
export const renderFormats = ['png', 'jpeg', 'webp', 'pdf'] as const;
export const renderFormatSchema = z.enum(renderFormats);
export type RenderFormat = z.infer<typeof renderFormatSchema>;

/** Who draws: the service, or this machine. */
export const renderProviders = ['templated', 'local'] as const;
export const renderProviderSchema = z.enum(renderProviders);
export type RenderProvider = z.infer<typeof renderProviderSchema>;

const pixelSchema = z.number().min(-20_000).max(20_000);
const lengthSchema = z.number().min(0).max(20_000);
const shareSchema = z.number().min(0).max(1);

/** `#rgb`, `#rrggbb`, `#rrggbbaa` or `transparent`. */
export const colourSchema = z
  .string()
  .regex(/^(#([0-9a-f]{3}|[0-9a-f]{6}|[0-9a-f]{8})|transparent)$/i, 'Write a colour such as #1f6feb.');

/** Templated takes at most this; so do we, whoever draws. */
export const maxTextChars = 10_000;
export const [minTemplateSide, maxTemplateSide] = [100, 5_000];
const sideSchema = z.number().int().min(minTemplateSide).max(maxTemplateSide);

/** What an image layer can show. Only ids and kinds: no path and no foreign URL ever gets into a template of ours. */
export const pictureSchema = z.discriminatedUnion('kind', [
  /** The photo itself. */
  z.object({ kind: z.literal('photo') }),
  /** The photo with what was found drawn on it. */
  z.object({ kind: z.literal('overlay') }),
  /** The mug cut out of the photo, with a margin around its box as a share of the box' longer side. */
  z.object({ kind: z.literal('mug'), margin: z.number().min(0).max(2) }),
  /** The operator's design as it is. */
  z.object({ kind: z.literal('design') }),
  /**
   * The photo with the design laid onto the mug; with a margin, cut around the mug as above. `bare`: without a design
   * the photo alone instead of nothing.
   */
  z.object({
    kind: z.literal('mockup'),
    margin: z.number().min(0).max(2).optional(),
    bare: z.boolean().optional(),
  }),
  /** A design of the operator's, always the same: a logo. */
  z.object({ kind: z.literal('asset'), designId: z.string().regex(/^[0-9a-f]{64}$/) }),
  /** A picture on the web: only Templated fetches it; the local renderer leaves it out and says so. */
  z.object({ kind: z.literal('url'), url: z.url({ protocol: /^https$/ }).max(2_000) }),
]);
export type Picture = z.infer<typeof pictureSchema>;

export const fontFamilies = ['Inter', 'Lora', 'Pacifico'] as const;

/** What every layer has. */
const placeShape = {
  x: pixelSchema,
  y: pixelSchema,
  width: lengthSchema,
  height: lengthSchema,
  rotation: z.number().min(-360).max(360),
  opacity: shareSchema,
  hide: z.boolean(),
};

const textShape = {
  text: z.string().max(maxTextChars, `A text has at most ${maxTextChars} characters.`),
  color: colourSchema,
  background: colourSchema,
  fontFamily: z.string().min(1).max(100),
  fontSize: z.number().min(1).max(2_000),
  fontWeight: z.number().int().min(100).max(900),
  italic: z.boolean(),
  letterSpacing: z.number().min(-100).max(1_000),
  /** A multiple of the font size. */
  lineHeight: z.number().min(0.5).max(5),
  horizontalAlign: z.enum(['left', 'center', 'right']),
  verticalAlign: z.enum(['top', 'center', 'bottom']),
  /** Shrinks the text until it fits its box; what does not fit otherwise is cut with an ellipsis. */
  autofit: z.boolean(),
};

const imageShape = {
  picture: pictureSchema.nullable(),
  objectFit: z.enum(['cover', 'contain', 'fill', 'none']),
  borderWidth: lengthSchema,
  borderColor: colourSchema,
  /** Pixels; half of the shorter side makes it round. */
  borderRadius: lengthSchema,
};

const shapeShape = {
  /** One SVG element, drawn to fill the layer's box. Scripts, texts and anything external are refused. */
  svg: z.string().max(200_000),
  /** Replace the fill and the stroke of the whole drawing; null leaves them. */
  fill: colourSchema.nullable(),
  stroke: colourSchema.nullable(),
};

const ratingShape = {
  /** Stars out of five; halves are drawn. */
  rating: z.number().min(0).max(5),
  color: colourSchema,
};

export const layerNameSchema = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[^\p{Cc}]+$/u, 'The name of a layer has no control characters.');

const layerOf = <T extends string, S extends z.ZodRawShape>(type: T, shape: S) =>
  z.object({ layer: layerNameSchema, type: z.literal(type), ...placeShape, ...shape });

export const layerSchema = z.discriminatedUnion('type', [
  layerOf('text', textShape),
  layerOf('image', imageShape),
  layerOf('shape', shapeShape),
  layerOf('rating', ratingShape),
]);
export type Layer = z.infer<typeof layerSchema>;
export type LayerOf<T extends Layer['type']> = Extract<Layer, { type: T }>;

/** What a layer is to be instead, for one picture. Zero, false and the empty text count: they are sent. */
export const layerOverrideSchema = z
  .strictObject({ ...placeShape, ...textShape, ...imageShape, ...shapeShape, ...ratingShape })
  .partial();
export type LayerOverride = z.infer<typeof layerOverrideSchema>;

/** By the name of the layer. */
export const layerOverridesSchema = z.record(layerNameSchema, layerOverrideSchema);
export type LayerOverrides = z.infer<typeof layerOverridesSchema>;

/** `local:NAME` for those that come with the program, `own:…` for the operator's, else Templated's id. */
export const templateIdSchema = z
  .string()
  // Dots alone would climb in a path.
  .regex(/^(?!\.+$)[\w:.-]{1,100}$/, 'This is not the id of a template.');

export const templateSchema = z.object({
  id: templateIdSchema,
  /** Where it lives. One of Templated's is kept here too once it was read, so that this machine can draw it. */
  source: renderProviderSchema,
  /** Comes with the program and cannot be changed, only cloned. */
  builtIn: z.boolean(),
  name: z.string().min(1).max(200),
  description: z.string().max(2_000),
  tags: z.array(z.string().min(1).max(50)).max(50),
  folder: z.string().max(200).nullable(),
  width: sideSchema,
  height: sideSchema,
  background: colourSchema,
  /** Photos on one page: 1 for a card of one photo, more for a contact sheet. */
  cells: z.number().int().min(1).max(100),
  /** From the back to the front; names are unique. */
  layers: z.array(layerSchema).max(500),
  updatedAt: z.iso.datetime(),
});
export type Template = z.infer<typeof templateSchema>;

/** One of the gallery: its picture is at /templates/ID/thumbnail. */
export const templateSummarySchema = templateSchema
  .omit({ layers: true })
  .extend({ layers: z.number().int().nullable() });
export type TemplateSummary = z.infer<typeof templateSummarySchema>;
