import type { Box, Handle, Point, PrintArea } from '../../shared/analysis.ts';
import { printAreaInset } from '../../shared/positioning/calibration.ts';
import type { SideEdge, SideEdges } from './upright.ts';

/** Shares of the box's height between which the wall is free of rim and foot. */
const [topShare, bottomShare] = [0.22, 0.9];
/** Good on 9 to 10 of 12 ordinary mugs; less sure when the handle may lie within the sides. */
const [confidenceBeside, confidenceUnknown] = [0.8, 0.5];

/**
 * The printable face of an upright mug: between the body's side edges, top and bottom at fixed shares of its
 * box. Input and output are in the same pixels. An estimate, meant to be corrected by hand.
 */
export function printAreaOf(box: Box, edges: SideEdges, handle: Handle['side']): PrintArea {
  const [top, bottom] = [box.y + topShare * box.height, box.y + bottomShare * box.height];
  const corner = (y: number, share: number): Point => {
    const [left, right] = [crossing(edges.left, y), crossing(edges.right, y)];
    return { x: left + (right - left) * share, y };
  };
  return {
    corners: [
      corner(top, printAreaInset),
      corner(top, 1 - printAreaInset),
      corner(bottom, 1 - printAreaInset),
      corner(bottom, printAreaInset),
    ],
    confidence: handle === 'unknown' ? confidenceUnknown : confidenceBeside,
  };
}

/** Where an edge, drawn on if need be, crosses a height. */
function crossing({ top, bottom }: SideEdge, y: number): number {
  return top.x + ((bottom.x - top.x) * (y - top.y)) / (bottom.y - top.y);
}
