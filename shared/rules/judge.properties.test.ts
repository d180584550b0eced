import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Box, Detection } from '../analysis.ts';
import { conflictsOf } from './conflicts.ts';
import { decide, judge } from './judge.ts';
import type { Condition, RuleLength } from './rule.ts';
import { bruteForce, type Plain } from './test-brute-force.ts';
import {
  conditions,
  distances,
  plainScenes,
  predicateKinds,
  predicates,
  sceneFrom,
  subjects,
} from './test-random.ts';
import { claim, every, ruleOf } from './test-rules.ts';
import { ruleVerdictSchema } from './verdict.ts';

function outcomeOf(condition: Condition, plain: Plain) {
  return decide(ruleOf(condition), sceneFrom(plain)).outcome;
}

function scaled(plain: Plain, factor: number): Plain {
  const larger = (box: Box): Box => ({
    x: box.x * factor,
    y: box.y * factor,
    width: box.width * factor,
    height: box.height * factor,
  });
  return {
    ...plain,
    width: plain.width * factor,
    height: plain.height * factor,
    scale: plain.scale === null ? null : plain.scale * factor,
    detections: plain.detections.map((one) => ({ ...one, box: larger(one.box) })),
  };
}

/** Whether pixels are spoken of, which mean another length in a larger photo. */
function speaksOfPixels(condition: Condition): boolean {
  return (
    condition.kind === 'photo' ||
    JSON.stringify(condition).includes('"px"') ||
    JSON.stringify(condition).includes('"photo"')
  );
}

describe('judging, whatever the photo and the rule', () => {
  it('comes to what an independent judge comes to', () => {
    fc.assert(
      fc.property(plainScenes, conditions, (plain, condition) => {
        expect(outcomeOf(condition, plain)).toBe(bruteForce(condition, plain));
      }),
      { numRuns: 3_000 },
    );
  });

  it('does not depend on the size of the photo, when the calibration grows with it', () => {
    fc.assert(
      fc.property(
        plainScenes,
        conditions.filter((condition) => !speaksOfPixels(condition)),
        fc.constantFrom(0.5, 1.7, 3),
        (plain, condition, factor) => {
          expect(outcomeOf(condition, scaled(plain, factor))).toBe(outcomeOf(condition, plain));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('never passes below half a score nor fails above it, and its words and marks have the shape promised', () => {
    fc.assert(
      fc.property(plainScenes, conditions, (plain, condition) => {
        const scene = sceneFrom(plain);
        const verdict = judge(ruleOf(condition), scene);
        expect(ruleVerdictSchema.parse(JSON.parse(JSON.stringify(verdict)))).toEqual(verdict);
        expect(verdict.reason).not.toBe('');
        if (verdict.outcome === 'pass') expect(verdict.advice).toBeNull();
        for (const { outcome, score } of [
          verdict,
          ...verdict.statements.flatMap(({ findings }) => findings),
        ]) {
          if (outcome === 'pass') expect(score).toBeGreaterThanOrEqual(0.5);
          if (outcome === 'fail') expect(score).toBeLessThanOrEqual(0.5);
        }
        expect(decide(ruleOf(condition), scene)).toEqual({
          applies: verdict.applies,
          outcome: verdict.outcome,
          score: verdict.score,
          confidence: verdict.confidence,
          consequences: [],
        });
      }),
      { numRuns: 500 },
    );
  });

  it('is monotone in distance: what is far enough for more is far enough for less', () => {
    const more = (limit: RuleLength, by: number): RuleLength => ({ ...limit, value: limit.value + by });
    fc.assert(
      fc.property(plainScenes, distances, fc.nat(200), (plain, { to, limit }, by) => {
        fc.pre(limit.is === 'atLeast' || limit.is === 'atMost');
        if (limit.is !== 'atLeast' && limit.is !== 'atMost') return;
        const scene = sceneFrom(plain);
        const one = decide(ruleOf(claim({ kind: 'distance', to, limit })), scene);
        const other = decide(
          ruleOf(claim({ kind: 'distance', to, limit: { ...limit, value: more(limit.value, by) } })),
          scene,
        );
        const [stricter, laxer] = limit.is === 'atLeast' ? [other, one] : [one, other];
        if (stricter.outcome === 'pass') expect(laxer.outcome).toBe('pass');
        if (stricter.outcome !== 'unknown') expect(laxer.score).toBeGreaterThanOrEqual(stricter.score - 1e-9);
      }),
      { numRuns: 500 },
    );
  });

  it('advises moves that help: after the move, the mug is as it was asked to be', () => {
    fc.assert(
      fc.property(plainScenes, predicates, fc.boolean(), (plain, predicate, wanted) => {
        const subject = { ...every, quantifier: wanted ? ('some' as const) : ('no' as const) };
        const verdict = judge(ruleOf(claim(predicate, subject)), sceneFrom(plain));
        for (const { detections, marks, advice } of verdict.statements.flatMap(({ findings }) => findings)) {
          const move = marks.find((mark) => mark.kind === 'move');
          if (!move || advice === null) continue;
          const way = { x: move.to.x - move.from.x, y: move.to.y - move.from.y };
          const [target] = detections;
          const alone = plain.detections.map((one, index): Detection => {
            if (index === target)
              return { ...one, box: { ...one.box, x: one.box.x + way.x, y: one.box.y + way.y } };
            // Only those that it is about: others may have been nearer to where it is moved to.
            return one.label === 'mug' && !detections.includes(index) ? { ...one, score: 0 } : one;
          });
          const others = alone.map((one, index) =>
            detections.includes(index) || one.label === 'mug' ? one : { ...one, score: 0 },
          );
          const after = judge(
            ruleOf(claim(predicate, { ...subject, quantifier: 'some' })),
            sceneFrom({ ...plain, detections: others }),
          );
          const found = after.statements
            .flatMap(({ findings }) => findings)
            .find((finding) => finding.detections[0] === target);
          expect(found?.outcome).toBe(wanted ? 'pass' : 'fail');
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('a conflict that is told is never satisfied by any photo', () => {
    // Of one kind most often, as others are seldom at odds.
    const pairs = fc
      .oneof(
        ...predicateKinds.map((kind) => fc.tuple(kind, fc.oneof({ weight: 3, arbitrary: kind }, predicates))),
      )
      .chain((both) => fc.tuple(...both.map((one) => subjects.map((subject) => claim(one, subject)))));
    let told = 0;
    fc.assert(
      fc.property(pairs, fc.array(plainScenes, { minLength: 8, maxLength: 8 }), ([a, b], plains) => {
        if (!a || !b) return;
        const rules = [a, b].map((must, index) => ({ id: `${index}`, name: `${index}`, rule: ruleOf(must) }));
        const found = conflictsOf(rules);
        const conflict = found.some(({ kind, ruleIds }) => kind === 'conflict' && ruleIds.length === 2);
        const redundant = found.find(({ kind }) => kind === 'redundant');
        told += conflict ? 1 : 0;
        for (const plain of plains) {
          const [first, second] = [a, b].map((must) => bruteForce(must, plain));
          if (conflict) expect([first, second]).not.toEqual(['pass', 'pass']);
          if (redundant) {
            const [strong, weak] = redundant.ruleIds[0] === '0' ? [first, second] : [second, first];
            if (strong === 'pass') expect(weak).toBe('pass');
          }
        }
      }),
      { numRuns: 2_000 },
    );
    expect(told).toBeGreaterThan(100);
  });
});
