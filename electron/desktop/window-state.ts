import { z } from 'zod';

export interface Rectangle {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Where the window stood, in screen pixels, when it was not maximised. */
const windowStateSchema = z.object({
  bounds: z.object({
    x: z.number().int(),
    y: z.number().int(),
    width: z.number().int(),
    height: z.number().int(),
  }),
  maximized: z.boolean(),
});
export type WindowState = z.infer<typeof windowStateSchema>;

export const smallestWindow = { width: 720, height: 480 };
const firstWindow = { width: 1360, height: 880 };

/** A title bar shows at least this much, in pixels, so that the window can be taken hold of. */
const graspable = { width: 120, height: 40 };

/** The kept state when it is whole and still lies on a display (`workAreas`); otherwise a fresh, centred one. */
export function chooseState(kept: unknown, workAreas: Rectangle[]): WindowState {
  const parsed = windowStateSchema.safeParse(kept);
  if (parsed.success) {
    const { bounds } = parsed.data;
    const isLarge = bounds.width >= smallestWindow.width && bounds.height >= smallestWindow.height;
    if (isLarge && workAreas.some((area) => isGraspable(bounds, area))) return parsed.data;
  }
  return { bounds: centred(workAreas[0]), maximized: false };
}

function isGraspable(bounds: Rectangle, area: Rectangle): boolean {
  const visibleWidth = Math.min(bounds.x + bounds.width, area.x + area.width) - Math.max(bounds.x, area.x);
  const isTopVisible = bounds.y >= area.y && bounds.y + graspable.height <= area.y + area.height;
  return visibleWidth >= graspable.width && isTopVisible;
}

function centred(area: Rectangle | undefined): Rectangle {
  if (!area) return { x: 0, y: 0, ...firstWindow };
  const width = Math.min(firstWindow.width, area.width);
  const height = Math.min(firstWindow.height, area.height);
  const x = Math.round(area.x + (area.width - width) / 2);
  const y = Math.round(area.y + (area.height - height) / 2);
  return { x, y, width, height };
}
