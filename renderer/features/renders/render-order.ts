import type { Render, RenderState } from '../../../shared/render.ts';

/** Which pictures are shown: all fields given must hold. */
export interface RenderFilter {
  states?: readonly RenderState[];
  batchId?: string;
}

/** Whether a picture is among those a filter asks for: what the core would answer, for news that come by event. */
export const matches = (render: Render, { states, batchId }: RenderFilter) =>
  (states === undefined || states.includes(render.state)) &&
  (batchId === undefined || render.batchId === batchId);

/** Newest first; of one moment, by id so that the order never wavers. */
const byAge = (a: Render, b: Render) =>
  Date.parse(b.createdAt) - Date.parse(a.createdAt) || (a.id < b.id ? 1 : -1);

export interface Changed {
  items: readonly Render[];
  /** Those that match and are not among the items. */
  unknown: readonly Render[];
}

/** The items as they are after a change: updated in place; what no longer matches is gone. */
export function withChanges(
  items: readonly Render[],
  changed: readonly Render[],
  filter: RenderFilter,
): Changed {
  const news = new Map(changed.map((render) => [render.id, render]));
  const kept = items.flatMap((item) => {
    const now = news.get(item.id);
    news.delete(item.id);
    if (now === undefined) return [item];
    return matches(now, filter) ? [now] : [];
  });
  return { items: kept, unknown: [...news.values()].filter((render) => matches(render, filter)) };
}

/** The items with others put in where they belong; with a page still `open`, none behind the last item. */
export function withMore(
  items: readonly Render[],
  more: readonly Render[],
  open: boolean,
): readonly Render[] {
  const last = items.at(-1);
  const fitting = open && last !== undefined ? more.filter((render) => byAge(render, last) < 0) : more;
  return fitting.length === 0 ? items : [...fitting, ...items].sort(byAge);
}

/** Those that belong before all the items and are not among them. */
export function newerThan(items: readonly Render[], renders: readonly Render[]): Render[] {
  const [first] = items;
  if (first === undefined) return [];
  const known = new Set(items.map(({ id }) => id));
  return renders.filter((render) => !known.has(render.id) && byAge(render, first) < 0);
}
