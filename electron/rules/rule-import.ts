import type { Area } from '../../shared/area.ts';
import type { RuleRecord } from '../../shared/rule-record.ts';
import { newId } from '../delivery/new-id.ts';
import type { RuleFile } from './rule-file.ts';
import type { RuleDraft } from './rule-store.ts';

/** One rule of a file: what is to be saved, and the rule here whose place it takes; null for a new one. */
export interface ImportedRule {
  draft: RuleDraft;
  known: RuleRecord | null;
}

/** By its id it is found when it was renamed, else by its name; of several with one name each takes the place of one. */
export function importedRules(file: RuleFile['rules'], kept: readonly RuleRecord[]): ImportedRule[] {
  const byId = new Map(kept.map((rule) => [rule.id, rule]));
  const found = new Set(file.flatMap(({ id }) => (id !== undefined && byId.has(id) ? id : [])));
  const byName = Map.groupBy(
    kept.filter(({ id }) => !found.has(id)),
    ({ name }) => name,
  );
  return file.map(({ id, ...words }) => {
    const known = (id === undefined ? undefined : byId.get(id)) ?? byName.get(words.name)?.shift() ?? null;
    return { draft: { ...words, id: known?.id, newId: id }, known };
  });
}

/** One area of a file, and the one here that has its name, by which rules find it. */
export interface ImportedArea {
  area: Area;
  known: Area | null;
}

/** `now` in milliseconds since 1970. */
export function importedAreas(
  file: RuleFile['areas'],
  kept: readonly Area[],
  now: () => number,
): ImportedArea[] {
  const byName = new Map(kept.map((area) => [area.name.toLowerCase(), area]));
  return file.map((area) => {
    const known = byName.get(area.name.toLowerCase()) ?? null;
    return { area: { ...area, id: known?.id ?? `area_${newId(now())}` }, known };
  });
}
