import type { Box, Point } from '../analysis.ts';
import type { Frame } from '../positioning.ts';

/** Where letters go: `at` is on the left edge of the text, which stands above the point or hangs below it. */
export interface LabelSpot {
  at: Point;
  placement: 'above' | 'below';
}

/** Where a label would like to stand, seen from the box it belongs to. */
export type Preference = 'above' | 'below' | 'beside';

/** Mean width of a letter and height of a line, as multiples of the font size. */
const letterWidth = 0.56;
const lineHeight = 1.35;

/**
 * Finds room for labels one after the other: outside the box they belong to where possible, inside the frame,
 * not over one another and not over what must stay visible. Sizes are pixels of the photo.
 */
export function createLabelLayout(frame: Frame, fontSize: number, keepVisible: readonly Box[]) {
  const taken: Box[] = [...keepVisible];
  const gap = fontSize * 0.35;

  function sizeOf(text: string): Frame {
    return { width: text.length * letterWidth * fontSize, height: lineHeight * fontSize };
  }

  function fits(spot: Box): boolean {
    return (
      spot.x >= 0 && spot.y >= 0 && spot.x + spot.width <= frame.width && spot.y + spot.height <= frame.height
    );
  }

  /** Spots around the box in order of liking, then inside it: text rectangles with their reading. */
  function spotsAround(box: Box, text: string, first: Preference): Box[] {
    const { width, height } = sizeOf(text);
    const inFrame = (x: number) => Math.max(gap, Math.min(x, frame.width - width - gap));
    const [left, right, bottom] = [box.x, box.x + box.width, box.y + box.height];
    // Text wider than its box is centred on it, else it begins or ends with it.
    const columns = (box.width < width ? [(left + right - width) / 2] : [left, right - width]).map(inFrame);
    const above = columns.map((x) => ({ x, y: box.y - gap - height }));
    const below = columns.map((x) => ({ x, y: bottom + gap }));
    const besideRows = box.height < height ? [(box.y + bottom - height) / 2] : [box.y, bottom - height];
    const beside = besideRows.flatMap((y) => [right + gap, left - gap - width].map((x) => ({ x, y })));
    const top = columns.map((x) => ({ x, y: Math.max(0, box.y) + gap }));
    const foot = columns.map((x) => ({ x, y: Math.min(frame.height, bottom) - gap - height }));
    const order = {
      above: [above, below, beside, top, foot],
      below: [below, above, beside, foot, top],
      beside: [beside, above, below, top, foot],
    }[first];
    return order.flat().map((corner) => ({ ...corner, width, height }));
  }

  return {
    /** Takes the best free spot for the text; when all are taken, the first that lies in the frame. */
    put(text: string, box: Box, first: Preference): LabelSpot {
      const spots = spotsAround(box, text, first).filter(fits);
      const spot = spots.find((candidate) => !taken.some((other) => overlaps(candidate, other))) ??
        spots[0] ?? { x: 0, y: 0, ...sizeOf(text) };
      taken.push(spot);
      return spot.y + spot.height <= box.y
        ? { at: { x: spot.x, y: spot.y + spot.height }, placement: 'above' }
        : { at: { x: spot.x, y: spot.y }, placement: 'below' };
    },
  };
}

function overlaps(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}
