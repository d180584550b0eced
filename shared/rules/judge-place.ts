import type { Box, Point } from '../analysis.ts';
import { centreOf, edgeDistance } from '../positioning/distances.ts';
import { bestMove, instruction, moveMarks, moveSentence } from './advice.ts';
import { byMargin, plainly } from './judge-logic.ts';
import { absentLook, type Judge, measuredLook, plainLook, ready, unknownLook } from './judge-look.ts';
import {
  common,
  frameBox,
  leastRoom,
  sharedArea,
  wayInto,
  waysApart,
  waysOut,
  wayWhollyInto,
} from './measure.ts';
import { hold, upTo } from './measure-limits.ts';
import { areaNamed, noArea, regionBox, regionText } from './measure-regions.ts';
import { givenText, notCalibrated, pixelsPer } from './measure-units.ts';
import type { Predicate, RuleBody } from './rule.ts';
import type { Body, Scene } from './scene.ts';

type Of<K extends Predicate['kind']> = Extract<Predicate, { kind: K }>;

/** Where something is centred when nothing else is said: 5 % of the frame, each way. */
const usualCentring = { value: 5, unit: 'percent' } as const;

/** Its centre lies on the middle: along each axis that is asked for, within the tolerance. */
export function centred({ axis, on, within }: Of<'centred'>, scene: Scene): Judge {
  const { frame } = scene;
  const tolerance = within ?? usualCentring;
  const [perX, perY] = [
    pixelsPer(tolerance.unit, scene, frame.width),
    pixelsPer(tolerance.unit, scene, frame.height),
  ];
  if (perX === null || perY === null) return (body) => unknownLook(notCalibrated, [body.detection]);
  const area = on.kind === 'area' ? areaNamed(on.name, scene) : null;
  if (on.kind === 'area' && !area) return (body) => unknownLook(noArea(on.name), [body.detection]);

  const room = { x: tolerance.value * perX, y: tolerance.value * perY };
  const name = on.kind === 'area' ? `the area “${on.name}”` : `the ${on.kind}`;
  const unit = tolerance.unit;
  const limit = ready(upTo(tolerance.value), { is: 'atMost', value: tolerance.value }, unit, 1, (value) =>
    givenText(value, unit),
  );
  return (body) => {
    const target = area
      ? centreOf(area)
      : middleOf(on.kind === 'reference' ? scene.positioning : null, body, scene);
    const off = { x: body.centre.x - target.x, y: body.centre.y - target.y };
    const share = Math.max(
      axis === 'vertical' ? 0 : Math.abs(off.x) / perX,
      axis === 'horizontal' ? 0 : Math.abs(off.y) / perY,
    );
    return measuredLook(share, limit, [body.detection], () => {
      /** What the centre may not leave: a stretch of the frame where only one axis is asked for. */
      const allowed: Box = {
        x: axis === 'vertical' ? 0 : target.x - room.x,
        y: axis === 'horizontal' ? 0 : target.y - room.y,
        width: axis === 'vertical' ? frame.width : 2 * room.x,
        height: axis === 'horizontal' ? frame.height : 2 * room.y,
      };
      const way = (wanted: boolean) =>
        bestMove(body, wanted ? [wayInto(body.centre, allowed)] : waysOut(body.centre, allowed), scene, unit);
      const along = axis === 'both' ? '' : ` ${axis}ly`;
      return {
        fact: (value) => `${body.name} is${along} ${value} off the centre of ${name}`,
        advice: (wanted) => moveSentence(body, way(wanted)),
        marks: (wanted) => [
          { kind: 'band', box: common(allowed, frameBox(frame)), text: '' },
          ...moveMarks(body, way(wanted)),
        ],
      };
    });
  };
}

/** The frame's centre, or the reference of the settings as seen from a body. */
export function middleOf(positioning: Scene['positioning'] | null, body: Body, { frame }: Scene): Point {
  const reference = positioning?.reference ?? { kind: 'frameCentre' };
  switch (reference.kind) {
    case 'frameCentre':
      return { x: frame.width / 2, y: frame.height / 2 };
    case 'point':
      return { x: reference.point.x * frame.width, y: reference.point.y * frame.height };
    case 'area': {
      const { x, y, width, height } = reference.area;
      const area = {
        x: x * frame.width,
        y: y * frame.height,
        width: width * frame.width,
        height: height * frame.height,
      };
      const way = wayInto(body.centre, area);
      return { x: body.centre.x + way.x, y: body.centre.y + way.y };
    }
  }
}

