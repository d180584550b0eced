import type { Box, Point } from '../analysis.ts';
import { frameBox, lengthOf, movedBy, roomAround, sharedArea, sides } from './measure.ts';
import { type LengthUnit, pixelsPer, roundedUp, usualUnit, valueText } from './measure-units.ts';
import type { Body, Scene } from './scene.ts';
import type { Mark } from './verdict.ts';

/** Less than this many pixels is no move. */
const stillPx = 1e-6;

/** A move that is advised. */
export interface Move {
  /** In pixels, exactly. */
  way: Point;
  /** `18 mm left`, `9 mm right and 4 mm up`: rounded up, so that who follows it has moved it far enough. */
  text: string;
}

/**
 * The first of several ways that keeps a mug within the photo and off every other mug; else the first that
 * keeps it within the photo; null when none does, or none is needed.
 */
export function bestMove(
  body: Body,
  ways: readonly Point[],
  scene: Scene,
  unit: LengthUnit = usualUnit(scene),
): Move | null {
  const moves = ways.filter((way) => lengthOf(way) > stillPx).map((way) => moveOf(way, scene, unit));
  const within = moves.filter(({ way }) => staysWithin(body.box, way, scene));
  const free = within.find(({ way }) => {
    const box = movedBy(body.box, way);
    return scene.mugs.every((other) => other === body || sharedArea(box, other.box) === 0);
  });
  return free ?? within[0] ?? null;
}

/** What reaches out already may not reach out further. */
function staysWithin(box: Box, way: Point, { frame }: Scene): boolean {
  const before = roomAround(box, frameBox(frame));
  const after = roomAround(movedBy(box, way), frameBox(frame));
  return sides.every((side) => after[side] >= Math.min(0, before[side]) - stillPx);
}

function moveOf(way: Point, scene: Scene, asked: LengthUnit): Move {
  // A share of the frame is no length to move something by.
  const unit = asked === 'percent' ? usualUnit(scene) : asked;
  const per = pixelsPer(unit, scene, 1) ?? 1;
  const words: string[] = [];
  for (const [axis, back, on] of [
    ['x', 'left', 'right'],
    ['y', 'up', 'down'],
  ] as const) {
    const length = roundedUp(Math.abs(way[axis]) / per, unit);
    if (Math.abs(way[axis]) <= stillPx) continue;
    words.push(`${valueText(length, unit)} ${way[axis] < 0 ? back : on}`);
  }
  return { way, text: words.join(' and ') };
}

/** "Move it 18 mm left."; where there are several, which one. */
export function moveSentence(body: Body, move: Move | null): string | null {
  return move && instruction(body, `move it ${move.text}`);
}

/** Says to whom an instruction belongs, where that is not clear. */
export function instruction(body: Body, text: string): string {
  const who = body.name === 'the mug' ? '' : `${body.name}: `;
  const whole = `${who}${text}.`;
  return whole.charAt(0).toUpperCase() + whole.slice(1);
}

/** The arrow of a move. */
export function moveMarks(body: Body, move: Move | null): Mark[] {
  if (!move) return [];
  const { x, y } = body.centre;
  const to = { x: x + move.way.x, y: y + move.way.y };
  return [{ kind: 'move', detection: body.detection, from: body.centre, to, text: move.text }];
}
