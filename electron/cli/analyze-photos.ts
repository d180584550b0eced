import path from 'node:path';
import type { Analysis } from '../../shared/analysis.ts';
import { type AppError, toAppError } from '../../shared/errors.ts';
import type { Judgement } from '../../shared/rules/judgement.ts';
import type { App } from '../app.ts';
import { type FoundPath, findPhotos } from '../pipeline/folder.ts';
import type { ForkInference } from '../pipeline/inference.ts';
import type { AnalyzeOptions } from './analyze.ts';
import { exitStatus } from './exit-status.ts';
import { inOrder } from './in-order.ts';
import { judgementLine, judgementReport } from './judgement-report.ts';
import { openApp } from './open-app.ts';
import { createOutput } from './output.ts';
import { createOverlayNames } from './overlay-name.ts';
import { analysisLine, errorLine } from './photo-line.ts';
import { startProgress } from './progress.ts';
import { readOnlySettings } from './read-only-settings.ts';
import { analysisReport, errorReport } from './report.ts';
import { onStop } from './signals.ts';

/** What came of one path. */
type Outcome =
  | { path: string; analysis: Analysis; judgement: Judgement | null }
  | { path: string; error: AppError };

/** One photo in the networks while the next is decoded. */
const photosAtOnce = 2;

/** Analyses photos and writes a line or a report for each, in the order given; gives the exit status. */
export async function analyzePhotos(
  paths: readonly string[],
  options: AnalyzeOptions,
  forkInference: ForkInference,
): Promise<number> {
  const { app } = openApp({
    host: 'command line',
    data: options.dataFolder,
    forkInference,
    openSettings: (dataDir) => readOnlySettings(dataDir, options.threshold),
  });
  const abort = new AbortController();
  let interrupted: number | null = null;
  const stopListening = onStop((status) => {
    interrupted = status;
    abort.abort();
  });
  try {
    await app.start();
    const allWell = await run(app, paths, options, abort);
    return interrupted ?? (allWell ? exitStatus.ok : exitStatus.failed);
  } finally {
    await app.stop();
    stopListening();
  }
}

/** True when every photo could be analysed. Ends early, quietly, when interrupted or nobody reads any more. */
async function run(
  app: App,
  paths: readonly string[],
  options: AnalyzeOptions,
  abort: AbortController,
): Promise<boolean> {
  const output = createOutput(process.stdout, () => abort.abort());
  const progress = await startProgress(process.stderr, paths);
  const draw = options.overlay === undefined ? null : createDrawing(app, options.overlay);
  const work = (found: FoundPath) => analyzeFile(app, found, options, abort.signal);
  let allWell = true;
  let count = 0;
  for await (const outcome of inOrder(findPhotos(paths), photosAtOnce, work)) {
    if (abort.signal.aborted) break;
    count += 1;
    const drawn = draw === null ? outcome : await draw(outcome);
    allWell &&= 'analysis' in drawn;
    await progress.step(() => output.write(textOf(drawn, options)));
  }
  progress.stop();
  if (count === 0 && !abort.signal.aborted) console.error(`There are no photos in ${paths.join(', ')}.`);
  return allWell;
}

/** Never rejects: what goes wrong with a photo is its outcome. */
async function analyzeFile(
  app: App,
  found: FoundPath,
  { fresh, rules, rule }: AnalyzeOptions,
  signal: AbortSignal,
): Promise<Outcome> {
  const { path: file } = found;
  if (found.error !== null) return { path: file, error: found.error };
  try {
    const { photo } = await app.takeFile(file);
    const analysis = await app.pipeline.analyze(photo.id, { fresh: fresh === true, signal });
    const judgement =
      rule !== undefined
        ? app.rulebook.judgeBy(rule)(analysis)
        : rules
          ? app.rulebook.judge(analysis).judgement
          : null;
    const shown = aboveThreshold(analysis, app.settings().detection.ignoreBelow);
    return { path: file, analysis: shown, judgement };
  } catch (error) {
    return { path: file, error: toAppError(error) };
  }
}

/** Stored analyses hold fainter detections for screens; best come first, so placements keep their indices. */
function aboveThreshold(analysis: Analysis, threshold: number): Analysis {
  return { ...analysis, detections: analysis.detections.filter(({ score }) => score >= threshold) };
}

function textOf(outcome: Outcome, { json, rules, rule }: AnalyzeOptions): string {
  const { path: file } = outcome;
  if ('error' in outcome)
    return json ? `${errorLine(file, outcome.error)}\n` : errorReport(file, outcome.error);
  const { analysis, judgement } = outcome;
  if (rule !== undefined)
    return json ? `${judgementLine(file, analysis, judgement)}\n` : judgementReport(file, judgement);
  if (json) return `${analysisLine(file, analysis, rules ? { judgement } : {})}\n`;
  return analysisReport(file, analysis) + (rules ? judgementReport(null, judgement) : '');
}

/** Draws overlays into a folder; one that cannot be written is the photo's error. */
function createDrawing(app: App, folder: string): (outcome: Outcome) => Promise<Outcome> {
  const nameOf = createOverlayNames();
  return async (outcome) => {
    if ('error' in outcome) return outcome;
    try {
      await app.drawOverlay(outcome.analysis, path.join(folder, nameOf(outcome.path)));
      return outcome;
    } catch (error) {
      return { path: outcome.path, error: toAppError(error) };
    }
  };
}
