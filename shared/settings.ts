import { z } from 'zod';
import { executionProviderSchema, unitSchema } from './analysis.ts';
import { conditionSchema } from './mapping.ts';
import { renderFormatSchema, templateIdSchema } from './template.ts';

/** Points and areas of settings are shares of the frame, so that they hold for photos of every size. */
const sharePointSchema = z.object({ x: unitSchema, y: unitSchema });
const shareBoxSchema = sharePointSchema.extend({ width: unitSchema, height: unitSchema });

/** Detections scoring below `ignoreBelow` are left out; those below `reviewBelow` are marked for review. */
export const detectionSettingsSchema = z
  .object({ ignoreBelow: unitSchema.default(0.3), reviewBelow: unitSchema.default(0.45) })
  .refine((value) => value.ignoreBelow <= value.reviewBelow, {
    path: ['reviewBelow'],
    message: 'The review threshold must not be lower than the ignore threshold.',
  });

/** How pixels become millimetres. */
export const calibrationSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('pixelsPerMillimetre'), value: z.number().positive() }),
  z.object({
    kind: z.literal('mug'),
    dimension: z.enum(['height', 'width']),
    millimetres: z.number().positive(),
  }),
  z.object({
    kind: z.literal('line'),
    from: sharePointSchema,
    to: sharePointSchema,
    millimetres: z.number().positive(),
  }),
]);
export type Calibration = z.infer<typeof calibrationSchema>;

/** What offsets are measured from. */
export const referenceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('frameCentre') }),
  z.object({ kind: z.literal('point'), point: sharePointSchema }),
  z.object({ kind: z.literal('area'), area: shareBoxSchema }),
]);
export type Reference = z.infer<typeof referenceSchema>;

export const positioningSettingsSchema = z.object({
  /** Width of the left and right zones, and height of the top and bottom zones, as a share of the frame. */
  zoneEdges: z
    .object({ horizontal: z.number().gt(0).lt(0.5), vertical: z.number().gt(0).lt(0.5) })
    .default({ horizontal: 1 / 3, vertical: 1 / 3 }),
  /** A mug covering less than `small` of the frame is small, at least `large` is large. */
  sizeClasses: z
    .object({ small: unitSchema, large: unitSchema })
    .refine((value) => value.small < value.large, {
      path: ['large'],
      message: 'Large must be bigger than small.',
    })
    .default({ small: 0.03, large: 0.2 }),
  /** Mugs are aligned when they deviate from their line by at most this share of the mean mug size. */
  alignmentTolerance: z.number().positive().max(1).default(0.15),
  reference: referenceSchema.default({ kind: 'frameCentre' }),
  calibration: calibrationSchema.default({ kind: 'none' }),
});
export type PositioningSettings = z.infer<typeof positioningSettingsSchema>;

export const inferenceSettingsSchema = z.object({
  provider: z.union([z.literal('auto'), executionProviderSchema]).default('auto'),
  /** One thread is the fastest choice whenever another process wants a core too (models/README.md). */
  intraOpThreads: z.number().int().min(1).max(64).default(1),
  timeoutMs: z.number().int().min(1_000).max(600_000).default(30_000),
});
export type InferenceSettings = z.infer<typeof inferenceSettingsSchema>;

export const photoSettingsSchema = z.object({
  maxMegapixels: z.number().positive().max(1_000).default(100),
  maxMegabytes: z.number().positive().max(1_024).default(64),
});
export type PhotoSettings = z.infer<typeof photoSettingsSchema>;

export const appearanceSettingsSchema = z.object({
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  units: z.enum(['px', 'mm']).default('px'),
});

/** A host as it stands in a URL, without a port: `n8n.local`, `10.0.0.7`, `*.example.com`. */
const hostNameSchema = z
  .string()
  .regex(/^(\*\.)?[A-Za-z0-9:.\-_[\]]{1,253}$/, 'This is not the name of a host.');

/** How the program reaches the outside. */
export const networkSettingsSchema = z.object({
  /** Empty: the environment's HTTPS_PROXY, HTTP_PROXY and NO_PROXY decide. A login belongs in the environment. */
  proxyUrl: z
    .union([z.literal(''), z.url({ protocol: /^https?$/, error: 'This is not the address of a proxy.' })])
    .refine((value) => !/\/\/[^/]*@/.test(value), 'Put the login of the proxy into HTTPS_PROXY instead.')
    .default(''),
  /** A file with certificates (PEM) to trust besides the usual ones; empty for none. */
  caFile: z.string().max(1_024).default(''),
  /** Hosts that may be spoken to without encryption. */
  insecureHosts: z.array(hostNameSchema).max(100).default([]),
  /** Hosts that may be in a private network. */
  privateHosts: z.array(hostNameSchema).max(100).default([]),
});
export type NetworkSettings = z.infer<typeof networkSettingsSchema>;

/** How long what was said is kept, and how much may wait. */
export const deliverySettingsSchema = z.object({
  keepDeliveredDays: z.number().int().min(1).max(3_650).default(30),
  keepFailedDays: z.number().int().min(1).max(3_650).default(90),
  /** Alerts that have ended, with all that was done about them. */
  keepAlertsDays: z.number().int().min(1).max(3_650).default(180),
  /** A delivery that is not through by then becomes a dead letter. */
  giveUpAfterDays: z.number().int().min(1).max(365).default(14),
  maxWaiting: z.number().int().min(100).max(10_000_000).default(100_000),
  maxWaitingMegabytes: z.number().int().min(1).max(10_000).default(256),
  /** Waits for the disk at every write. Without it a power cut, not a crash, can take the last moments. */
  survivePowerCut: z.boolean().default(true),
});
export type DeliverySettings = z.infer<typeof deliverySettingsSchema>;

