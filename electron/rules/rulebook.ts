import { createHash } from 'node:crypto';
import type { Analysis } from '../../shared/analysis.ts';
import { AppError } from '../../shared/errors.ts';
import type { RuleRecord } from '../../shared/rule-record.ts';
import { type Conflict, conflictsOf } from '../../shared/rules/conflicts.ts';
import { judgeAll, type RuleToJudge } from '../../shared/rules/judge.ts';
import type { Judgement } from '../../shared/rules/judgement.ts';
import { parse } from '../../shared/rules/parse.ts';
import type { Reading, Rule, Surroundings } from '../../shared/rules/rule.ts';
import { type Scene, sceneOf } from '../../shared/rules/scene.ts';
import type { Settings } from '../../shared/settings.ts';
import type { AreaStore } from './area-store.ts';
import type { RuleStore } from './rule-store.ts';

/** What is known of a photo besides its analysis. */
export interface About {
  batchName?: string | undefined;
}

/** A photo judged by the rules that hold, and what decided that. */
export interface Judged {
  /** Null when no rule is about it. */
  judgement: Judgement | null;
  /** Stands for the rules and all that decided besides the analysis. */
  fingerprint: string;
}

/** The rules in force: read from their words, and held against photos. */
export interface Rulebook {
  read(text: string): Reading;
  /** The structure of a text, which may speak of these too. Throws AppError rule.notUnderstood with where and why. */
  understand(text: string, more?: MoreNames): Rule;
  judge(analysis: Analysis, about?: About): Judged;
  /** Reads other texts than those kept, once for all photos that are judged by them. Throws AppError rule.notUnderstood. */
  judgeBy(texts: readonly string[]): (analysis: Analysis) => Judgement;
  /** Those of the rules that are switched on that cannot hold together with this one. */
  conflictsOf(record: Pick<RuleRecord, 'id' | 'name' | 'text'>): Conflict[];
}

/** Names that are to come. */
export interface MoreNames {
  areas?: readonly string[];
  channels?: readonly string[];
  templates?: readonly string[];
}

export interface RulebookParts {
  rules: Pick<RuleStore, 'list'>;
  areas: Pick<AreaStore, 'list'>;
  settings(): Settings;
  /** Names that texts may speak of, besides areas. */
  names(): Required<Pick<Surroundings, 'labels' | 'channels' | 'templates'>>;
  /** Changes whenever somebody else wrote to the database. */
  dataVersion(): number;
}

export interface RulebookControl extends Rulebook {
  /** Rules or areas were changed here. */
  changed(): void;
  /** Whether the rule is switched on and an alert may follow from it. */
  mayAlert(id: string): boolean;
}

export function createRulebook(parts: RulebookParts): RulebookControl {
  const { rules, areas, settings } = parts;
  let known: { version: string; toJudge: RuleToJudge[]; fingerprint: string } | null = null;

  const areaNames = () => areas.list().map(({ name }) => name);
  function read(text: string, more: MoreNames = {}): Reading {
    const { labels, channels, templates } = parts.names();
    return parse(text, {
      labels,
      // While those of Templated are not known, any name will do.
      templates: templates.length === 0 ? [] : [...templates, ...(more.templates ?? [])],
      channels: [...channels, ...(more.channels ?? [])],
      areas: [...areaNames(), ...(more.areas ?? [])],
    });
  }

  function understand(text: string, more?: MoreNames): Rule {
    const { rule, problems } = read(text, more);
    if (rule !== null) return rule;
    const problem = problems.find(({ level }) => level === 'error') ?? problems[0];
    const nearest = problem?.suggestions[0];
    const advice = nearest === undefined ? '' : ` Did you mean "${nearest}"?`;
    throw new AppError('rule.notUnderstood', `${problem?.message ?? 'This is not understood.'}${advice}`, {
      field: 'text',
    });
  }

  /** Read once, until somebody changes a rule or an area, or the detector knows other things. */
  function current() {
    const { labels } = parts.names();
    const version = `${parts.dataVersion()} ${labels.join()}`;
    if (known?.version === version) return known;
    const enabled = rules.list().filter((record) => record.enabled);
    const toJudge = enabled.flatMap(({ id, name, version: ofRule, text }): RuleToJudge[] => {
      // With the names that it was kept with; one whose area or channel was removed is understood still.
      const rule = parse(text, { labels, areas: areaNames() }).rule ?? parse(text, { labels }).rule;
      return rule === null ? [] : [{ id, name, version: ofRule, rule }];
    });
    const decisive = [enabled.map(({ id, version: ofRule }) => [id, ofRule]), areas.list()];
    known = { version, toJudge, fingerprint: hash(decisive) };
    return known;
  }

  function sceneFor(analysis: Analysis, { batchName }: About): Scene {
    return sceneOf({
      analysis,
      settings: settings(),
      areas: areas.list().map(({ name, ...area }) => ({ name, area })),
      context: settings().rules.context || null,
      batch: batchName ?? null,
    });
  }

  return {
    read: (text) => read(text),
    understand,
    judge(analysis, about = {}) {
      const { toJudge, fingerprint } = current();
      const { detection, positioning, appearance, rules: ofRules } = settings();
      const besides = [detection, positioning, appearance.units, ofRules.context, about.batchName ?? null];
      const judgement = toJudge.length === 0 ? null : judgeAll(toJudge, sceneFor(analysis, about));
      return {
        judgement: judgement === null || judgement.rules.length === 0 ? null : judgement,
        fingerprint: hash([fingerprint, besides]),
      };
    },
    judgeBy(texts) {
      const toJudge = texts.map((text, index) => ({
        id: `${index + 1}`,
        name: text,
        version: 1,
        rule: understand(text),
      }));
      return (analysis) => judgeAll(toJudge, sceneFor(analysis, {}));
    },
    conflictsOf({ id, name, text }) {
      const one = { id, name, version: 1, rule: understand(text) };
      const others = current().toJudge.filter((other) => other.id !== id);
      return conflictsOf([one, ...others], id);
    },
    changed() {
      known = null;
    },
    mayAlert(id) {
      const statements = current().toJudge.find((one) => one.id === id)?.rule.statements ?? [];
      return statements.some(({ onPass, onFail }) =>
        [...onPass, ...onFail].some((consequence) => consequence.do === 'alert'),
      );
    },
  };
}

function hash(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}
