import type { Paint } from './report.ts';

/** Titles and answers come from elsewhere: they must not steer the terminal. */
const controlCharacters = /\p{Cc}+/gu;

/** Lines of cells in columns as wide as their widest cell, the first line dimmed as headings. */
export function tableOf(rows: readonly (readonly string[])[], paint: Paint): string {
  const cellOf = (text = '') => text.replace(controlCharacters, ' ');
  const columns = Math.max(...rows.map((cells) => cells.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((cells) => cellOf(cells[column]).length)),
  );
  const lines = rows.map((cells) =>
    cells.map((cell, column) => cellOf(cell).padEnd(widths[column] ?? 0)).join('  '),
  );
  return lines
    .map((line, index) => `${index === 0 ? paint('dim', line.trimEnd()) : line.trimEnd()}\n`)
    .join('');
}
