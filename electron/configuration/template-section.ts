import { z } from 'zod';
import type { ConfigurationChange } from '../../shared/configuration.ts';
import { AppError } from '../../shared/errors.ts';
import { type Mapping, mappingSchema } from '../../shared/mapping.ts';
import { checkLayers } from '../../shared/rendering/apply-mapping.ts';
import { type Template, templateSchema } from '../../shared/template.ts';
import { type CheckParts, checkMapping, checkTemplate } from '../render/template-check.ts';
import type { MappingStore } from '../store/mapping-store.ts';
import type { TemplateStore } from '../store/template-store.ts';
import {
  type ConfigurationSection,
  changeOf,
  defineSection,
  type FileContent,
  isWritten,
  skipped,
} from './section.ts';

export interface TemplateSectionParts extends CheckParts {
  templates: Pick<TemplateStore, 'list' | 'find' | 'put'>;
  mappings: Pick<MappingStore, 'list' | 'find' | 'put'>;
  /** Those that come with the program. */
  builtIn: readonly Template[];
  /** Templates or their mappings were written: these. */
  changed(ids: readonly string[]): Promise<void>;
  /** Milliseconds since 1970. */
  now(): number;
}

const ownSchema = z.object({
  template: templateSchema.refine(
    ({ id, source, builtIn }) => /^own:/.test(id) && source === 'local' && !builtIn,
    {
      path: ['id'],
      error: 'Only templates of your own are imported.',
    },
  ),
  /** The mapping that was made with it. */
  mapping: mappingSchema.nullable(),
});
type Own = z.output<typeof ownSchema>;

const templatesSchema = z.object({
  own: z.array(ownSchema).max(1_000),
  /** As they were edited, of whatever template. */
  mappings: z.array(mappingSchema).max(10_000),
});

/**
 * The operator's own templates and the mappings that were edited, by their ids; others stay. Designs stay behind:
 * what shows one that is not here is left out.
 */
export function templateSection(parts: TemplateSectionParts): ConfigurationSection {
  const { templates, mappings, changed, now } = parts;

  function ownOf(id: string): Own | null {
    const kept = templates.find(id);
    return kept === null || kept.template === null
      ? null
      : { template: kept.template, mapping: kept.mapping };
  }

  function planTemplate({ template, mapping }: Own) {
    const kept = ownOf(template.id);
    const own = { template, mapping: mapping ?? kept?.mapping ?? null };
    const why = refusal(() => {
      checkTemplate(template, parts);
      if (mapping !== null) check(mapping, template);
    });
    const change =
      why === null
        ? changeOf('templates', template.name, { before: kept && timeless(kept), after: timeless(own) })
        : skipped('templates', template.name, why);
    // Pictures are told apart by this time: two changes never share it.
    const at = Math.max(now(), kept === null ? 0 : Date.parse(kept.template.updatedAt) + 1);
    return { own: { ...own, template: { ...template, updatedAt: new Date(at).toISOString() } }, change };
  }

  function planMapping(
    mapping: Mapping,
    incoming: readonly Template[],
  ): { mapping: Mapping; change: ConfigurationChange } {
    const { templateId } = mapping;
    const template =
      incoming.find(({ id }) => id === templateId) ??
      parts.builtIn.find(({ id }) => id === templateId) ??
      templates.find(templateId)?.template;
    if (template === null || template === undefined) {
      const why = 'Its template is not here. Import it again once it is.';
      return { mapping, change: skipped('mappings', templateId, why) };
    }
    const why = refusal(() => check(mapping, template));
    const states = { before: mappings.find(templateId), after: mapping };
    const change =
      why === null ? changeOf('mappings', template.name, states) : skipped('mappings', template.name, why);
    return { mapping, change };
  }

  function check(mapping: Mapping, template: Template): void {
    checkLayers(template, mapping);
    checkMapping(mapping, template.name, parts);
  }

  return defineSection({
    key: 'templates',
    schema: templatesSchema,
    exported: () => ({
      own: templates
        .list()
        .filter(({ source }) => source === 'local')
        .flatMap(({ id }) => ownOf(id) ?? []),
      mappings: mappings.list(),
    }),
    plan(file) {
      const plannedOwn = file.own.map(planTemplate);
      const taken = plannedOwn.filter(({ change }) => change.change !== 'skipped');
      const incoming = taken.map(({ own }) => own.template);
      const plannedMappings = file.mappings.map((mapping) => planMapping(mapping, incoming));
      const writtenOwn = plannedOwn.filter(({ change }) => isWritten(change));
      const writtenMappings = plannedMappings.filter(({ change }) => isWritten(change));
      const ids = [
        ...writtenOwn.map(({ own }) => own.template.id),
        ...writtenMappings.map(({ mapping }) => mapping.templateId),
      ];
      return {
        changes: [...plannedOwn, ...plannedMappings].map(({ change }) => change),
        writeRows() {
          for (const { own } of writtenOwn) templates.put(own.template, { mapping: own.mapping });
          for (const { mapping } of writtenMappings) mappings.put(mapping);
        },
        ...(ids.length > 0 && { tell: () => changed(ids) }),
      };
    },
  });
}

/** Names of the templates of a file. */
export const templateNames = ({ templates }: FileContent): string[] =>
  (templatesSchema.safeParse(templates).data?.own ?? []).map(({ template }) => template.name);

const timeless = ({ template: { updatedAt: _, ...template }, mapping }: Own) => ({ template, mapping });

/** Why something cannot be taken over; null when it can. */
function refusal(check: () => void): string | null {
  try {
    check();
    return null;
  } catch (error) {
    if (error instanceof AppError) return error.message;
    throw error;
  }
}
