import { type Judged, judgeClaim, notJudged, oneLook, traitJudge } from './judge-claim.ts';
import { all, some } from './judge-logic.ts';
import { count, photoClaim } from './judge-photo.ts';
import type { Condition } from './rule.ts';
import type { Scene } from './scene.ts';

/** What a condition comes to in a photo, by Kleene's three-valued logic. */
export function judgeCondition(condition: Condition, scene: Scene): Judged {
  switch (condition.kind) {
    case 'claim':
      return judgeClaim(condition.subject, condition.predicate, scene);
    case 'count':
      return oneLook(count(condition, scene, condition.where && traitJudge(condition.where, scene)));
    case 'photo':
      return oneLook({ ...photoClaim(condition.is, scene), ofPhoto: true });
    case 'not':
      return notJudged(judgeCondition(condition.of, scene));
    case 'all': {
      const parts = condition.of.map((part) => judgeCondition(part, scene));
      const truth = all(parts);
      const decisive =
        truth.outcome === 'pass' ? parts : parts.filter(({ outcome }) => outcome === truth.outcome);
      return { ...truth, found: decisive.flatMap(({ found }) => found), decided: 'worst' };
    }
    case 'any': {
      const parts = condition.of.map((part) => judgeCondition(part, scene));
      const truth = some(parts);
      const decisive = parts.filter(({ outcome }) => outcome === truth.outcome);
      // When all failed, the one that came closest is the shortest way out.
      const best = decisive.reduce(
        (most, part) => (part.score > most.score ? part : most),
        decisive[0] as Judged,
      );
      return { ...truth, found: best.found, decided: best.decided };
    }
  }
}
