import type { Analysis } from '../shared/analysis.ts';
import type { Finding } from '../shared/rules/verdict.ts';
import type { Settings } from '../shared/settings.ts';
import type { Notifier } from './alerts/notifier.ts';
import { areaHandlers } from './api/areas.ts';
import { feedbackHandlers } from './api/feedback.ts';
import { ruleHandlers } from './api/rules.ts';
import { ruleSection } from './configuration/rule-section.ts';
import type { ConfigurationSection } from './configuration/section.ts';
import type { EventBus } from './events.ts';
import type { Http } from './http.ts';
import type { Publisher } from './integrations/publisher.ts';
import type { Log } from './log.ts';
import type { Gallery } from './render/gallery.ts';
import { createAreaStore } from './rules/area-store.ts';
import { createAssistant } from './rules/assistant.ts';
import { createFeedbackStore } from './rules/feedback-store.ts';
import { createJudgementStore, type JudgementStore } from './rules/judgement-store.ts';
import {
  brokenLabels,
  incompleteAlerts,
  incompleteLabels,
  keptAgain,
  ruleAlerts,
  ruleEvents,
} from './rules/rule-events.ts';
import { createRuleStore } from './rules/rule-store.ts';
import { createRulebook, type Judged, type Rulebook } from './rules/rulebook.ts';
import type { AnalysisStore } from './store/analysis-store.ts';
import type { Database } from './store/database.ts';
import type { ExportStore } from './store/export-store.ts';
import type { SecretStore } from './store/secret-store.ts';
import { toStorageError } from './store/storage-error.ts';

export interface JudgingOptions {
  database: Database;
  analyses: AnalysisStore;
  settings(): Settings;
  /** Labels that the detector in use knows. */
  labels(): readonly string[];
  channels(): readonly { id: string; name: string }[];
  templates: Pick<Gallery, 'names' | 'mayHave'>;
  exports: ExportStore;
  secrets: SecretStore;
  http: Http;
  publisher: Pick<Publisher, 'record' | 'recorded'>;
  notifier: Pick<Notifier, 'record' | 'resolve'>;
  events: EventBus;
  /** Milliseconds since 1970. */
  now(): number;
  log: Pick<Log, 'warn'>;
}

/** Everything about rules: their words, what they say of a photo, and what follows. */
export interface Judging {
  rulebook: Pick<Rulebook, 'judge' | 'judgeBy' | 'read'>;
  judgements: Pick<JudgementStore, 'of' | 'summaryOf' | 'fingerprintOf'>;
  /**
   * Keeps a judgement, and with it what others are to hear of it and the alerts that begin and end, inside the
   * transaction of its analysis. What it returns is called once that is committed.
   */
  record(analysis: Analysis, judged: Judged): () => void;
  /** The same for an analysis that is kept already, unless it was judged in just this way. */
  recordAgain(analysis: Analysis, judged: Judged): Promise<void>;
  /** What the rules that are about a photo found on it, to be drawn there. */
  findingsOf(analysisId: string): Finding[];
  handlers: ReturnType<typeof ruleHandlers> &
    ReturnType<typeof areaHandlers> &
    ReturnType<typeof feedbackHandlers>;
  /** What of it goes into a configuration. */
  sections: ConfigurationSection[];
  /** Ends alerts that a change of rules ended and that were left open, as the program was stopped in between. */
  start(): void;
  /** Resolves when every alert that follows is recorded. */
  stop(): Promise<void>;
}

