import { createHash, randomUUID } from 'node:crypto';
import { type Analysis, type ModelReference, type Photo, summarise } from '../../shared/analysis.ts';
import { AppError, toWireError } from '../../shared/errors.ts';
import { place } from '../../shared/positioning.ts';
import { judgementSummary } from '../../shared/rules/judgement.ts';
import type { Settings } from '../../shared/settings.ts';
import type { EventBus } from '../events.ts';
import type { About, Judged } from '../rules/rulebook.ts';
import type { AnalysisStore } from '../store/analysis-store.ts';
import type { PhotoStore } from '../store/photo-store.ts';
import type { Inference } from './inference.ts';

export interface AnalyzeOptions {
  /** Runs again even when the very same analysis is in the history. */
  fresh?: boolean;
  batchId?: string | null;
  /** What the operator calls the batch. */
  batchName?: string | undefined;
  signal?: AbortSignal | undefined;
}

export interface Pipeline {
  /** From a stored photo to a stored analysis. Throws AppError; either end is announced. */
  analyze(photoId: string, options?: AnalyzeOptions): Promise<Analysis>;
}

export interface PipelineParts {
  photos: Pick<PhotoStore, 'get' | 'pathOf'>;
  analyses: Pick<AnalysisStore, 'add' | 'findReusable'>;
  inference: Pick<Inference, 'analyze' | 'provider'>;
  /** The detector in use. */
  model(): ModelReference;
  poseModel: ModelReference;
  settings(): Settings;
  /** Holds an analysis against the operator's rules. */
  judge?(analysis: Analysis, about: About): Judged;
  /**
   * Writes down what others are to hear of an analysis, in the transaction that keeps it: both are there or neither.
   * What it returns is called once that is committed.
   */
  tell?(analysis: Analysis, judged: Judged): () => void;
  /** One from the history was judged again: kept and told where the rules are others now. */
  tellAgain?(analysis: Analysis, judged: Judged): Promise<void>;
  events: Pick<EventBus, 'emit'>;
}

interface Outcome {
  analysis: Analysis;
  judged: Judged;
}

const notJudged: Judged = { judgement: null, fingerprint: '' };

/** Detections down to here are kept, so that a screen can lower its threshold without asking again. */
const lowestFloor = 0.05;
/** Fainter mugs are mostly none: their pose would say little and cost two runs of the network each. */
const poseFloor = 0.15;
/** Raise it when the same models and settings come to measure something else: older results are not reused. */
const measuringVersion = 1;

/** The way of a photo: inference → positioning → rules → store, with what others are to hear → event. Read this first. */
export function createPipeline(parts: PipelineParts): Pipeline {
  const { photos, analyses, inference, events } = parts;
  const judge = parts.judge ?? (() => notJudged);

  async function run(photo: Photo, options: AnalyzeOptions): Promise<Outcome> {
    const { fresh = false, batchName, signal } = options;
    const startedAt = performance.now();
    const settings = parts.settings();
    const model = parts.model();
    const detectionFloor = Math.min(lowestFloor, settings.detection.ignoreBelow);
    const fingerprint = fingerprintOf(model, parts.poseModel, settings);

    const earlier = fresh ? null : analyses.findReusable(photo.id, fingerprint);
    if (earlier !== null) {
      const analysis = { ...earlier, photo };
      const judged = judge(analysis, { batchName });
      await parts.tellAgain?.(analysis, judged);
      return { analysis, judged };
    }

    const { width, height, detections, timingsMs } = await inference.analyze({
      path: photos.pathOf(photo.id),
      floor: detectionFloor,
      poseFloor,
      maxMegapixels: settings.photos.maxMegapixels,
      ...(signal && { signal }),
    });
    const provider = inference.provider();
    if (provider === null) throw new AppError('inference.unavailable', 'The inference stopped. Try again.');
    // Another model came into use meanwhile, and nobody can tell which one looked at this photo.
    if (parts.model().sha256 !== model.sha256) return run(photo, options);

    const seenAt = performance.now();
    const placed = place(detections, { width, height }, settings);
    const placedAt = performance.now();

    const analysis: Analysis = {
      id: randomUUID(),
      createdAt: new Date().toISOString(),
      photo,
      width,
      height,
      detections,
      detectionFloor,
      ...placed,
      timingsMs: { ...timingsMs, place: placedAt - seenAt, total: placedAt - startedAt },
      model,
      poseModel: parts.poseModel,
      provider,
    };
    const judged = judge(analysis, { batchName });
    let told = () => {};
    await analyses.add(analysis, fingerprint, () => {
      told = parts.tell?.(analysis, judged) ?? told;
    });
    told();
    return { analysis, judged };
  }

  return {
    async analyze(photoId, options = {}) {
      const batchId = options.batchId ?? null;
      let photo: Photo | null = null;
      try {
        photo = photos.get(photoId);
        options.signal?.throwIfAborted();
        const { analysis, judged } = await run(photo, options);
        const summary = summarise(analysis, judgementSummary(judged.judgement));
        events.emit('analysis.completed', { summary, batchId });
        return analysis;
      } catch (cause) {
        const error = options.signal?.aborted ? cancelled(cause) : cause;
        events.emit('analysis.failed', {
          photo,
          name: photo?.name ?? photoId,
          error: toWireError(error),
          batchId,
        });
        throw error;
      }
    },
  };
}

function cancelled(cause: unknown): AppError {
  return new AppError('cancelled', 'The analysis was cancelled.', { cause });
}

/** Stands for all that decides an analysis besides the photo itself. */
function fingerprintOf(model: ModelReference, poseModel: ModelReference, settings: Settings): string {
  const { detection, positioning } = settings;
  const decisive = [measuringVersion, model.sha256, poseModel.sha256, poseFloor, detection, positioning];
  return createHash('sha256').update(JSON.stringify(decisive)).digest('hex');
}
