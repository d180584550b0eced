import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openApp } from '../../electron/cli/open-app.ts';
import { readOnlySettings } from '../../electron/cli/read-only-settings.ts';
import type { Analysis } from '../../shared/analysis.ts';
import { toAppError } from '../../shared/errors.ts';
import { defaultSettings } from '../../shared/settings.ts';
import { evaluate, type Judged } from './evaluation.ts';
import { evaluationLines, timingLines } from './evaluation-report.ts';
import { readTruth, type TruePhoto } from './truth.ts';

// npm run eval -- DIR [--threshold N]: measures the whole pipeline on photos whose truth is known.

/** The average precision counts detections from here up. */
const lowestScore = 0.01;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { threshold: { type: 'string', default: String(defaultSettings.detection.ignoreBelow) } },
});
const [folder] = positionals;
const threshold = Number(values.threshold);
if (folder === undefined || positionals.length > 1 || !(threshold >= lowestScore && threshold <= 1)) {
  stop(`Usage: npm run eval -- DIR [--threshold N], with N from ${lowestScore} to 1.`);
}
const photos = await readTruth(folder).catch(() => []);
if (photos.length === 0) {
  stop('DIR must hold photos/ and truth.json, or photos with a JSON of the same name each as in e2e/photos.');
}
const { judged, analyses, msPerPhoto } = await analyzeAll(photos);
const lines = [
  ...evaluationLines(evaluate(judged, threshold), threshold, lowestScore),
  ...timingLines(analyses, msPerPhoto),
];
process.stdout.write(`${lines.join('\n')}\n`);

/** Runs the core over a data folder of its own, photo by photo. One that fails counts as one with no mug found. */
async function analyzeAll(truth: readonly TruePhoto[]) {
  const data = await mkdtemp(join(tmpdir(), 'h200-eval-'));
  const { app } = openApp({
    host: 'command line',
    data,
    openSettings: (dataDir) => readOnlySettings(dataDir, lowestScore),
  });
  const judged: Judged[] = [];
  const analyses: Analysis[] = [];
  try {
    await app.start();
    let startedAt = performance.now();
    for (const [index, photo] of truth.entries()) {
      try {
        const { photo: stored } = await app.takeFile(photo.path);
        const analysis = await app.pipeline.analyze(stored.id);
        judged.push({ photo, detections: analysis.detections });
        analyses.push(analysis);
      } catch (error) {
        process.stderr.write(`${photo.path}: ${toAppError(error).message}\n`);
        judged.push({ photo, detections: [] });
      }
      // The first waits for the models to be opened.
      if (index === 0) startedAt = performance.now();
    }
    const msPerPhoto = (performance.now() - startedAt) / Math.max(1, truth.length - 1);
    return { judged, analyses, msPerPhoto };
  } finally {
    await app.stop();
    await rm(data, { recursive: true, force: true });
  }
}

function stop(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(2);
}