/** Builds the rules: store → rulebook → judgement → events and alerts. */
export function createJudging(options: JudgingOptions): Judging {
  const { database, analyses, settings, publisher, notifier, events, now, log } = options;
  const rules = createRuleStore(database, now);
  const areas = createAreaStore(database, now);
  const feedback = createFeedbackStore(database, now);
  const judgements = createJudgementStore(database, now);
  const channelNames = () => options.channels().map(({ name }) => name);
  const rulebook = createRulebook({
    rules,
    areas,
    settings,
    names: () => ({
      labels: options.labels(),
      channels: channelNames(),
      templates: options.templates.names(),
    }),
    dataVersion: database.dataVersion,
  });
  const assistant = createAssistant({
    settings: () => settings().rules,
    secrets: options.secrets,
    http: options.http,
  });
  /** No photo would end the alert of a rule that is switched off, removed, or asks for none any more. */
  const changed = (ruleIds: readonly string[] = []) => {
    rulebook.changed();
    events.emit('rule.changed', {});
    for (const id of ruleIds) {
      follow(notifier.resolve(incompleteLabels(id), 'The rule was changed.'));
      endWithRule(id);
    }
  };
  function endWithRule(id: string): void {
    if (rulebook.mayAlert(id)) return;
    follow(notifier.resolve(brokenLabels(id), 'The rule asks for no alert any more.'));
  }

  const channelIds = (names: readonly string[]) =>
    options
      .channels()
      .filter(({ name }) => names.some((wanted) => wanted.toLowerCase() === name.toLowerCase()))
      .map(({ id }) => id);

  const underWay = new Set<Promise<unknown>>();
  function follow(work: Promise<unknown>): void {
    const followed = work
      .catch((error: unknown) =>
        log.warn({ err: toStorageError(error) }, 'What follows from a rule could not be recorded'),
      )
      .finally(() => underWay.delete(followed));
    underWay.add(followed);
  }

  function record(analysis: Analysis, { judgement, fingerprint }: Judged): () => void {
    judgements.record(analysis.id, judgement, fingerprint);
    if (judgement === null) return () => {};
    const told = publisher.record(ruleEvents(analysis, judgement, channelIds));
    const note = `${analysis.photo.name} keeps the rule again.`;
    const alertsCommitted = notifier.record([
      ...ruleAlerts(analysis, judgement).map((raise) => ({ raise })),
      ...incompleteAlerts(analysis, judgement, {
        hasChannel: (name) => channelIds([name]).length > 0,
        hasTemplate: options.templates.mayHave,
      }),
      ...keptAgain(judgement).map((ruleId) => ({ resolve: brokenLabels(ruleId), note })),
    ]);
    return () => {
      publisher.recorded(told);
      alertsCommitted();
      events.emit('rule.judged', { analysisId: analysis.id, judgement });
    };
  }

  return {
    rulebook,
    judgements,
    record,
    async recordAgain(analysis, judged) {
      const kept = judgements.fingerprintOf(analysis.id);
      if (kept === (judged.judgement === null ? null : judged.fingerprint)) return;
      const after = await database.write(() => record(analysis, judged));
      after();
    },
    findingsOf(analysisId) {
      const statements = judgements.of(analysisId)?.rules.flatMap(({ verdict }) => verdict.statements) ?? [];
      return statements.filter(({ applies }) => applies).flatMap(({ findings }) => findings);
    },
    handlers: {
      ...ruleHandlers({
        ...{ database, rules, rulebook, areas, judgements, feedback, analyses, assistant, changed, now },
        exports: options.exports,
        names: () => ({ channels: channelNames(), templates: options.templates.names() }),
      }),
      ...areaHandlers({ areas, changed: () => changed(), rulesAbout }),
      ...feedbackHandlers({ feedback, changed: () => events.emit('rule.changed', {}) }),
    },
    sections: [ruleSection({ rules, areas, rulebook, changed, now })],
    start() {
      for (const id of rules.ids()) endWithRule(id);
    },
    async stop() {
      await Promise.all(underWay);
    },
  };

  /** Names of areas stand in texts as they are. */
  function rulesAbout(area: string): string[] {
    const wanted = area.toLowerCase();
    return rules
      .list()
      .filter(({ text }) => wanted !== '' && text.toLowerCase().includes(wanted))
      .map(({ name }) => name);
  }
}
