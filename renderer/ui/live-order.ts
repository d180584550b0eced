interface Identified {
  id: string;
}

/** When one came to be: lists stand in this order, newest first. ISO 8601 as the core writes it, which sorts as text. */
export type BornAt<Item> = (item: Item) => string;

export interface Changed<Item> {
  items: readonly Item[];
  /** Those that match and are not among the items. */
  unknown: readonly Item[];
}

/** The items as they are after a change: updated in place; what no longer matches is gone. */
export function withChanges<Item extends Identified>(
  items: readonly Item[],
  changed: readonly Item[],
  matches: (item: Item) => boolean,
): Changed<Item> {
  const news = new Map(changed.map((item) => [item.id, item]));
  const kept = items.flatMap((item) => {
    const now = news.get(item.id);
    news.delete(item.id);
    if (now === undefined) return [item];
    return matches(now) ? [now] : [];
  });
  return { items: kept, unknown: [...news.values()].filter(matches) };
}

/** The items with others put in where they belong; with a page still `open`, none behind the last item. */
export function withMore<Item>(
  items: readonly Item[],
  more: readonly Item[],
  open: boolean,
  bornAt: BornAt<Item>,
): readonly Item[] {
  const last = items.at(-1);
  const fitting = open && last !== undefined ? more.filter((item) => bornAt(item) >= bornAt(last)) : more;
  // Of one moment, in the order they are in.
  const byAge = (a: Item, b: Item) => (bornAt(a) < bornAt(b) ? 1 : bornAt(a) > bornAt(b) ? -1 : 0);
  return fitting.length === 0 ? items : [...fitting, ...items].sort(byAge);
}

/** Those that belong before all the items and are not among them. */
export function newerThan<Item extends Identified>(
  items: readonly Item[],
  others: readonly Item[],
  bornAt: BornAt<Item>,
): Item[] {
  const [first] = items;
  if (first === undefined) return [];
  const known = new Set(items.map(({ id }) => id));
  return others.filter((item) => bornAt(item) >= bornAt(first) && !known.has(item.id));
}

/** Where the focus goes when its line is gone: to the next one that is still there, else to the one before. */
export function neighbourOf(
  focusId: string | null,
  before: readonly Identified[],
  after: readonly Identified[],
): string | null {
  if (focusId === null) return null;
  const there = new Set(after.map(({ id }) => id));
  if (there.has(focusId)) return focusId;
  const index = before.findIndex(({ id }) => id === focusId);
  const near = [...before.slice(index + 1), ...before.slice(0, Math.max(0, index)).toReversed()];
  return near.find(({ id }) => there.has(id))?.id ?? after[0]?.id ?? null;
}

/** The line that the keys go to; undefined where there is none. */
export function lineFrom<Line extends Identified>(
  lines: readonly Line[],
  { focusId, openId }: { focusId: string | null; openId: string | null },
  by: number,
): Line | undefined {
  const index = lines.findIndex(({ id }) => id === focusId);
  // What was open has left the list, and the focus stands on its neighbour already.
  const stay = openId !== null && index >= 0 && !lines.some(({ id }) => id === openId);
  return lines[Math.max(0, Math.min(lines.length - 1, stay ? index : index + by))];
}

/** The lines from one to another, whichever stands first; the second alone when the first is not there. */
export function linesBetween<Line extends Identified>(
  lines: readonly Line[],
  fromId: string | null,
  toId: string,
): readonly Line[] {
  const index = lines.findIndex(({ id }) => id === toId);
  const anchor = lines.findIndex(({ id }) => id === fromId);
  if (index < 0) return [];
  if (anchor < 0) return lines.slice(index, index + 1);
  return lines.slice(Math.min(anchor, index), Math.max(anchor, index) + 1);
}
