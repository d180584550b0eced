import type { AppError } from '../../shared/errors.ts';
import { toWireError } from '../../shared/errors.ts';
import type { RenderResult } from '../../shared/render.ts';
import { type Paint, paintForTerminal } from './report.ts';

/** A picture that was asked for: the photos it is of, as the user wrote their paths, and what came of it. */
export type Outcome = { paths: readonly string[] } & (
  | { error: AppError }
  /** The choices of the settings give these photos no picture. */
  | { none: true }
  | { renderId: string; templateId: string; out: string; result: RenderResult }
);

/** The JSON line of a picture: where it is and how it was made, or the stable code and a sentence. */
export function renderLine(outcome: Outcome): string {
  const { paths } = outcome;
  if ('error' in outcome) {
    const { code, message } = toWireError(outcome.error);
    return JSON.stringify({ paths, error: { code, message } });
  }
  if ('none' in outcome) return JSON.stringify({ paths, out: null });
  const { out, renderId, templateId, result } = outcome;
  const { usedProvider, fallbackReason, format, width, height, pages, bytes, tookMs, reused, warnings } =
    result;
  return JSON.stringify({
    paths,
    out,
    renderId,
    templateId,
    provider: usedProvider,
    fallbackReason,
    format,
    width,
    height,
    pages,
    bytes,
    tookMs: Math.round(tookMs),
    reused,
    warnings,
  });
}

/** What a person wants to know of one picture: a line about it, and one for each thing that is not as asked. */
export function renderReport(outcome: Outcome, paint: Paint = paintForTerminal): string {
  const title = paint('bold', titleOf(outcome.paths));
  if ('error' in outcome) {
    const { message, code } = outcome.error;
    return `${title}  ${paint('red', message)} ${paint('dim', `(${code})`)}\n`;
  }
  if ('none' in outcome) return `${title}  ${paint('dim', 'no picture, by the choices in the settings')}\n`;
  const { out, result } = outcome;
  const { fallbackReason, warnings } = result;
  const remarks = [
    ...(fallbackReason === null ? [] : [`Drawn on this machine instead of by Templated. ${fallbackReason}`]),
    ...warnings,
  ];
  const lines = remarks.map((sentence) => `  ${paint('yellow', sentence)}\n`);
  return `${title}  →  ${out}  ${paint('dim', factsOf(result).join(' · '))}\n${lines.join('')}`;
}

function titleOf([first = '', ...more]: readonly string[]): string {
  return more.length === 0 ? first : `${first} and ${more.length} more`;
}

function factsOf({ width, height, pages, bytes, usedProvider, tookMs, reused }: RenderResult): string[] {
  return [
    `${width} × ${height}`,
    ...(pages === 1 ? [] : [`${pages} pages`]),
    `${Math.ceil(bytes / 1_000)} kB`,
    { local: 'drawn here', templated: 'drawn by Templated' }[usedProvider],
    reused ? 'as made before' : `${Math.round(tookMs)} ms`,
  ];
}
