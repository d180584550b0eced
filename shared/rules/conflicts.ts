import { z } from 'zod';
import { type Ask, asksOf } from './conflicts-asks.ts';
import { areBothAsked, exclude, isEmpty, isImpliedBy } from './conflicts-pairs.ts';
import type { RuleToJudge } from './judge.ts';
import type { Scope, Statement } from './rule.ts';

/** Two rules, or two parts of one, that do not go together. */
export const conflictSchema = z.object({
  /** `conflict`: there is no photo on which both hold. `redundant`: one holds wherever the other does. */
  kind: z.enum(['conflict', 'redundant']),
  /** One id for a rule that is at odds with itself. */
  ruleIds: z.array(z.string()).min(1).max(2),
  /** A sentence that says what does not go together. */
  reason: z.string(),
});
export type Conflict = z.infer<typeof conflictSchema>;

/**
 * What is at odds for sure, and what is said twice; nothing that only looks like it. Two statements with a condition
 * each are only compared when it is the same one. Each pair of rules is told once, a conflict before what is
 * redundant. Regions that share no more than a border exclude each other. `about`: only what that rule has a part in.
 */
export function conflictsOf(
  rules: readonly Pick<RuleToJudge, 'id' | 'name' | 'rule'>[],
  about?: string,
): Conflict[] {
  const asks = rules.flatMap(asksOf);
  const isAbout = ({ rule }: Ask) => about === undefined || rule.id === about;
  const found = new Map<string, Conflict>();
  const tell = (kind: Conflict['kind'], a: Ask, b: Ask, reason: string) => {
    const ruleIds = [...new Set([a.rule.id, b.rule.id])];
    const key = ruleIds.toSorted().join(' ');
    const before = found.get(key);
    if (!before || (before.kind === 'redundant' && kind === 'conflict'))
      found.set(key, { kind, ruleIds, reason });
  };
  asks.forEach((a, index) => {
    if (isAbout(a) && a.range && isEmpty(a.range)) tell('conflict', a, a, impossible(a));
    for (const b of asks.slice(index + 1)) {
      if (!isAbout(a) && !isAbout(b)) continue;
      if (!canBothApply(a.statement, b.statement)) continue;
      if (areBothAsked(a.who, b.who) && exclude(a, b)) tell('conflict', a, b, atOdds(a, b));
      else if (makesRedundant(a, b)) tell('redundant', a, b, saidAlready(a, b));
      else if (makesRedundant(b, a)) tell('redundant', b, a, saidAlready(b, a));
    }
  });
  return [...found.values()];
}

function impossible({ rule, about, says }: Ask): string {
  return `“${rule.name}”: ${about} can never ${says}.`;
}

function atOdds(a: Ask, b: Ask): string {
  const isOne = a.rule.id === b.rule.id;
  const [first, second] = isOne
    ? [`“${a.rule.name}” wants`, 'and also wants']
    : [`“${a.rule.name}” wants`, `“${b.rule.name}” wants`];
  const it = a.about === b.about ? 'it' : b.about;
  return `${first} ${wish(a, a.about)},${isOne ? '' : ' but'} ${second} ${wish(b, it)}: no photo can satisfy both.`;
}

function wish({ negative, says }: Ask, about: string): string {
  return `${about} ${negative ? 'not ' : ''}to ${says}`;
}

function saidAlready(strong: Ask, weak: Ask): string {
  return `“${weak.rule.name}” asks for nothing that “${strong.rule.name}” does not ask for already.`;
}

/** The weaker is a rule that asks for this one thing only, and from which nothing follows. */
function makesRedundant(strong: Ask, weak: Ask): boolean {
  const { onPass, onFail } = weak.statement;
  return (
    strong.rule.id !== weak.rule.id &&
    weak.isWhole &&
    onPass.length + onFail.length === 0 &&
    isAsWide(strong.statement, weak.statement) &&
    isImpliedBy(weak, strong)
  );
}

/** Whether one applies wherever the other does. */
function isAsWide(wide: Statement, narrow: Statement): boolean {
  const covers = (a: unknown, b: unknown) => a === null || JSON.stringify(a) === JSON.stringify(b);
  return covers(wide.when, narrow.when) && covers(wide.scope, narrow.scope);
}

function canBothApply(a: Statement, b: Statement): boolean {
  const isOneNull = a.when === null || b.when === null;
  return (isOneNull || JSON.stringify(a.when) === JSON.stringify(b.when)) && canBothBeIn(a.scope, b.scope);
}

/** A photo is in one context; its batch may be named in several ways. */
function canBothBeIn(a: Scope | null, b: Scope | null): boolean {
  if (a?.in !== 'context' || b?.in !== 'context') return true;
  return a.name.toLowerCase() === b.name.toLowerCase();
}
