import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { InferenceSession } from 'onnxruntime-node';
import { z } from 'zod';
import { AppError } from '../../shared/errors.ts';
import { builtInModel } from '../manifest.ts';
import { handleFeatures } from './features.ts';
import type { TrainedHead } from './head.ts';
import { dot, fitLogistic, fitLogOdds } from './logistic.ts';

const minimumProtrusion = 0.03;
const regularisation = 100;
const folds = 5;
/** The border of answering lies where this share of the held-out renders is still answered. */
const answeredShare = 0.96;

const entrySchema = z.object({
  file: z.string(),
  box: z.tuple([z.number(), z.number(), z.number(), z.number()]),
  handle: z.enum(['left', 'right']),
  protrusion: z.number(),
});

/** A render's features, turned so that a positive score is the right answer. */
interface Sample {
  protrusion: number;
  features: Float64Array;
}

/** Fits the handle head on turned samples. Deterministic. */
export function trainHead(samples: Sample[], poseModelSha256: string): TrainedHead {
  // A handle right in front of or behind the body has no side to learn.
  const clear = samples.filter(({ protrusion }) => Math.abs(protrusion) >= minimumProtrusion);
  const scores = heldOutScores(featuresOf(clear));
  const border = quantile(scores.map(Math.abs), 1 - answeredShare);
  const weights = fitLogistic(featuresOf(clear), regularisation);
  const answered = scores.filter((score) => Math.abs(score) >= border);
  return {
    weights: Array.from(weights, (weight) => Number((weight / border).toPrecision(6))),
    logOddsPerScore: rounded(fitLogOdds(answered.map((score) => score / border))),
    record: {
      renders: samples.length,
      learntFrom: clear.length,
      minimumProtrusion,
      regularisation,
      folds,
      accuracy: rounded(shareRight(scores)),
      answered: rounded(answered.length / scores.length),
      accuracyOfAnswered: rounded(shareRight(answered)),
      border: rounded(border),
      poseModelSha256,
    },
  };
}

/** The score of each sample under a fit that has not seen its fold. */
function heldOutScores(samples: Float64Array[]): number[] {
  const fits = Array.from({ length: folds }, (_, fold) => {
    const others = samples.filter((_, index) => index % folds !== fold);
    return fitLogistic(others, regularisation);
  });
  return samples.map((sample, index) => dot(fits[index % folds] ?? [], sample));
}

const featuresOf = (samples: Sample[]): Float64Array[] => samples.map(({ features }) => features);

const shareRight = (scores: number[]): number => scores.filter((score) => score > 0).length / scores.length;

const rounded = (value: number): number => Number(value.toPrecision(4));

/** The value that this share of the values lies below. */
function quantile(values: number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.floor(share * sorted.length)] ?? 0;
}

async function readSamples(rendersFolder: string, poseFile: string): Promise<Sample[]> {
  const index = await readFile(path.join(rendersFolder, 'index.json'), 'utf8').catch((cause: unknown) => {
    const message = 'There are no training renders yet. Make them first: node models/scenes/training.ts';
    throw new AppError('notFound', message, { cause });
  });
  const session = await InferenceSession.create(poseFile, { intraOpNumThreads: 1 });
  const samples: Sample[] = [];
  for (const { file, box, handle, protrusion } of z.array(entrySchema).parse(JSON.parse(index))) {
    const [x, y, right, bottom] = box;
    const region = { x, y, width: right - x, height: bottom - y };
    const features = await handleFeatures(session, path.join(rendersFolder, file), region);
    const sign = handle === 'right' ? 1 : -1;
    samples.push({ protrusion, features: Float64Array.from(features, (value) => sign * value) });
  }
  return samples;
}

if (import.meta.main) {
  const here = import.meta.dirname;
  const pose = builtInModel('cup-pose');
  const samples = await readSamples(path.join(here, 'renders'), path.join(here, '..', pose.file));
  const head = trainHead(samples, pose.sha256);
  await writeFile(path.join(here, 'head.json'), `${JSON.stringify(head)}\n`);
  process.stdout.write(
    `${JSON.stringify({ logOddsPerScore: head.logOddsPerScore, ...head.record }, null, 2)}\n`,
  );
}
