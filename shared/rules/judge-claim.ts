import { edgeDistance } from '../positioning/distances.ts';
import { distance } from './judge-distance.ts';
import { arranged, evenlySpaced, similarSize } from './judge-group.ts';
import { all, fails, holds, not, some, type Truth } from './judge-logic.ts';
import { type Judge, type Look, plainLook, unknownLook } from './judge-look.ts';
import {
  bodiesOf,
  bodyText,
  centred,
  inRegion,
  noneFound,
  onSide,
  onSurface,
  overlaps,
} from './judge-place.ts';
import { confidence, handle, handleAngle, seenFromAbove, tilt, upright } from './judge-pose.ts';
import { cover, size, sizeClass } from './judge-size.ts';
import { areaOf } from './measure.ts';
import { whereText } from './print.ts';
import type { Predicate, RuleBody, Subject, superlatives, Trait } from './rule.ts';
import type { Body, Scene } from './scene.ts';

/** What was looked at, and whether it was to be so. */
export interface Found {
  looks: readonly Look[];
  wanted: boolean;
}

/** What a condition comes to, and what that rests on. */
export interface Judged extends Truth {
  found: readonly Found[];
  /** Which of the looks decided: the worst, as for "every", or the best, as for "some". */
  decided: 'worst' | 'best';
}

export function oneLook(look: Look): Judged {
  return {
    outcome: look.outcome,
    score: look.score,
    found: [{ looks: [look], wanted: true }],
    decided: 'worst',
  };
}

export function notJudged({ found, decided, ...truth }: Judged): Judged {
  return {
    ...not(truth),
    found: found.map(({ looks, wanted }) => ({ looks, wanted: !wanted })),
    decided: decided === 'worst' ? 'best' : 'worst',
  };
}

/**
 * Something claimed of a subject. Where there is no such mug or thing, what is asked of it cannot be told, and
 * what is forbidden has not happened.
 */
export function judgeClaim(subject: Subject, predicate: Predicate, scene: Scene): Judged {
  if (subject.where !== undefined) return judgeSome(subject, subject.where, predicate, scene);
  return judgeChosen(subject, predicate, choose(subject, scene), scene);
}

function judgeChosen(
  { quantifier, pick }: Subject,
  predicate: Predicate,
  chosen: readonly Body[] | string,
  scene: Scene,
): Judged {
  if (typeof chosen === 'string') {
    const look = unknownLook(chosen);
    // Nobody has done what nobody may do: true of nothing, however the look at it is worded.
    return quantifier === 'no' ? oneLook({ ...look, ...holds }) : oneLook(look);
  }
  const together = judgeTogether(predicate, chosen, scene);
  if (together) return quantifier === 'no' ? notJudged(oneLook(together)) : oneLook(together);

  const judge = judgeOf(predicate, scene, quantifier === 'every' && pick === null);
  const looks = chosen.map(judge);
  const found = [{ looks, wanted: true }];
  switch (quantifier) {
    case 'every':
      return { ...all(looks), found, decided: 'worst' };
    case 'some':
      return { ...some(looks), found, decided: 'best' };
    case 'no': {
      const certain = looks.map(withoutAbsent);
      return notJudged({ ...some(certain), found: [{ looks: certain, wanted: true }], decided: 'best' });
    }
  }
}

/** Claimed of those only of which the traits are so. Of one that cannot be told, neither can it be whether it is asked. */
function judgeSome(
  { where: _, ...subject }: Subject,
  where: readonly Trait[],
  predicate: Predicate,
  scene: Scene,
): Judged {
  const { quantifier, pick, body } = subject;
  const bodies = bodiesOf(body, scene);
  if (bodies.length === 0) return judgeClaim(subject, predicate, scene);
  const traitsOf = traitJudge(where, scene);
  const belonging = bodies
    .map((one) => ({ one, truth: traitsOf(one) }))
    .filter(({ truth }) => truth.outcome !== 'fail');
  const sure = belonging.flatMap(({ one, truth }) => (truth.outcome === 'pass' ? [one] : []));
  if (belonging.length === 0) {
    const nobody = plainLook(quantifier === 'some' ? fails : holds, [], () => ({
      fact: `there is no ${bodyText(body)}${whereText(where, body, 'one')}`,
    }));
    return oneLook(nobody);
  }
  if (pick !== null) {
    if (sure.length === 0) return oneLook(cannotTell(belonging[0]?.one));
    return judgeChosen(subject, predicate, choose(subject, scene, sure), scene);
  }
  const together = judgeTogether(predicate, sure, scene);
  if (together) {
    if (sure.length < belonging.length) return oneLook(cannotTell(belonging[0]?.one));
    return quantifier === 'no' ? notJudged(oneLook(together)) : oneLook(together);
  }
  const judge = judgeOf(predicate, scene, false);
  const looks = belonging.map(({ one, truth }): Look => {
    const look = quantifier === 'no' ? withoutAbsent(judge(one)) : judge(one);
    const combined = quantifier === 'every' ? some([not(truth), look]) : all([truth, look]);
    return truth.outcome === 'pass' ? look : { ...look, ...combined };
  });
  const found = [{ looks, wanted: true }];
  if (quantifier === 'every') return { ...all(looks), found, decided: 'worst' };
  const any: Judged = { ...some(looks), found, decided: 'best' };
  return quantifier === 'no' ? notJudged(any) : any;
}

