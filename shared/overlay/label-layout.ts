import type { Box, Point } from '../analysis.ts';
import type { Frame } from '../positioning.ts';

/** Where letters go: `at` is on the left edge of the text, which stands above the point or hangs below it. */
export interface LabelSpot {
  at: Point;
  placement: 'above' | 'below';
}

/** A label that looks for a spot. */
export interface LabelWish {
  text: string;
  /** The box it belongs to. */
  around: Box;
  /** Where it would like to stand, seen from that box. */
  first: 'above' | 'below' | 'beside';
  /** Written even where it must cover something; others are left out then. */
  always: boolean;
}

/** Mean width of a letter and height of a line, as multiples of the font size. */
const letterWidth = 0.52;
const lineHeight = 1.35;
/** Room beside the letters for the plate they stand on, both sides together. */
const platePadding = 0.8;

/** Further from its box than this many rows, a label that may be left out would not be understood. */
const nearRows = 3;

/** The room a text takes, in the unit of the font size. */
export function labelSize(text: string, fontSize: number): Frame {
  return { width: (text.length * letterWidth + platePadding) * fontSize, height: lineHeight * fontSize };
}

/**
 * Finds room for labels one after the other: outside the box they belong to where possible, inside the frame,
 * not over one another and not over what must stay visible. Sizes are pixels of the photo.
 *
 * A label that may be left out is left out when the spots around its box and the next rows are taken. One that
 * is always written goes on through every row of the frame, then covers a handle or print area, and covers
 * another label only when all of its rows are taken by labels.
 */
export function createLabelLayout(frame: Frame, fontSize: number, keepVisible: readonly Box[]) {
  const labels: Box[] = [];
  const gap = fontSize * 0.35;

  /** Spots around the box in order of liking, then further rows: the rectangles of the text that fit. */
  function spotsAround({ text, around: box, first, always }: LabelWish): Box[] {
    const { width, height } = labelSize(text, fontSize);
    // A text wider than the frame begins at its left edge and runs out of it.
    const room = Math.max(frame.width, width + 2 * gap);
    const inFrame = (x: number) => Math.max(gap, Math.min(x, room - width - gap));
    const [left, right, bottom] = [box.x, box.x + box.width, box.y + box.height];
    // Text wider than its box is centred on it, else it begins or ends with it.
    const columns = (box.width < width ? [(left + right - width) / 2] : [left, right - width]).map(inFrame);
    const above = (row: number) => columns.map((x) => ({ x, y: box.y - gap - (row + 1) * height }));
    const below = (row: number) => columns.map((x) => ({ x, y: bottom + gap + row * height }));
    const top = (row: number) => columns.map((x) => ({ x, y: Math.max(0, box.y) + gap + row * height }));
    const foot = (row: number) =>
      columns.map((x) => ({ x, y: Math.min(frame.height, bottom) - gap - (row + 1) * height }));
    const besideRows = box.height < height ? [(box.y + bottom - height) / 2] : [box.y, bottom - height];
    const beside = besideRows.flatMap((y) => [right + gap, left - gap - width].map((x) => ({ x, y })));
    const near = {
      above: [above(0), below(0), beside, top(0), foot(0)],
      below: [below(0), above(0), beside, foot(0), top(0)],
      beside: [beside, above(0), below(0), top(0), foot(0)],
    }[first];
    const rows = Array.from(
      { length: always ? Math.floor(frame.height / height) : nearRows },
      (_, row) => row + 1,
    );
    const further = rows.flatMap((row) => [above(row), below(row)]);
    const inside = always ? rows.map(top) : [];
    return [...near, ...further, ...inside]
      .flat()
      .filter(({ x, y }) => x >= 0 && x + width <= room && y >= 0 && y + height <= frame.height)
      .map((corner) => ({ ...corner, width, height }));
  }

  return {
    /** Takes the best free spot; null for a label without one that may be left out. */
    put(wish: LabelWish): LabelSpot | null {
      const spots = spotsAround(wish);
      const free = (taken: readonly Box[]) =>
        spots.find((candidate) => !taken.some((other) => overlaps(candidate, other)));
      const spot =
        free([...keepVisible, ...labels]) ??
        (wish.always
          ? (free(labels) ?? spots[0] ?? { x: 0, y: 0, ...labelSize(wish.text, fontSize) })
          : undefined);
      if (spot === undefined) return null;
      labels.push(spot);
      return spot.y + spot.height <= wish.around.y
        ? { at: { x: spot.x, y: spot.y + spot.height }, placement: 'above' }
        : { at: { x: spot.x, y: spot.y }, placement: 'below' };
    },
  };
}

function overlaps(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}