/** Its centre lies in a region, or all of it does. What touches the edge of the photo may be cut off there. */
export function inRegion({ region, wholly }: Of<'in'>, scene: Scene): Judge {
  const box = regionBox(region, scene);
  if (!box) {
    const reason = noArea(region.kind === 'area' ? region.name : '');
    return (body) => unknownLook(reason, [body.detection]);
  }
  const name = regionText(region);
  const cutOff = region.kind === 'frame' && wholly;
  const range = {
    low: 0,
    high: Number.POSITIVE_INFINITY,
    open: cutOff,
    base: Math.min(box.width, box.height) / 2,
  };
  return (body) => {
    const { x, y } = body.centre;
    const truth = hold(leastRoom(wholly ? body.box : { x, y, width: 0, height: 0 }, box), range);
    const ways = (wanted: boolean) => {
      if (!wanted) return waysOut(body.centre, box);
      const way = wholly ? wayWhollyInto(body.box, box) : wayInto(body.centre, box);
      return way ? [way] : [];
    };
    return plainLook(truth, [body.detection], () => {
      const isIn = truth.outcome === 'pass';
      const fact = cutOff
        ? isIn
          ? `all of ${body.name} is in the frame`
          : `${body.name} touches the edge of the photo and may be cut off`
        : `${wholly ? `all of ${body.name}` : body.name} is ${isIn ? '' : 'not '}in ${name}`;
      const move = (wanted: boolean) => bestMove(body, ways(wanted), scene);
      return {
        fact,
        advice: (wanted) =>
          cutOff && wanted
            ? instruction(body, 'show all of it, with room around it')
            : moveSentence(body, move(wanted)),
        marks: (wanted) => [
          ...(region.kind === 'frame' ? [] : [{ kind: 'area', box, text: areaLabel(name) } as const]),
          ...(isIn === wanted || cutOff ? [] : moveMarks(body, move(wanted))),
        ],
      };
    });
  };
}

const areaLabel = (name: string) => name.replace(/^the (area )?/, '').replace(/[“”]/g, '');

/** What a claim about another body is held against: the nearest one by the gap between edges. */
export function nearestOf(candidates: readonly Body[], body: Body, scene: Scene): Body | null {
  if (candidates === scene.mugs && body.mug !== null) return scene.mugs[scene.nearest(body.mug)] ?? null;
  let best: Body | null = null;
  let bestGap = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    if (candidate === body) continue;
    const gap = edgeDistance(body.box, candidate.box);
    if (gap < bestGap) {
      best = candidate;
      bestGap = gap;
    }
  }
  return best;
}

/** The mugs, or the things with a label. `person` finds persons, and `mouse` a computer mouse. */
export function bodiesOf(body: RuleBody, scene: Scene): readonly Body[] {
  if (body.kind === 'mug') return scene.mugs;
  return scene.things.filter(({ label }) => label === body.label || label.endsWith(` ${body.label}`));
}

export function bodyText(body: RuleBody): string {
  return body.kind === 'mug' ? 'mug' : body.label;
}

const beyond = {
  left: (a: Point, b: Point) => b.x - a.x,
  right: (a: Point, b: Point) => a.x - b.x,
  above: (a: Point, b: Point) => b.y - a.y,
  below: (a: Point, b: Point) => a.y - b.y,
} as const;

const sideText = { left: 'left of', right: 'right of', above: 'above', below: 'below' } as const;

