import { join } from 'node:path';
import type { App } from '../../../electron/app.ts';
import { openApp } from '../../../electron/cli/open-app.ts';
import type { RenderBatch, RenderPreview } from '../../../shared/render.ts';
import { eachTimed, quantile } from '../delivery/load.ts';
import { makePhotos } from '../photos.ts';
import { decode, drawBare } from './bare-canvas.ts';
import { benchTemplatedOverhead } from './templated-overhead.ts';

const templateId = 'local:overlay-card';
/** Of that template. */
const side = 1_200;
/** Before anything counts: fonts are read, the child is started. */
const warmUps = 5;
/** Previews between two looks at the bare canvas. */
const inTurns = 10;

export interface RenderBenchOptions {
  /** Drawn in each round, each from a photo of its own. */
  pictures: number;
  previews: number;
  rounds: number;
}

/**
 * How soon a preview is there and how many pictures are drawn a second, beside a bare canvas with the same
 * photos.
 */
export async function benchRender(
  folder: string,
  source: string,
  print: (line: string) => void,
  { pictures, previews, rounds }: RenderBenchOptions,
): Promise<void> {
  const paths = makePhotos(source, join(folder, 'render-photos'), pictures);
  const { app } = openApp({ host: 'command line', data: join(folder, 'render-data') });
  await app.start();
  try {
    const analysisIds: string[] = [];
    for (const path of paths) {
      const { photo } = await app.takeFile(path);
      analysisIds.push((await app.pipeline.analyze(photo.id, { fresh: true })).id);
    }
    const [path = '', analysisId = ''] = [paths[0], analysisIds[0]];
    const bareFile = join(folder, 'bare.jpg');
    await benchPreview(app, { path, analysisId, bareFile, previews }, print);
    await benchPictures(app, { paths, analysisIds, bareFile, rounds }, print);
  } finally {
    await app.stop();
  }
  await benchTemplatedOverhead(folder, print);
}

/** As somebody moves a slider of the mapping: the same photo again and again. */
async function benchPreview(
  app: App,
  {
    path,
    analysisId,
    bareFile,
    previews,
  }: { path: string; analysisId: string; bareFile: string; previews: number },
  print: (line: string) => void,
): Promise<void> {
  const photo = await decode(path);
  const preview = async (index: number) => {
    const params = { title: `Preview ${index}` };
    const input = { templateId, analysisIds: [analysisId], params };
    const { problem } = await call<RenderPreview>(app, 'renders.preview', input);
    if (problem !== null) throw new Error(problem.message);
  };
  await eachTimed(warmUps, 1, preview);
  const bareMs: number[] = [];
  const previewMs: number[] = [];
  for (let index = 0; index < previews; index += inTurns) {
    for (let turn = 0; turn < inTurns; turn++) bareMs.push(await drawBare(photo, side, bareFile));
    previewMs.push(...(await eachTimed(inTurns, 1, preview)));
  }
  for (const took of [bareMs, previewMs]) took.sort((a, b) => a - b);
  const [p95, bareP95] = [quantile(previewMs, 0.95), quantile(bareMs, 0.95)];
  print(`Preview of a card of ${side} × ${side}, ${previews} one after the other, through the call`);
  print(
    `  bare canvas, photo decoded before  p50 ${quantile(bareMs, 0.5).toFixed(1)}   p95 ${bareP95.toFixed(1)} ms`,
  );
  print(
    `  preview                            p50 ${quantile(previewMs, 0.5).toFixed(1)}   p95 ${p95.toFixed(1)} ms  (p95 under 150 wanted)`,
  );
  print(`  ratio preview / bare canvas, p95   ${(p95 / bareP95).toFixed(2)}\n`);
}

/** Recorded durably, drawn, kept, told: against decoding, drawing and writing alone. */
async function benchPictures(
  app: App,
  given: { paths: string[]; analysisIds: string[]; bareFile: string; rounds: number },
  print: (line: string) => void,
): Promise<void> {
  const { paths, analysisIds, bareFile, rounds } = given;
  const count = paths.length;
  const bare: number[] = [];
  const ours: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const bareAt = performance.now();
    for (const path of paths) await drawBare(path, side, bareFile);
    bare.push((count * 1_000) / (performance.now() - bareAt));
    const oursAt = performance.now();
    await renderBatch(app, analysisIds, round);
    ours.push((count * 1_000) / (performance.now() - oursAt));
  }
  const ratios = ours.map((rate, round) => rate / (bare[round] ?? Number.NaN)).sort((a, b) => a - b);
  const median = (values: number[]) =>
    quantile(
      values.toSorted((a, b) => a - b),
      0.5,
    );
  print(`Pictures of ${side} × ${side} drawn on this machine, ${count} photos, ${rounds} rounds`);
  print(`  bare canvas, decode to JPEG file   ${median(bare).toFixed(1)} pictures/s`);
  print(`  durable batch, whole card as JPEG  ${median(ours).toFixed(1)} pictures/s`);
  print(
    `  ratio batch / bare canvas          ${quantile(ratios, 0.5).toFixed(2)}  (${ratios[0]?.toFixed(2)} to ${ratios.at(-1)?.toFixed(2)})\n`,
  );
}

async function renderBatch(app: App, analysisIds: string[], round: number): Promise<void> {
  const done = Promise.withResolvers<void>();
  let batchId: string | undefined;
  const seen = new Map<string, RenderBatch>();
  const check = () => {
    const batch = seen.get(batchId ?? '');
    if (batch === undefined) return;
    if ((batch.counts.failed ?? 0) > 0) done.reject(new Error('A picture of the batch failed.'));
    if (batch.counts.completed === batch.total) done.resolve();
  };
  const stop = app.events.listen('render.progressed', (batch) => {
    seen.set(batch.id, batch);
    check();
  });
  // A pixel less each round, so that no picture of an earlier one answers.
  const scale = 1 - round / side;
  const input = { templateId, analysisIds, format: 'jpeg', provider: 'local', scale };
  const { batch } = await call<{ batch: RenderBatch }>(app, 'renders.batch', input);
  batchId = batch.id;
  check();
  await done.promise.finally(stop);
}

async function call<T>(app: App, name: string, input: unknown): Promise<T> {
  const answer = await app.dispatch(name, input);
  if (!answer.ok) throw new Error(`${name}: ${answer.error.message}`);
  return answer.value as T;
}
