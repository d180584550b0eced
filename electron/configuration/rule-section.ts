import { channelSchema } from '../../shared/channel.ts';
import { AppError } from '../../shared/errors.ts';
import type { RuleRecord } from '../../shared/rule-record.ts';
import type { AreaStore } from '../rules/area-store.ts';
import { ruleFileOf, ruleFileSchema } from '../rules/rule-file.ts';
import { type ImportedRule, importedAreas, importedRules } from '../rules/rule-import.ts';
import type { RuleStore } from '../rules/rule-store.ts';
import type { MoreNames, Rulebook } from '../rules/rulebook.ts';
import {
  type ConfigurationSection,
  changeOf,
  defineSection,
  type FileContent,
  isWritten,
  skipped,
} from './section.ts';
import { templateNames } from './template-section.ts';

export interface RuleSectionParts {
  rules: Pick<RuleStore, 'list' | 'put' | 'putFirst'>;
  areas: Pick<AreaStore, 'list' | 'put'>;
  rulebook: Pick<Rulebook, 'understand'>;
  /** Rules were changed: these. */
  changed(ids: readonly string[]): void;
  /** Milliseconds since 1970. */
  now(): number;
}

/**
 * Rules in their order, and the areas that they speak of, as files of rules hold them. Those here of the same id or
 * name give way, others stay behind them.
 */
export function ruleSection({
  rules,
  areas,
  rulebook,
  changed,
  now,
}: RuleSectionParts): ConfigurationSection {
  return defineSection({
    key: 'rules',
    schema: ruleFileSchema,
    exported: () => ruleFileOf(rules.list(), areas.list()),
    plan(file, content) {
      const more = {
        areas: file.areas.map(({ name }) => name),
        channels: channelNames(content),
        templates: templateNames(content),
      };
      const plannedAreas = importedAreas(file.areas, areas.list(), now).map(({ area, known }) => ({
        area,
        change: changeOf('areas', area.name, { before: known, after: area }),
      }));
      const planned = importedRules(file.rules, rules.list()).map((rule) => {
        const why = misunderstood(rule, rulebook, more);
        const { name, text, enabled } = rule.draft;
        const before = rule.known && wordsOf(rule.known);
        const after = { name, text, enabled };
        return {
          ...rule,
          change: why === null ? changeOf('rules', name, { before, after }) : skipped('rules', name, why),
        };
      });
      const taken = planned.filter(({ change }) => change.change !== 'skipped');
      const isMoved = !standInOrder(taken, rules.list());
      const written: string[] = [];
      return {
        changes: [
          ...[...plannedAreas, ...planned].map(({ change }) => change),
          ...(isMoved ? [changeOf('rules', 'Their order', { before: 'here', after: 'in the file' })] : []),
        ],
        writeRows() {
          for (const { area, change } of plannedAreas) if (isWritten(change)) areas.put(area);
          const order = taken.flatMap(({ draft, known, change }) => {
            if (!isWritten(change)) return known?.id ?? [];
            const ids = rules.put([draft]);
            written.push(...ids);
            return ids;
          });
          if (isMoved) rules.putFirst(order);
        },
        tell: () => changed(written),
      };
    },
  });
}

/** Whether rules come as in the file when new ones are put behind those here. */
function standInOrder(file: readonly ImportedRule[], kept: readonly RuleRecord[]): boolean {
  const places = file.map(({ known }, index) =>
    known === null ? kept.length + index : kept.findIndex(({ id }) => id === known.id),
  );
  return places.every((place, index) => index === 0 || place > (places[index - 1] ?? 0));
}

const wordsOf = ({ name, text, enabled }: { name: string; text: string; enabled: boolean }) => ({
  name,
  text,
  enabled,
});

const channelNames = ({ channels }: FileContent) =>
  (channelSchema.pick({ name: true }).array().safeParse(channels).data ?? []).map(({ name }) => name);

/** Why a rule is not understood here: the detector may know other things. Null when it is. */
function misunderstood(
  { draft }: ImportedRule,
  rulebook: RuleSectionParts['rulebook'],
  more: MoreNames,
): string | null {
  try {
    rulebook.understand(draft.text, more);
    return null;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return `It is not understood here: ${error.message}`;
  }
}
