import { isTogether } from './parse-traits.ts';
import type { Condition, Statement, Trait } from './rule.ts';

/**
 * "If the handle points left, the mug must be in the right half" speaks of one mug, and so of each by itself: every
 * mug that has the handle on the left must be in the right half. Null when it cannot be said so.
 */
export function ofEach(made: Statement): Statement[] | null {
  const { when, unless, must, else: other } = made;
  if (must === null) return null;
  const given = when === null ? [] : traitsOf(when);
  const excepted = unless === null ? [] : traitsOf(unless);
  if (given === null || excepted === null || excepted.length > 1) return null;
  const turned = excepted.map(({ is, not }) => ({ is, not: !not }));
  const asked = narrowed(must, [...given, ...turned]);
  if (asked === null) return null;
  const first: Statement = { ...made, when: null, unless: null, must: asked, else: null };
  if (other === null) return [first];
  const [only] = given;
  if (only === undefined || given.length > 1) return null;
  const rest = narrowed(other, [{ is: only.is, not: !only.not }, ...turned]);
  return rest && [first, { ...first, must: rest }];
}

/** What a condition says of one mug; null when it says more. */
function traitsOf(condition: Condition): Trait[] | null {
  switch (condition.kind) {
    case 'all': {
      const parts = condition.of.map(traitsOf);
      return parts.every((part) => part !== null) ? parts.flat() : null;
    }
    case 'not': {
      const [only, ...more] = traitsOf(condition.of) ?? [];
      return only && more.length === 0 ? [{ is: only.is, not: !only.not }] : null;
    }
    case 'claim': {
      const { subject, predicate: is } = condition;
      if (subject.body.kind !== 'mug' || subject.pick !== null || subject.where) return null;
      if (is.kind === 'either' || isTogether(is)) return null;
      return [{ is, not: subject.quantifier === 'no' }];
    }
    default:
      return null;
  }
}

/** The same asked of those mugs alone. */
function narrowed(condition: Condition, where: Trait[]): Condition | null {
  switch (condition.kind) {
    case 'all': {
      const parts = condition.of.map((part) => narrowed(part, where));
      return parts.every((part) => part !== null) ? { kind: 'all', of: parts } : null;
    }
    case 'claim': {
      const { subject, predicate } = condition;
      if (subject.body.kind !== 'mug' || subject.pick !== null || subject.quantifier === 'some') return null;
      if (isTogether(predicate)) return null;
      const all = [...(subject.where ?? []), ...where];
      return all.length > 5 ? null : { ...condition, subject: { ...subject, where: all }, predicate };
    }
    default:
      return null;
  }
}
