import { z } from 'zod';

/** Shape of the pose network's `features` output for one crop: channels × rows × columns. */
export const featureShape = { channels: 192, rows: 7, columns: 7 } as const;

const columnGroups = 3;

/** Number of pooled values of one crop and so of weights in the head. */
export const pooledLength = columnGroups * featureShape.channels;

/** The linear head of models/handle/head.json. */
export const handleHeadSchema = z.object({
  /** One weight per pooled value, scaled so that a score of ±1 is the border of answering at all. */
  weights: z.array(z.number()).length(pooledLength),
  /** Log-odds of the side being right per unit of score. */
  logOddsPerScore: z.number().positive(),
});
export type HandleHead = z.infer<typeof handleHeadSchema>;

export interface HandleAnswer {
  /** As seen in the picture; `unknown` when the score is too near to zero to say. */
  side: 'left' | 'right' | 'unknown';
  /** Probability that the handle is on the side the score leans to: 0.5 to 1, at its lowest for `unknown`. */
  confidence: number;
  /** Negative is left, positive right; answered from ±1 on. */
  score: number;
}

/**
 * Means of the feature map over its left, middle and right third (columns 0–2, 2–4 and 4–6, all rows):
 * 3 × 192 values, third by third.
 */
export function poolColumns(features: Float32Array): Float32Array {
  const { channels, rows, columns } = featureShape;
  if (features.length !== channels * rows * columns) {
    throw new RangeError(`Expected ${channels}×${rows}×${columns} features, got ${features.length} values.`);
  }
  const pooled = new Float32Array(pooledLength);
  for (let group = 0; group < columnGroups; group++) {
    const from = Math.floor((group * columns) / columnGroups);
    const to = Math.ceil(((group + 1) * columns) / columnGroups);
    for (let channel = 0; channel < channels; channel++) {
      let sum = 0;
      for (let row = 0; row < rows; row++) {
        const start = (channel * rows + row) * columns;
        for (let column = from; column < to; column++) sum += features[start + column] ?? 0;
      }
      pooled[group * channels + channel] = sum / (rows * (to - from));
    }
  }
  return pooled;
}

/** Pooled features of a crop minus those of its mirror image: swapping the two flips every sign. */
export function handleDifference(features: Float32Array, mirroredFeatures: Float32Array): Float32Array {
  const plain = poolColumns(features);
  const mirrored = poolColumns(mirroredFeatures);
  return plain.map((value, index) => value - (mirrored[index] ?? 0));
}

/** On which side of the picture the handle is, from the pose network's features of a crop and of its mirror. */
export function handleSide(
  features: Float32Array,
  mirroredFeatures: Float32Array,
  head: HandleHead,
): HandleAnswer {
  const difference = handleDifference(features, mirroredFeatures);
  let score = 0;
  for (let index = 0; index < pooledLength; index++) {
    score += (head.weights[index] ?? 0) * (difference[index] ?? 0);
  }
  const confidence = 1 / (1 + Math.exp(-head.logOddsPerScore * Math.abs(score)));
  const side = Math.abs(score) < 1 ? 'unknown' : score > 0 ? 'right' : 'left';
  return { side, confidence, score };
}
