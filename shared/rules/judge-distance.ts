import type { Box, Point } from '../analysis.ts';
import { distanceBetween, edgeDistance } from '../positioning/distances.ts';
import { bestMove, moveMarks, moveSentence } from './advice.ts';
import { holds } from './judge-logic.ts';
import {
  absentLook,
  type Judge,
  type Look,
  measuredLook,
  type Ready,
  ready,
  unknownLook,
} from './judge-look.ts';
import { bodiesOf, middleOf, nearestOf, noneFound } from './judge-place.ts';
import {
  frameBox,
  nearestPoints,
  roomAround,
  type Side,
  sides,
  wayNearer,
  waysApart,
  wayWhollyInto,
} from './measure.ts';
import { hold, rangeOf } from './measure-limits.ts';
import { areaNamed, noArea } from './measure-regions.ts';
import { givenText, notCalibrated, pixelsPer } from './measure-units.ts';
import type { LengthLimit, Predicate, RuleLength } from './rule.ts';
import type { Body, Scene } from './scene.ts';
import type { Mark } from './verdict.ts';

type Distance = Extract<Predicate, { kind: 'distance' }>;

/** A limit in pixels; null when it speaks of real lengths and there is no calibration. */
export function readyLength(limit: LengthLimit, scene: Scene, whole: number): Ready | null {
  const range = rangeOf(limit, ({ value, unit }: RuleLength) => {
    const per = pixelsPer(unit, scene, whole);
    return per === null ? null : value * per;
  });
  const { unit } = limit.is === 'between' ? limit.high : limit.value;
  const per = pixelsPer(unit, scene, whole);
  return range && per !== null
    ? ready(range, limit, unit, per, ({ value, unit: of }: RuleLength) => givenText(value, of))
    : null;
}

/**
 * How far a body is from what the claim names, edge to edge. `everyMug`: the claim is about all mugs together, so
 * their distance from each other is that between neighbours; else it is that to the nearest.
 */
export function distance({ to, limit }: Distance, scene: Scene, everyMug: boolean): Judge {
  const { frame } = scene;
  if (to.kind === 'frameEdge') return fromEdge(to.side, limit, scene);
  const across = readyLength(limit, scene, Math.min(frame.width, frame.height));
  if (!across) return (body) => unknownLook(notCalibrated, [body.detection]);
  switch (to.kind) {
    case 'surfaceEdge':
      return fromSurfaceEdge(limit, scene);
    case 'centre':
      return fromCentre(to.of, across, scene);
    case 'area': {
      const area = areaNamed(to.name, scene);
      if (!area) return (body) => unknownLook(noArea(to.name), [body.detection]);
      const target = { box: area, name: `the area “${to.name}”`, detection: null };
      return (body) => gapLook(body, target, across, scene);
    }
    case 'object':
    case 'otherMugs': {
      const other =
        to.kind === 'object' ? ({ kind: 'object', label: to.label } as const) : ({ kind: 'mug' } as const);
      const others = bodiesOf(other, scene);
      const amongNeighbours = everyMug && to.kind === 'otherMugs';
      return (body) => {
        const target =
          (amongNeighbours ? worstNeighbour(body, across, scene) : null) ?? nearestOf(others, body, scene);
        return target
          ? gapLook(body, target, across, scene)
          : farFromNothing(body, noneFound(other, scene, body.mug !== null), across);
      };
    }
  }
}

/** The neighbour whose gap is the least comfortable; null for what has none. */
function worstNeighbour({ mug }: Body, { range }: Ready, scene: Scene): Body | null {
  if (mug === null) return null;
  let worst: Body | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const index of scene.neighbours(mug)) {
    const { score } = hold(scene.gap(mug, index), range);
    if (score >= least) continue;
    worst = scene.mugs[index] ?? null;
    least = score;
  }
  return worst;
}

/** What is not there is far away: nothing is too near to it. Whether something is near enough cannot be told. */
function farFromNothing(body: Body, reason: string, limit: Ready): Look {
  const look = absentLook(reason, [body.detection]);
  return limit.range.high === Number.POSITIVE_INFINITY ? { ...look, ...holds } : look;
}

interface Target {
  box: Box;
  name: string;
  detection: number | null;
}

