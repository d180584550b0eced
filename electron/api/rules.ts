import { setImmediate } from 'node:timers/promises';
import type { Analysis } from '../../shared/analysis.ts';
import { AppError } from '../../shared/errors.ts';
import type { RuleRecord } from '../../shared/rule-record.ts';
import type { Judgement } from '../../shared/rules/judgement.ts';
import { starterRules } from '../../shared/rules/starter.ts';
import { findAnalysis } from '../render/prepare-render.ts';
import type { AreaStore } from '../rules/area-store.ts';
import type { Assistant } from '../rules/assistant.ts';
import type { FeedbackStore } from '../rules/feedback-store.ts';
import type { JudgementStore } from '../rules/judgement-store.ts';
import { readRuleFile, writeRuleFile } from '../rules/rule-file.ts';
import { importedAreas, importedRules } from '../rules/rule-import.ts';
import type { RuleDraft, RuleStore } from '../rules/rule-store.ts';
import type { Rulebook } from '../rules/rulebook.ts';
import type { AnalysisStore } from '../store/analysis-store.ts';
import type { Database } from '../store/database.ts';
import type { ExportStore } from '../store/export-store.ts';
import type { HandlersOf } from './dispatch.ts';

export interface RuleParts {
  database: Pick<Database, 'write'>;
  rules: RuleStore;
  rulebook: Rulebook;
  areas: AreaStore;
  judgements: Pick<JudgementStore, 'of' | 'figuresOf'>;
  feedback: Pick<FeedbackStore, 'countsOf'>;
  analyses: Pick<AnalysisStore, 'get' | 'list'>;
  exports: ExportStore;
  assistant: Assistant;
  /** Names that texts may speak of, for the assistant. */
  names(): { channels: string[]; templates: string[] };
  /** Rules were changed: these. */
  changed(ids: readonly string[]): void;
  /** Milliseconds since 1970. */
  now(): number;
}

/** Answers `rules.*`. */
export function ruleHandlers(parts: RuleParts): HandlersOf<'rules'> {
  const { database, rules, rulebook, areas, judgements, feedback, analyses, exports, assistant, now } = parts;

  async function save(draft: RuleDraft) {
    rulebook.understand(draft.text);
    const [rule] = await rules.save([draft]);
    if (rule === undefined) throw new AppError('internal', 'The rule was not saved. Try again.');
    parts.changed([rule.id]);
    return { rule, conflicts: rule.enabled ? rulebook.conflictsOf(rule) : [] };
  }

  const withFigures = (rule: RuleRecord) => ({
    ...rule,
    figures: { ...judgements.figuresOf(rule.id), ...feedback.countsOf(rule.id) },
  });

  /** Of ids that name a photo that is gone, only the others are judged. */
  function* photosOf(ids: readonly string[] | undefined, latest: number): Generator<Analysis> {
    for (const id of ids ?? analyses.list({}, { limit: latest }).items.map((item) => item.id)) {
      const analysis = findAnalysis(analyses, id);
      if (analysis !== null) yield analysis;
    }
  }

  const assistantState = () => ({ ready: assistant.isReady(), hasKey: assistant.hasKey() });

  return {
    'rules.parse': ({ text }) => rulebook.read(text),
    'rules.list': () => ({ rules: rules.list().map(withFigures) }),
    'rules.save': ({ id, enabled, ...words }) =>
      save({ ...words, id, enabled: enabled ?? (id === undefined || rules.get(id).enabled) }),
    'rules.setEnabled': async ({ ids, enabled }) => {
      await rules.setEnabled(ids, enabled);
      parts.changed(ids);
      return { rules: rules.list() };
    },
    'rules.reorder': async ({ ids }) => {
      for (const id of ids) rules.get(id);
      await rules.reorder([...new Set(ids)]);
      parts.changed([]);
      return { rules: rules.list() };
    },
    'rules.remove': async ({ ids }) => {
      const removed = await rules.remove(ids);
      parts.changed(ids);
      return { removed };
    },
    'rules.restore': async ({ ids }) => {
      const restored = await rules.restore(ids);
      parts.changed([]);
      return { restored };
    },
    'rules.history': ({ id }) => ({ versions: rules.history(id) }),
    'rules.rollback': ({ id, version }) => {
      const { enabled } = rules.get(id);
      const earlier = rules.history(id).find((one) => one.version === version);
      if (earlier === undefined)
        throw new AppError('notFound', `This rule has no version ${version}. Look at its history again.`);
      return save({ id, name: earlier.name, text: earlier.text, enabled });
    },
    'rules.evaluate': async ({ texts, analysisIds, latest }) => {
      const judge =
        texts === undefined ? (one: Analysis) => rulebook.judge(one).judgement : rulebook.judgeBy(texts);
      const photos: { analysisId: string; name: string; judgement: Judgement }[] = [];
      for (const analysis of photosOf(analysisIds, latest)) {
        const judgement = judge(analysis);
        if (judgement !== null)
          photos.push({ analysisId: analysis.id, name: analysis.photo.name, judgement });
        // Whoever else is waiting for this thread gets a turn.
        await setImmediate();
      }
      return { photos };
    },
    'rules.judgement': ({ analysisId }) => ({ judgement: judgements.of(analysisId) }),
    'rules.import': async ({ bytes }) => {
      const file = readRuleFile(bytes);
      const namesOfAreas = file.areas.map(({ name }) => name);
      for (const { name, text } of file.rules) understood(rulebook, name, text, namesOfAreas);
      const newAreas = importedAreas(file.areas, areas.list(), now).filter(({ known }) => known === null);
      const imported = importedRules(file.rules, rules.list());
      const ids = await database.write(() => {
        for (const { area } of newAreas) areas.put(area);
        return rules.put(imported.map(({ draft }) => draft));
      });
      parts.changed(ids);
      const added = imported.filter(({ known }) => known === null).length;
      return { added, replaced: imported.length - added, areas: newAreas.length };
    },
    'rules.export': ({ ids }) => {
      const chosen = ids === undefined ? rules.list() : ids.map(rules.get);
      const content = writeRuleFile(chosen, areas.list());
      return exports.add({ name: 'rules.json', mediaType: 'application/json', content });
    },
    'rules.assistant': assistantState,
    'rules.setAssistantKey': ({ key }) => {
      assistant.setKey(key);
      return assistantState();
    },
    'rules.suggest': async ({ wish }) => {
      const sentences = await assistant.suggest(wish, {
        areas: areas.list().map(({ name }) => name),
        ...parts.names(),
        examples: starterRules.map(({ text }) => text),
      });
      return { sentences: sentences.map((text) => ({ text, reading: rulebook.read(text) })) };
    },
  };
}

/** Throws AppError rules.invalid, naming the rule of the file. */
function understood(rulebook: Rulebook, name: string, text: string, areas: readonly string[]): void {
  try {
    rulebook.understand(text, { areas });
  } catch (cause) {
    if (!(cause instanceof AppError)) throw cause;
    const message = `The rule "${name}" of the file is not understood: ${cause.message} Nothing was changed.`;
    throw new AppError('rules.invalid', message, { cause });
  }
}
