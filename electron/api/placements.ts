import type { Analysis, Point } from '../../shared/analysis.ts';
import { AppError } from '../../shared/errors.ts';
import type { RenderRequest } from '../../shared/render.ts';
import { inDialect } from '../../shared/rendering/dialects.ts';
import { estimateDesignPlacement } from '../../shared/rendering/mug-face.ts';
import type { TurnedBox } from '../../shared/rendering/placing.ts';
import type { Gallery } from '../render/gallery.ts';
import type { Prepare } from '../render/prepare-render.ts';
import type { DesignStore } from '../store/design-store.ts';
import type { HandlersOf } from './dispatch.ts';

export interface PlacementParts {
  templates: Pick<Gallery, 'get'>;
  prepare: Prepare;
  designs: Pick<DesignStore, 'get'>;
  /** Milliseconds since 1970. */
  now(): number;
}

/** Answers `placements.*`. */
export function placementHandlers(parts: PlacementParts): HandlersOf<'placements'> {
  return {
    'placements.export': async ({ dialect, ...asked }) => {
      const found = await parts.templates.get(asked.templateId);
      const request = { ...asked, analysisIds: asked.analysisIds.slice(0, 1) };
      const prepared = parts.prepare({ request, found, now: new Date(parts.now()) });
      const { analysis = null, detection = null } = prepared.subjects[0] ?? {};
      const placement = inDialect(dialect, {
        templateId: found.template.id,
        overrides: prepared.pages[0]?.overrides ?? {},
        area: { width: analysis?.width ?? 0, height: analysis?.height ?? 0 },
        box: boxOf(cornersOf(parts, request, analysis, detection)),
      });
      return { placement };
    },
  };
}

/** Of the design on the mug: as it was placed by hand, else as it is estimated. */
function cornersOf(
  { designs }: PlacementParts,
  { designId, designPlacement }: RenderRequest,
  analysis: Analysis | null,
  detection: number | null,
): readonly Point[] {
  if (designPlacement !== undefined) return designPlacement.corners;
  const mug = detection === null ? null : (analysis?.detections[detection] ?? null);
  const placed = estimateDesignPlacement(mug, designId === undefined ? undefined : designs.get(designId));
  if (placed !== null) return placed.corners;
  const message = 'No mug in this photo shows a face to put a design on. Set the four corners by hand.';
  throw new AppError('call.invalid', message, { field: 'designPlacement' });
}

/** The turned box that is most like four corners, clockwise from the top left. */
function boxOf([a, b, c, d]: readonly Point[]): TurnedBox {
  const origin = { x: 0, y: 0 };
  const [topLeft, topRight, bottomRight, bottomLeft] = [a ?? origin, b ?? origin, c ?? origin, d ?? origin];
  const across = {
    x: topRight.x - topLeft.x + bottomRight.x - bottomLeft.x,
    y: topRight.y - topLeft.y + bottomRight.y - bottomLeft.y,
  };
  const down = {
    x: bottomLeft.x - topLeft.x + bottomRight.x - topRight.x,
    y: bottomLeft.y - topLeft.y + bottomRight.y - topRight.y,
  };
  const [width, height] = [Math.hypot(across.x, across.y) / 2, Math.hypot(down.x, down.y) / 2];
  const centre = {
    x: (topLeft.x + topRight.x + bottomRight.x + bottomLeft.x) / 4,
    y: (topLeft.y + topRight.y + bottomRight.y + bottomLeft.y) / 4,
  };
  const rotation = (Math.atan2(across.y, across.x) * 180) / Math.PI;
  return { x: centre.x - width / 2, y: centre.y - height / 2, width, height, rotation };
}
