/**
 * Weights of a logistic regression without bias: minimises Σ log(1 + exp(−w·x)) + λ/2 |w|², every x turned so
 * that its answer is positive. Newton's method with halved steps; the same input gives the same weights.
 */
export function fitLogistic(samples: Float64Array[], regularisation: number): Float64Array {
  const size = samples[0]?.length ?? 0;
  let weights = new Float64Array(size);
  let loss = lossOf(samples, weights, regularisation);
  for (let round = 0; round < 50; round++) {
    const step = newtonStep(samples, weights, regularisation);
    let share = 1;
    let next = moved(weights, step, share);
    let nextLoss = lossOf(samples, next, regularisation);
    while (nextLoss > loss && share > 1e-6) {
      share /= 2;
      next = moved(weights, step, share);
      nextLoss = lossOf(samples, next, regularisation);
    }
    const gain = loss - nextLoss;
    if (gain <= 1e-12 * loss) break;
    weights = next;
    loss = nextLoss;
  }
  return weights;
}

/**
 * Log-odds of being right per unit of score, from scores whose sign says whether they were right: chosen so
 * that the mean probability is the share right with one more right and one more wrong added (Laplace's rule of
 * succession), since even a faultless test is no proof of certainty.
 */
export function fitLogOdds(scores: number[]): number {
  const rightCount = scores.filter((score) => score > 0).length;
  const wanted = (rightCount + 1) / (scores.length + 2);
  let [low, high] = [0, 1e3];
  for (let round = 0; round < 100; round++) {
    const slope = (low + high) / 2;
    const sum = scores.reduce((total, score) => total + 1 / (1 + Math.exp(-slope * Math.abs(score))), 0);
    if (sum / scores.length < wanted) low = slope;
    else high = slope;
  }
  return low;
}

/** The sum of products of two vectors of the same length. */
export function dot(left: ArrayLike<number>, right: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < left.length; index++) sum += (left[index] ?? 0) * (right[index] ?? 0);
  return sum;
}

function lossOf(samples: Float64Array[], weights: Float64Array, regularisation: number): number {
  const misfit = samples.reduce((sum, sample) => sum + Math.log1p(Math.exp(-dot(sample, weights))), 0);
  return misfit + (regularisation / 2) * dot(weights, weights);
}

function moved(weights: Float64Array, step: Float64Array, share: number): Float64Array<ArrayBuffer> {
  return Float64Array.from(weights, (weight, index) => weight + share * (step[index] ?? 0));
}

/** Solves (Σ p(1−p) x xᵀ + λ) step = Σ (1−p) x − λ w. */
function newtonStep(samples: Float64Array[], weights: Float64Array, regularisation: number): Float64Array {
  const size = weights.length;
  const curvature = Array.from({ length: size }, (_, row) => {
    const line = new Float64Array(row + 1);
    line[row] = regularisation;
    return line;
  });
  const descent = weights.map((weight) => -regularisation * weight);
  for (const sample of samples) {
    const right = 1 / (1 + Math.exp(-dot(sample, weights)));
    for (let row = 0; row < size; row++) {
      const value = sample[row] ?? 0;
      descent[row] = (descent[row] ?? 0) + (1 - right) * value;
      const line = curvature[row] ?? new Float64Array();
      const scaled = right * (1 - right) * value;
      for (let column = 0; column <= row; column++) {
        line[column] = (line[column] ?? 0) + scaled * (sample[column] ?? 0);
      }
    }
  }
  return solve(curvature, descent);
}

/** Solves a symmetric positive system, given as its lower triangle, by Cholesky's method; overwrites both. */
function solve(lower: Float64Array[], right: Float64Array): Float64Array {
  const size = right.length;
  const at = (row: number, column: number) => lower[row]?.[column] ?? 0;
  for (let row = 0; row < size; row++) {
    const line = lower[row] ?? new Float64Array();
    for (let column = 0; column <= row; column++) {
      const above = lower[column] ?? line;
      let value = line[column] ?? 0;
      for (let index = 0; index < column; index++) value -= (line[index] ?? 0) * (above[index] ?? 0);
      line[column] = row === column ? Math.sqrt(value) : value / at(column, column);
    }
  }
  for (let row = 0; row < size; row++) {
    let value = right[row] ?? 0;
    for (let column = 0; column < row; column++) value -= at(row, column) * (right[column] ?? 0);
    right[row] = value / at(row, row);
  }
  for (let row = size - 1; row >= 0; row--) {
    let value = right[row] ?? 0;
    for (let below = row + 1; below < size; below++) value -= at(below, row) * (right[below] ?? 0);
    right[row] = value / at(row, row);
  }
  return right;
}