/** The gap between a body and something else. */
function gapLook(body: Body, target: Target, limit: Ready, scene: Scene): Look {
  const gap = edgeDistance(body.box, target.box);
  const detections = target.detection === null ? [body.detection] : [body.detection, target.detection];
  return measuredLook(gap, limit, detections, () => {
    const { from, to } = nearestPoints(body.box, target.box);
    const move = (wanted: boolean) => {
      const { low, high } = wantedStretch(gap, limit, wanted);
      const ways =
        gap < low
          ? waysApart(body.box, target.box, low)
          : gap > high
            ? [wayNearer(body.box, target.box, high)]
            : [];
      return bestMove(body, ways, scene, unitOf(limit));
    };
    return {
      fact: (value) => `${body.name} is ${value} from ${target.name}`,
      advice: (wanted) => moveSentence(body, move(wanted)),
      marks: (wanted, text) => [
        { kind: 'distance', from, to, text },
        ...(target.detection === null ? [{ kind: 'area', box: target.box, text: '' } as const] : []),
        ...moveMarks(body, move(wanted)),
      ],
    };
  });
}

/** The unit that advice is given in. */
function unitOf({ unit }: Ready) {
  return unit === 'degrees' || unit === 'none' ? 'px' : unit;
}

/**
 * What a value would have to lie in for the claim to come out as wanted. Where it is not wanted, the nearer way
 * out of the range, a hair beyond its end.
 */
function wantedStretch(value: number, { range }: Ready, wanted: boolean): { low: number; high: number } {
  const hair = range.base * 1e-6;
  const inside = { low: range.low + (range.open ? hair : 0), high: range.high - (range.open ? hair : 0) };
  if (wanted) return inside;
  if (value < range.low || value > range.high) return { low: value, high: value };
  return value - range.low <= range.high - value && range.low > 0
    ? { low: Number.NEGATIVE_INFINITY, high: range.low - hair }
    : { low: range.high + hair, high: Number.POSITIVE_INFINITY };
}

/** Mug and centre: the only distance that is not one between edges. */
function fromCentre(of: 'frame' | 'reference', limit: Ready, scene: Scene): Judge {
  return (body) => {
    const target = middleOf(of === 'reference' ? scene.positioning : null, body, scene);
    const off = distanceBetween(body.centre, target);
    return measuredLook(off, limit, [body.detection], () => {
      const move = (wanted: boolean) => {
        const { low, high } = wantedStretch(off, limit, wanted);
        const length = off < low ? low : Math.min(off, high);
        const away =
          off === 0
            ? { x: 1, y: 0 }
            : { x: (body.centre.x - target.x) / off, y: (body.centre.y - target.y) / off };
        const way = { x: away.x * (length - off), y: away.y * (length - off) };
        return bestMove(body, [way], scene, unitOf(limit));
      };
      return {
        fact: (value) => `${body.name} is ${value} from the centre of the ${of}`,
        advice: (wanted) => moveSentence(body, move(wanted)),
        marks: (wanted, text) => [
          { kind: 'distance', from: body.centre, to: target, text },
          ...moveMarks(body, move(wanted)),
        ],
      };
    });
  };
}

/** One edge of a region that bodies are near to or far from. */
interface Edge {
  side: Side;
  limit: Ready;
}

/** The edge of the frame: this one, or the nearest. In percent each edge counts along its own axis. */
function fromEdge(side: Side | null, limit: LengthLimit, scene: Scene): Judge {
  const { width, height } = scene.frame;
  const edges = (side ? [side] : sides).flatMap((each): Edge[] => {
    const across = readyLength(limit, scene, each === 'left' || each === 'right' ? width : height);
    return across ? [{ side: each, limit: across }] : [];
  });
  if (edges.length === 0) return (body) => unknownLook(notCalibrated, [body.detection]);
  const name = (at: Side) => (side ? `the ${at} edge of the frame` : `the edge of the frame (${at})`);
  return (body) => edgeLook(body, frameBox(scene.frame), edges, scene, name, null);
}

/**
 * The edge of the table or desk as it is seen: its ends left and right, and its front. How far a mug stands from
 * the far edge, a box does not tell.
 */
function fromSurfaceEdge(limit: LengthLimit, scene: Scene): Judge {
  const { width, height } = scene.frame;
  const edges = (['left', 'right', 'bottom'] as const).flatMap((side): Edge[] => {
    const across = readyLength(limit, scene, side === 'bottom' ? height : width);
    return across ? [{ side, limit: across }] : [];
  });
  return (body) => {
    const { surface } = body;
    if (!surface) return absentLook(`No table or desk was found under ${body.name}.`, [body.detection]);
    const name = (side: Side) => `the ${side === 'bottom' ? 'front' : side} edge of the ${surface.label}`;
    return edgeLook(body, surface.box, edges, scene, name, surface.detection);
  };
}

