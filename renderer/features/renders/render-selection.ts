import type { Render } from '../../../shared/render.ts';
import { useRenders } from './renders.ts';

/** Selects or deselects one; with `range`, everything between it and the focus. */
export function toggleSelected(id: string, range = false): void {
  useRenders.setState(({ items, selected, focusId }) => {
    const next = new Set(selected);
    const index = items.findIndex((item) => item.id === id);
    const anchor = items.findIndex((item) => item.id === focusId);
    const add = range || !selected.has(id);
    const [from, to] =
      range && anchor >= 0 ? [Math.min(anchor, index), Math.max(anchor, index)] : [index, index];
    for (const item of items.slice(from, to + 1)) {
      if (add) next.add(item.id);
      else next.delete(item.id);
    }
    return { selected: next, focusId: id };
  });
}

/** Selects everything loaded, or nothing when it all is. */
export const toggleAll = () =>
  useRenders.setState(({ items, selected }) => ({
    selected: selected.size === items.length ? new Set() : new Set(items.map(({ id }) => id)),
  }));

export const selectNone = () => useRenders.setState({ selected: new Set() });

/** Puts the focus on the first one when it is on none. */
export const focusAny = () =>
  useRenders.setState(({ items, focusId }) => ({ focusId: focusId ?? items[0]?.id ?? null }));

/** Moves the focus by a number of places; the picture shown large follows it. */
export function moveFocus(by: number): void {
  useRenders.setState(({ items, focusId, openId }) => {
    const index = items.findIndex(({ id }) => id === (openId ?? focusId));
    const next = items[Math.max(0, Math.min(items.length - 1, index + by))];
    if (next === undefined) return {};
    return { focusId: next.id, openId: openId === null ? null : next.id };
  });
}

/** What an action is about: the one shown large, else those selected, else the one in focus. */
export function chosen(): Render[] {
  const { items, selected, focusId, openId, opened } = useRenders.getState();
  if (openId === null && selected.size > 0) return items.filter(({ id }) => selected.has(id));
  const wanted = openId ?? focusId;
  const one = items.find(({ id }) => id === wanted) ?? (opened?.id === wanted ? opened : undefined);
  return one === undefined ? [] : [one];
}