/** Who draws pictures, and which template a photo gets. */
export const renderSettingsSchema = z.object({
  /** In this order: the second one draws when the first has no key or cannot be reached; a result says so. */
  order: z.enum(['templatedThenLocal', 'templatedOnly', 'localOnly']).default('templatedThenLocal'),
  /** A public address that Templated itself is to call when a picture is done; empty for none. */
  templatedWebhookUrl: z
    .union([
      z.literal(''),
      z.url({ protocol: /^https$/, error: 'Write an address that begins with https://.' }),
    ])
    .default('')
    .meta({ placeholder: 'https://example.com/hooks/templated' }),
  templatedBaseUrl: z
    .url({ protocol: /^https?$/, error: 'This is not the address of a server.' })
    .default('https://api.templated.io/v1'),
  /** The first whose conditions all hold gives the template; null: no picture. Asked when a render names none. */
  choices: z
    .array(
      z.object({
        when: z.array(conditionSchema).max(20),
        templateId: templateIdSchema.nullable(),
      }),
    )
    .max(100)
    .default([]),
  /** When no choice fits; null: no picture. */
  otherwise: templateIdSchema.nullable().default('local:overlay-card'),
  format: renderFormatSchema.default('png'),
});
export type RenderSettings = z.infer<typeof renderSettingsSchema>;

/** The way in for other programs, closed until it is opened. */
export const hooksSettingsSchema = z.object({
  enabled: z.boolean().default(false),
  /** Of the desktop; on the page's host hooks are beside the page. */
  port: z.number().int().min(1_024).max(65_535).default(4_290),
});
export type HooksSettings = z.infer<typeof hooksSettingsSchema>;
/** How rules are judged and written. */
export const ruleSettingsSchema = z.object({
  /** Rules "in the … context" hold while it is this one; empty for none. */
  context: z.string().trim().max(60).default(''),
  /** A service of the OpenAI kind that turns free words into sentences of rules. Its key is kept apart. */
  assistant: z
    .object({
      enabled: z.boolean().default(false),
      baseUrl: z
        .union([
          z.literal(''),
          z.url({ protocol: /^https?$/, error: 'Write an address that begins with https://.' }),
        ])
        .refine((value) => !/\/\/[^/]*@/.test(value), 'Put the key into its own field.')
        .default('')
        .meta({ placeholder: 'https://api.example.com/v1' }),
      model: z.string().trim().max(200).default(''),
    })
    .prefault({}),
});
export type RuleSettings = z.infer<typeof ruleSettingsSchema>;

/** What the program tells of its own accord, beyond what goes wrong. */
export const announcementSettingsSchema = z.object({
  /** Every start and stop; an update and a crash are always told. */
  startAndStop: z.boolean().default(false),
  /** A PDF with all photos of a batch goes with the news that it is done. */
  batchContactSheet: z.boolean().default(false),
});

/** What other programs may collect. */
export const monitoringSettingsSchema = z.object({
  /** The desktop answers GET /metrics and GET /health on the port of the hooks; the page's host always does. */
  serveMetrics: z.boolean().default(false),
});
export type MonitoringSettings = z.infer<typeof monitoringSettingsSchema>;

export const settingsSchema = z.object({
  detection: detectionSettingsSchema.prefault({}),
  positioning: positioningSettingsSchema.prefault({}),
  inference: inferenceSettingsSchema.prefault({}),
  photos: photoSettingsSchema.prefault({}),
  appearance: appearanceSettingsSchema.prefault({}),
  network: networkSettingsSchema.prefault({}),
  delivery: deliverySettingsSchema.prefault({}),
  render: renderSettingsSchema.prefault({}),
  hooks: hooksSettingsSchema.prefault({}),
  announcements: announcementSettingsSchema.prefault({}),
  monitoring: monitoringSettingsSchema.prefault({}),
  rules: ruleSettingsSchema.prefault({}),
});
export type Settings = z.infer<typeof settingsSchema>;

/** What the sections are called, in the order an operator needs them. */
export const settingsTitles: Readonly<Record<keyof Settings, string>> = {
  appearance: 'Appearance',
  detection: 'Detection',
  positioning: 'Positioning',
  inference: 'Inference',
  photos: 'Photos',
  network: 'Network',
  delivery: 'Deliveries',
  render: 'Pictures',
  announcements: 'Announcements',
  rules: 'Rules',
  hooks: 'Hooks',
  monitoring: 'Metrics',
};
export type DetectionSettings = Settings['detection'];

/** The settings of a fresh installation. */
export const defaultSettings: Settings = settingsSchema.parse({});

/** Whole sections to replace; the others stay as they are. */
export const settingsPatchSchema = z
  .object({
    detection: detectionSettingsSchema,
    positioning: positioningSettingsSchema,
    inference: inferenceSettingsSchema,
    photos: photoSettingsSchema,
    appearance: appearanceSettingsSchema,
    network: networkSettingsSchema,
    delivery: deliverySettingsSchema,
    render: renderSettingsSchema,
    hooks: hooksSettingsSchema,
    announcements: announcementSettingsSchema,
    monitoring: monitoringSettingsSchema,
    rules: ruleSettingsSchema,
  })
  .partial();
export type SettingsPatch = z.input<typeof settingsPatchSchema>;