/** Its centre lies on that side of the other's centre. */
export function onSide({ side, of }: Of<'side'>, scene: Scene): Judge {
  const others = bodiesOf(of, scene);
  return (body) => {
    const other = nearestOf(others, body, scene);
    if (!other) return absentLook(noneFound(of, scene, body.mug !== null), [body.detection]);
    const room = beyond[side](body.centre, other.centre);
    const level = side === 'left' || side === 'right';
    const base = (level ? body.box.width + other.box.width : body.box.height + other.box.height) / 2;
    const truth = room === 0 ? plainly(false) : byMargin(room, base);
    return plainLook(truth, [body.detection, other.detection], () => {
      const isSo = truth.outcome === 'pass';
      const sign = side === 'left' || side === 'above' ? -1 : 1;
      // Level with it is on neither side: a pixel more is.
      const length = sign * (isSo ? -room : 1 - room);
      const way = level ? { x: length, y: 0 } : { x: 0, y: length };
      const move = bestMove(body, [way], scene);
      return {
        fact: `${body.name} is ${isSo ? '' : 'not '}${sideText[side]} ${other.name}`,
        advice: () => moveSentence(body, move),
        marks: (wanted) => [
          { kind: 'highlight', detection: other.detection, box: other.box, text: '' },
          ...(isSo === wanted ? [] : moveMarks(body, move)),
        ],
      };
    });
  };
}

/** Their boxes have something in common. Without the other there is nothing to overlap. */
export function overlaps({ body: other }: Of<'overlaps'>, scene: Scene): Judge {
  const others = bodiesOf(other, scene);
  return (body) => {
    let candidate: Body | null = null;
    let shared = 0;
    // Where the nearest mug is some way off, none overlaps.
    const isClear =
      others === scene.mugs && body.mug !== null && scene.gap(body.mug, scene.nearest(body.mug)) > 0;
    for (const each of isClear ? [] : others) {
      if (each === body) continue;
      const area = sharedArea(body.box, each.box);
      if (area > shared) {
        candidate = each;
        shared = area;
      }
    }
    const about = other.kind === 'mug' ? 'another mug' : `a ${other.label}`;
    if (!candidate) {
      return plainLook(plainly(false), [body.detection], () => ({
        fact: `${body.name} does not overlap ${about}`,
      }));
    }
    const hit = candidate;
    return plainLook(plainly(true), [body.detection, hit.detection], () => {
      const move = bestMove(body, waysApart(body.box, hit.box, 0), scene);
      return {
        fact: `${body.name} overlaps ${hit.name}`,
        advice: () => moveSentence(body, move),
        marks: (wanted) => [
          { kind: 'area', box: common(body.box, hit.box), text: 'overlap' },
          ...(wanted ? [] : moveMarks(body, move)),
        ],
      };
    });
  };
}

/** How much of a body's height its foot may seem to hang above the edge of what it stands on. */
const footShare = 0.1;

/** It stands on a table or desk: seen with one, its foot on it and its centre between its ends. */
export function onSurface(_: Of<'onSurface'>, scene: Scene): Judge {
  const surfaces = scene.things.filter(({ label }) => label === 'table' || label === 'desk');
  return (body) => {
    if (surfaces.every(({ detection }) => detection === body.detection)) {
      return absentLook('No table or desk was found.', [body.detection]);
    }
    const { surface } = body;
    const foot = body.box.y + body.box.height;
    const isOn =
      surface !== null &&
      foot >= surface.box.y - footShare * body.box.height &&
      body.centre.x >= surface.box.x &&
      body.centre.x <= surface.box.x + surface.box.width;
    const detections = [body.detection, ...(surface ? [surface.detection] : [])];
    const what = surface?.label ?? surfaces[0]?.label ?? 'table';
    return plainLook(plainly(isOn), detections, () => ({
      fact: `${body.name} is ${isOn ? '' : 'not '}on the ${what}`,
      advice: (wanted) => instruction(body, wanted ? `put it on the ${what}` : `take it off the ${what}`),
      marks: () => (surface ? [{ kind: 'area', box: surface.box, text: what }] : []),
    }));
  };
}

/** Why there is nothing to judge by. */
export function noneFound(body: RuleBody, { mugs, reviewCount }: Scene, another = false): string {
  if (body.kind === 'object') return `No ${body.label} was found.`;
  if (another && mugs.length > 0) return 'There is no other mug.';
  if (reviewCount === 0) return 'No mug was found.';
  return `No mug was found for sure: ${reviewCount === 1 ? 'one is' : `${reviewCount} are`} to be reviewed.`;
}