/** The nearest of some edges of a region, by what each allows. Beyond an edge is at it: a distance of 0. */
function edgeLook(
  body: Body,
  region: Box,
  edges: readonly Edge[],
  scene: Scene,
  nameOf: (side: Side) => string,
  detection: number | null,
): Look {
  const rooms = roomAround(body.box, region);
  const nearest = nearestEdge(edges, rooms);
  const value = Math.max(0, rooms[nearest.side]);
  const detections = detection === null ? [body.detection] : [body.detection, detection];
  return measuredLook(value, nearest.limit, detections, () => {
    const move = (wanted: boolean) =>
      bestMove(
        body,
        waysFromEdges(body, region, edges, nearest, wanted, rooms),
        scene,
        unitOf(nearest.limit),
      );
    return {
      fact: (text) => `${body.name} is ${text} from ${nameOf(nearest.side)}`,
      advice: (wanted) => moveSentence(body, move(wanted)),
      marks: (wanted, text): Mark[] => [
        { kind: 'distance', ...toEdge(body, nearest.side, region), text },
        ...edgesToShow(edges, nearest, rooms, wanted).flatMap((edge) => bandOf(region, edge)),
        ...moveMarks(body, move(wanted)),
      ],
    };
  });
}

/** In the unit of the limit: of percent, each edge along its own axis. */
function nearestEdge([first, ...others]: readonly Edge[], rooms: Record<Side, number>): Edge {
  const shareOf = ({ side, limit }: Edge) => Math.max(0, rooms[side]) / limit.per;
  let nearest = first as Edge;
  for (const edge of others) if (shareOf(edge) < shareOf(nearest)) nearest = edge;
  return nearest;
}

/** Those that it is too near to; the nearest one when there is none. */
function edgesToShow(
  edges: readonly Edge[],
  nearest: Edge,
  rooms: Record<Side, number>,
  wanted: boolean,
): readonly Edge[] {
  const tooNear = edges.filter(({ side, limit: { range } }) => {
    const room = Math.max(0, rooms[side]);
    return wanted && room < range.low && hold(room, range).outcome === 'fail';
  });
  return tooNear.length > 0 ? tooNear : [nearest];
}

/** Ways to be so far from the edges as wanted: clear of all of them, or nearer to or farther from the nearest. */
function waysFromEdges(
  { box }: Body,
  region: Box,
  edges: readonly Edge[],
  nearest: Edge,
  wanted: boolean,
  rooms: Record<Side, number>,
): Point[] {
  const value = Math.max(0, rooms[nearest.side]);
  const { low, high } = wantedStretch(value, nearest.limit, wanted);
  if (value < low) {
    const inset = (side: Side) => {
      const edge = edges.find((each) => each.side === side);
      return edge ? wantedStretch(0, edge.limit, wanted).low : Number.NEGATIVE_INFINITY;
    };
    const clear = wayWhollyInto(box, insetBy(region, inset));
    return clear ? [clear] : [];
  }
  if (value <= high) return [];
  const length = value - high;
  const way = {
    left: { x: -length, y: 0 },
    right: { x: length, y: 0 },
    top: { x: 0, y: -length },
    bottom: { x: 0, y: length },
  };
  return [way[nearest.side]];
}

/** What is left of a region; an edge that does not matter is moved far out. */
function insetBy(region: Box, inset: (side: Side) => number): Box {
  const far = 4 * (region.width + region.height);
  const by = (side: Side) => Math.max(-far, inset(side));
  return {
    x: region.x + by('left'),
    y: region.y + by('top'),
    width: region.width - by('left') - by('right'),
    height: region.height - by('top') - by('bottom'),
  };
}

/** From the middle of a body's side straight to the edge on that side. */
function toEdge({ box, centre }: Body, side: Side, region: Box): { from: Point; to: Point } {
  switch (side) {
    case 'left':
      return { from: { x: box.x, y: centre.y }, to: { x: region.x, y: centre.y } };
    case 'right':
      return { from: { x: box.x + box.width, y: centre.y }, to: { x: region.x + region.width, y: centre.y } };
    case 'top':
      return { from: { x: centre.x, y: box.y }, to: { x: centre.x, y: region.y } };
    case 'bottom':
      return {
        from: { x: centre.x, y: box.y + box.height },
        to: { x: centre.x, y: region.y + region.height },
      };
  }
}

/** The stretch along an edge that has to be kept free. */
function bandOf(region: Box, { side, limit: { range, per, unit } }: Edge): Mark[] {
  const kept = range.high === Number.POSITIVE_INFINITY ? range.low : range.low <= 0 ? range.high : 0;
  if (kept <= 0) return [];
  const text = givenText(kept / per, unit);
  const { x, y, width, height } = region;
  const depth = Math.min(kept, side === 'left' || side === 'right' ? width : height);
  const box = {
    left: { x, y, width: depth, height },
    right: { x: x + width - depth, y, width: depth, height },
    top: { x, y, width, height: depth },
    bottom: { x, y: y + height - depth, width, height: depth },
  }[side];
  return [{ kind: 'band', box, text }];
}
