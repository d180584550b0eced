import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import type { Point } from '../../../shared/analysis.ts';
import type { AreaDraft } from '../../../shared/area.ts';
import { defaultOverlayParts, type OverlayPart } from '../../../shared/overlay.ts';

/** What dragging on the photo does: move it, draw a line of known length, set the reference, or draw an area. */
export type Tool = 'move' | 'line' | 'reference' | 'area';

/** An area that is drawn, or drawn anew, and not kept yet. */
export type DrawnArea = Omit<AreaDraft, 'name'>;

interface View {
  parts: readonly OverlayPart[];
  overlayHidden: boolean;
  sourcesHidden: boolean;
  inspectorHidden: boolean;
  /** Index of the detection the operator works on. */
  selected: number | null;
  /** Indices of the detections that the operator points at in a list. */
  pointed: readonly number[];
  /** Id of the rule whose verdict is drawn; of none, those are that do not pass. */
  rule: string | null;
  tool: Tool;
  /** The line drawn for calibration, pixels of the photo. */
  line: { from: Point; to: Point } | null;
  area: DrawnArea | null;
  /** All photos as a grid instead of one large. */
  grid: boolean;
}

/** What outlives a reload. */
type Kept = Pick<View, 'parts' | 'sourcesHidden' | 'inspectorHidden'>;

/** What the operator chose to see; the choices, not the work at hand, outlive a reload. */
export const useView = create<View>()(
  persist<View, [], [], Kept>(
    (): View => ({
      parts: defaultOverlayParts,
      overlayHidden: false,
      sourcesHidden: false,
      inspectorHidden: false,
      selected: null,
      pointed: [],
      rule: null,
      tool: 'move',
      line: null,
      area: null,
      grid: false,
    }),
    {
      name: 'analyse-view',
      version: 1,
      // Before there were rules, their verdicts could not be chosen.
      migrate: (kept) => {
        const view = kept as Kept;
        return { ...view, parts: [...view.parts, 'verdicts'] };
      },
      partialize: ({ parts, sourcesHidden, inspectorHidden }) => ({ parts, sourcesHidden, inspectorHidden }),
    },
  ),
);

export const selectDetection = (selected: number | null) => useView.setState({ selected });

/** Marks these on the photo for as long as the operator points at them. */
export function pointAt(pointed: readonly number[]): void {
  useView.setState({ pointed });
}

export const selectRule = (rule: string | null) => useView.setState({ rule });

/** Switches a group of the overlay on or off. */
export function togglePart(part: OverlayPart): void {
  useView.setState(({ parts }) => ({
    overlayHidden: false,
    parts: parts.includes(part) ? parts.filter((other) => other !== part) : [...parts, part],
  }));
}

/** Takes up a tool, or lays it down when it is in the hand. */
export const toggleTool = (tool: Tool) =>
  useView.setState((view) => ({ tool: view.tool === tool ? 'move' : tool, line: null, area: null }));

/** Takes an area up, to be named or drawn anew. */
export const editArea = ({ name: _, ...area }: AreaDraft) =>
  useView.setState({ tool: 'area', line: null, area });

/** Lays the area that was drawn down. */
export const dropArea = () => useView.setState({ tool: 'move', area: null });

export const toggle = (name: 'overlayHidden' | 'sourcesHidden' | 'inspectorHidden' | 'grid') =>
  useView.setState((view) => ({ [name]: !view[name] }));

/** Another photo is shown: what belonged to the one before is laid down. */
export function resetForPhoto(): void {
  useView.setState({ selected: null, pointed: [], tool: 'move', line: null, area: null });
}