/** Whether all of these traits are so of a body. Nothing is near to what is not there. */
export function traitJudge(where: readonly Trait[], scene: Scene): (body: Body) => Truth {
  const judges = where.map(({ is, not: isDenied }) => {
    const judge = judgeOf(is, scene, false);
    return (body: Body) => {
      const look = withoutAbsent(judge(body));
      return isDenied ? not(look) : look;
    };
  });
  return (body) => all(judges.map((judge) => judge(body)));
}

function cannotTell(one: Body | undefined): Look {
  return unknownLook('Cannot tell which of them this is about.', one ? [one.detection] : []);
}

/** One of the traits at least: told by the one that decides. */
function either(of: readonly Trait[], scene: Scene): Judge {
  const judges = of.map(({ is, not: isDenied }) => ({ judge: judgeOf(is, scene, false), isDenied }));
  return (body) => {
    const looks = judges.map(({ judge, isDenied }) => {
      const look = isDenied ? withoutAbsent(judge(body)) : judge(body);
      return { look, isDenied, truth: isDenied ? not(look) : look };
    });
    const truth = some(looks.map((each) => each.truth));
    const decisive = looks.filter((each) => each.truth.outcome === truth.outcome);
    const best = decisive.reduce((most, each) => (each.truth.score > most.truth.score ? each : most));
    const { isAbsent: _, ...look } = best.look;
    return {
      ...look,
      ...truth,
      ...(decisive.every((each) => each.look.isAbsent) && { isAbsent: true }),
      tell: (wanted) => best.look.tell(wanted !== best.isDenied),
    };
  };
}

/** Nobody is near to what is not there. */
function withoutAbsent(look: Look): Look {
  return look.isAbsent && look.outcome === 'unknown' ? { ...look, ...fails } : look;
}

/** What is claimed of all of them at once; null for what is claimed of each. */
function judgeTogether(predicate: Predicate, bodies: readonly Body[], scene: Scene): Look | null {
  switch (predicate.kind) {
    case 'arranged':
      return arranged(bodies, predicate, scene);
    case 'evenlySpaced':
      return evenlySpaced(bodies, predicate, scene);
    case 'similarSize':
      return similarSize(bodies, predicate);
    default:
      return null;
  }
}

/** One line for each claim about one body. */
function judgeOf(predicate: Predicate, scene: Scene, everyOne: boolean): Judge {
  switch (predicate.kind) {
    case 'centred':
      return centred(predicate, scene);
    case 'in':
      return inRegion(predicate, scene);
    case 'distance':
      return distance(predicate, scene, everyOne);
    case 'side':
      return onSide(predicate, scene);
    case 'size':
      return size(predicate, scene);
    case 'cover':
      return cover(predicate, scene);
    case 'sizeClass':
      return sizeClass(predicate, scene);
    case 'overlaps':
      return overlaps(predicate, scene);
    case 'onSurface':
      return onSurface(predicate, scene);
    case 'upright':
      return upright(predicate);
    case 'tilt':
      return tilt(predicate);
    case 'handle':
      return handle(predicate);
    case 'handleAngle':
      return handleAngle(predicate);
    case 'confidence':
      return confidence(predicate);
    case 'seenFromAbove':
      return seenFromAbove();
    case 'either':
      return either(predicate.of, scene);
    case 'arranged':
    case 'evenlySpaced':
    case 'similarSize':
      return (body) => unknownLook('This is told of several together.', [body.detection]);
  }
}

/** Those that a subject names, of these; a sentence when there are none. */
function choose(
  { body, pick }: Subject,
  scene: Scene,
  bodies: readonly Body[] = bodiesOf(body, scene),
): readonly Body[] | string {
  if (bodies.length === 0) return noneFound(body, scene);
  if (pick === null) return bodies;
  switch (pick.by) {
    case 'superlative':
      return [most(bodies, measureOf[pick.word])];
    case 'ordinal': {
      const picked = numbered(body, bodies, pick.number);
      return picked ? [picked] : `There is no ${bodyText(body)} number ${pick.number}.`;
    }
    case 'nearest': {
      const others = bodiesOf(pick.to, scene);
      if (others.length === 0) return noneFound(pick.to, scene);
      const gapTo = (one: Body) =>
        Math.min(
          ...others
            .filter(({ detection }) => detection !== one.detection)
            .map((other) => edgeDistance(one.box, other.box)),
        );
      return [most(bodies, (one) => -gapTo(one))];
    }
  }
}

const measureOf: Record<(typeof superlatives)[number], (body: Body) => number> = {
  largest: ({ box }) => areaOf(box),
  smallest: ({ box }) => -areaOf(box),
  leftmost: ({ centre }) => -centre.x,
  rightmost: ({ centre }) => centre.x,
  topmost: ({ centre }) => -centre.y,
  bottommost: ({ centre }) => centre.y,
  tallest: ({ box }) => box.height,
  widest: ({ box }) => box.width,
  surest: ({ score }) => score,
};

function most(bodies: readonly Body[], measure: (body: Body) => number): Body {
  return bodies.reduce((best, body) => (measure(body) > measure(best) ? body : best));
}

/** Mugs by their number on the photo, other things as they stand from the left; -1 is the last. */
function numbered(kind: RuleBody, bodies: readonly Body[], number: number): Body | undefined {
  const ordered = kind.kind === 'mug' ? bodies : bodies.toSorted((a, b) => a.centre.x - b.centre.x);
  if (number === -1) return ordered.at(-1);
  return kind.kind === 'mug' ? ordered.find((body) => body.number === number) : ordered[number - 1];
}
