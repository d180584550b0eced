import type { Inhibition, Labels, Suppression } from '../../shared/alert.ts';
import { type Severity, severities } from '../../shared/event.ts';
import type { Database } from '../store/database.ts';
import type { AlertingStore } from './alerting-store.ts';
import { agree, fitsAll, matchable, wordsOf } from './matching.ts';
import type { SilenceStore } from './silence-store.ts';

/** What muting looks at. */
export interface Mutable {
  id: string;
  labels: Labels;
  severity: Severity;
}

/** Why alerts are not told. */
export interface Muting {
  /**
   * Takes in what holds now, for any number of alerts; null when nothing is muted at all. At another time the silences
   * of then hold, and of the alerts that inhibit those that are open now.
   */
  look(at?: number): Look | null;
  /** Silences alone: they also hold for the end of an alert. */
  lookForSilences(at?: number): Look | null;
}

/** Null for an alert that is told. */
export type Look = (alert: Mutable) => Suppression | null;

export interface MutingParts {
  database: Pick<Database, 'statement' | 'read'>;
  alerting: Pick<AlertingStore, 'get'>;
  silences: Pick<SilenceStore, 'active'>;
}

interface Source extends Mutable {
  title: string;
}

export function createMuting({ database, alerting, silences }: MutingParts): Muting {
  /** The open alerts that inhibit by a rule. */
  function sourcesOf({ source }: Inhibition): Source[] {
    const byName = source.find(({ name, op }) => name === 'alertname' && op === '=');
    const rows = database.read(() =>
      byName === undefined
        ? database.statement(selectOpen).all()
        : database.statement(selectOpenNamed).all(byName.value),
    );
    return rows
      .map((row) => ({
        id: String(row.id),
        labels: JSON.parse(String(row.labels)) as Labels,
        severity: severities[Number(row.rank)] ?? 'info',
        title: String(row.title),
      }))
      .filter((alert) => fitsAll(source, matchable(alert)));
  }

  function lookForSilences(at?: number): Look | null {
    const active = silences.active(at);
    if (active.length === 0) return null;
    return (alert) => {
      const silence = active.find(({ matchers }) => fitsAll(matchers, matchable(alert)));
      if (silence === undefined) return null;
      const { id, who, comment, endsAt, matchers } = silence;
      const why = `Silenced by ${who}: ${comment === '' ? wordsOf(matchers) : comment}`;
      return { by: 'silence', id, why, until: endsAt };
    };
  }

  return {
    lookForSilences,
    look(at) {
      const silenceOf = lookForSilences(at);
      const rules = alerting
        .get()
        .inhibitions.map((rule) => ({ rule, sources: sourcesOf(rule) }))
        .filter(({ sources }) => sources.length > 0);
      if (rules.length === 0) return silenceOf;
      return (alert) => silenceOf?.(alert) ?? inhibitionOf(alert, rules);
    },
  };
}

/**
 * An alert cannot inhibit itself, nor can two that fit both sides of a rule inhibit each other
 * (https://prometheus.io/docs/alerting/latest/configuration/#inhibition-related-settings).
 */
function inhibitionOf(
  alert: Mutable,
  rules: readonly { rule: Inhibition; sources: readonly Source[] }[],
): Suppression | null {
  const labels = matchable(alert);
  for (const { rule, sources } of rules) {
    if (!fitsAll(rule.target, labels)) continue;
    const isSourceToo = fitsAll(rule.source, labels);
    const source = sources.find(
      (one) =>
        one.id !== alert.id &&
        agree(rule.equal, one.labels, alert.labels) &&
        !(isSourceToo && fitsAll(rule.target, matchable(one))),
    );
    if (source !== undefined) {
      return {
        by: 'inhibition',
        id: source.id,
        why: `Not told while "${source.title}" is open.`,
        until: null,
      };
    }
  }
  return null;
}

const selectOpen = `
  SELECT id, labels, rank, body ->> 'title' AS title FROM alerts WHERE ended_at IS NULL`;
const selectOpenNamed = `${selectOpen} AND name = ?`;
