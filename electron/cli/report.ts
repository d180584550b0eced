import { styleText } from 'node:util';
import type { Analysis, Detection, Handle, Placement, Upright } from '../../shared/analysis.ts';
import type { AppError } from '../../shared/errors.ts';
import { lengthText, mugNumbers, vectorText, zoneText } from '../../shared/overlay.ts';

type Colour = 'bold' | 'dim' | 'green' | 'yellow' | 'red';

/** Colours a piece of text; the default only where standard output is a terminal that wants it (NO_COLOR). */
export type Paint = (colour: Colour, text: string) => string;
export const paintForTerminal: Paint = (colour, text) => styleText(colour, text, { stream: process.stdout });

const headings = ['mug', 'score', 'centre', 'zone', 'offset', 'size', 'handle', 'upright', 'nearest'];

/** What a person wants to know of one photo: a line about it, and a table row for each mug. */
export function analysisReport(path: string, analysis: Analysis, paint: Paint = paintForTerminal): string {
  const { width, height, placements, detections, timingsMs } = analysis;
  const facts = [
    `${width} × ${height}`,
    placements.length === 0 ? 'no mug' : counted(placements.length, 'mug'),
    ...(analysis.arrangement.kind === 'none' ? [] : [`in a ${analysis.arrangement.kind}`]),
    ...otherThings(detections),
    `${Math.round(timingsMs.total)} ms`,
  ];
  const title = `${paint('bold', path)}  ${paint('dim', facts.join(' · '))}`;
  if (placements.length === 0) return `${title}\n\n`;
  const numbers = mugNumbers(placements, analysis.arrangement);
  const rows = placements
    .map((placement) => ({ placement, number: numbers.get(placement.detection) ?? 0 }))
    .toSorted((a, b) => a.number - b.number)
    .map(({ placement, number }) => row(placement, number, detections[placement.detection]));
  return `${[title, ...table([headings, ...rows], paint)].join('\n')}\n\n`;
}

/** Why a photo could not be analysed. */
export function errorReport(path: string, error: AppError, paint: Paint = paintForTerminal): string {
  return `${paint('bold', path)}  ${paint('red', error.message)} ${paint('dim', `(${error.code})`)}\n\n`;
}

function row(placement: Placement, number: number, detection: Detection | undefined): string[] {
  const { score, standing, centre, zone, offset, size, mugs, objects } = placement;
  const units = offset.mm === null ? 'px' : 'mm';
  const nearest = [...mugs, ...objects].sort((a, b) => a.edge.px - b.edge.px)[0];
  return [
    `${number}`,
    standing === 'review' ? `${score.toFixed(2)} review` : score.toFixed(2),
    `${Math.round(centre.px.x)}, ${Math.round(centre.px.y)}`,
    zoneText(zone),
    vectorText(offset, units),
    `${lengthText(size.width, units)} × ${lengthText(size.height, units)}`,
    handleText(detection?.handle ?? null),
    uprightText(detection?.upright ?? null),
    nearest === undefined ? '–' : `${nearest.label}, ${lengthText(nearest.edge, units)}`,
  ];
}

function handleText(handle: Handle | null): string {
  if (handle === null || handle.side === 'unknown') return 'cannot tell';
  return `${handle.side} ${percent(handle.confidence)}`;
}

function uprightText(upright: Upright | null): string {
  if (upright === null || upright.verdict === 'notApplicable') return 'not applicable';
  const degrees = upright.degrees === null ? '' : ` ${upright.degrees.toFixed(1).replace('-0.0', '0.0')}°`;
  return `${{ pass: 'yes', fail: 'no', unsure: 'unsure' }[upright.verdict]}${degrees}`;
}

/** Everything seen that is not a mug: `1 laptop`, `2 books`. */
function otherThings(detections: readonly Detection[]): string[] {
  const counts = new Map<string, number>();
  for (const { label, handle } of detections) {
    if (handle === null) counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  return [...counts].map(([label, count]) => counted(count, label));
}

/** Lines of cells in columns as wide as their widest cell, the first line as headings. */
function table(rows: readonly string[][], paint: Paint): string[] {
  const widths = headings.map((_, column) => Math.max(...rows.map((cells) => (cells[column] ?? '').length)));
  return rows.map((cells, index) => {
    const line = cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ');
    return `  ${index === 0 ? paint('dim', line.trimEnd()) : tinted(line.trimEnd(), paint)}`;
  });
}

function tinted(line: string, paint: Paint): string {
  if (line.includes(' review')) return paint('yellow', line);
  return line;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
