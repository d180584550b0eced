import { z } from 'zod';

/** What a configuration carries, in the order people are told of it, with the words for it. */
export const configurationSections = {
  settings: 'Settings',
  channels: 'Channels',
  routes: 'Routes',
  inhibitions: 'Inhibitions',
  quietHours: 'Quiet hours',
  escalations: 'Escalation policies',
  silences: 'Silences',
  thresholds: 'Thresholds',
  templates: 'Templates',
  mappings: 'Mappings',
  areas: 'Areas',
  rules: 'Rules',
  hooks: 'Hooks',
  unknown: 'Not known here',
} as const;
export type ConfigurationSectionName = keyof typeof configurationSections;

const sectionNames = Object.keys(configurationSections) as [ConfigurationSectionName];

/** What an import does with one thing. */
export const configurationChangeSchema = z.object({
  section: z.enum(sectionNames),
  name: z.string(),
  /** `removed`: it is here and not in the file, and the file takes the place of all of its kind. */
  change: z.enum(['added', 'changed', 'removed', 'same', 'skipped']),
  /** A sentence: why it is skipped, or what is still to be done by hand; null when there is nothing to say. */
  remark: z.string().nullable(),
});
export type ConfigurationChange = z.infer<typeof configurationChangeSchema>;

/** What an import comes to: each thing of the file, and what gives way to it. */
export const configurationChangesSchema = z.object({ changes: z.array(configurationChangeSchema) });
