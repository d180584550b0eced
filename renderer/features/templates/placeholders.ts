/** A placeholder being typed: where its name begins, and what there is of it. */
export interface OpenPlaceholder {
  from: number;
  query: string;
}

/** The placeholder that the caret stands in; null outside of one. */
export function placeholderAt(text: string, caret: number): OpenPlaceholder | null {
  const open = /\{\{\s*([\w.-]*)$/.exec(text.slice(0, caret));
  if (open === null) return null;
  const query = open[1] ?? '';
  return { from: caret - query.length, query };
}

/** The text with the placeholder finished, and where the caret goes. */
export function complete(
  text: string,
  caret: number,
  { from }: OpenPlaceholder,
  name: string,
): { text: string; caret: number } {
  // What of the old name and its end stands behind the caret is replaced, not doubled.
  const [, format = ''] = /^[\w.-]*\s*(\|[^{}]*)?\}{0,2}/.exec(text.slice(caret)) ?? [];
  const behind = text.slice(caret).replace(/^[\w.-]*\s*(\|[^{}]*)?\}{0,2}/, '');
  const before = `${text.slice(0, from)}${name}${format}}}`;
  return { text: before + behind, caret: before.length };
}

/** The names of a text's placeholders, each once, without their formats. */
export const placeholdersIn = (text: string): string[] => [
  ...new Set([...text.matchAll(/\{\{\s*([^{}|]*?)\s*(?:\|[^{}]*)?\}\}/g)].map(([, name = '']) => name)),
];

/** Those of the names that fit what was typed, those that begin with it first. */
export function suggest<T extends { name: string; title: string }>(
  values: readonly T[],
  query: string,
  most = 8,
): T[] {
  const wanted = query.toLowerCase();
  const rank = ({ name, title }: T) => {
    const at = name.toLowerCase().indexOf(wanted);
    if (at === 0) return 0;
    if (at > 0) return 1;
    return title.toLowerCase().includes(wanted) ? 2 : 3;
  };
  return values
    .map((value) => ({ value, rank: rank(value) }))
    .filter((entry) => entry.rank < 3)
    .sort((a, b) => a.rank - b.rank)
    .slice(0, most)
    .map(({ value }) => value);
}
