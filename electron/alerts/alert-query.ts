import type { AlertFilter } from '../../shared/alert.ts';
import { severityRank } from '../../shared/event.ts';
import { searchable } from '../delivery/delivery-rows.ts';

/** Loosened for values that come from optional fields. */
export type LooseAlertFilter = { [K in keyof AlertFilter]: AlertFilter[K] | undefined };

/** Conditions on `alerts`, each beginning with AND, and their values; the states are not among them. */
export function conditionsOf(filter: LooseAlertFilter): { sql: string; values: (string | number)[] } {
  const { minSeverity, text, labels, from, to } = filter;
  const clauses: string[] = [];
  const values: (string | number)[] = [];
  const also = (clause: string, ...clauseValues: (string | number)[]) => {
    clauses.push(` AND ${clause}`);
    values.push(...clauseValues);
  };
  if (minSeverity !== undefined) also('rank >= ?', severityRank(minSeverity));
  if (from !== undefined) also('raised_at >= ?', Date.parse(from));
  if (to !== undefined) also('raised_at <= ?', Date.parse(to));
  for (const [name, value] of Object.entries(labels ?? {})) {
    also(`ifnull(labels ->> ?, '') = ?`, `$.${name}`, value);
  }
  if (text !== undefined && text !== '') {
    also('(instr(search, ?) > 0 OR id = ?)', searchable(text), text);
  }
  return { sql: clauses.join(''), values };
}
