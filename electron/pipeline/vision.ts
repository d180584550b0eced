import { type Detection, mugLabel, type Provider } from '../../shared/analysis.ts';
import { decodePhoto, type Picture } from './decode.ts';
import type { Detector } from './detector.ts';
import type { AnalyzeInput, AnalyzeOutput, LoadedModel, Requests } from './inference-protocol.ts';
import { checkModelFile } from './model-file.ts';
import { openDetector, openPoseModel, readHandleHead } from './open-models.ts';
import { type PoseModel, unknownStance } from './pose.ts';
import { withProvider } from './session.ts';

type Floors = Pick<AnalyzeInput, 'floor' | 'poseFloor'>;

export interface Seen {
  detections: Detection[];
  timingsMs: Omit<AnalyzeOutput['timingsMs'], 'decode'>;
}

/** The models at work: from a decoded photo to what is in it. */
export interface Vision {
  provider: Provider;
  analyze(picture: Picture, floors: Floors): Promise<Seen>;
  /** Detects with this model from now on. Throws `model.*` and keeps the one before. */
  use(model: LoadedModel): Promise<void>;
  /** What this model finds in a photo, without putting it to use. Throws `model.*` and `photo.*`. */
  tryModel(model: LoadedModel, photoPath: string): Promise<Detection[]>;
}

/** In a trial faint finds would only confuse. */
const trialFloors: Floors = { floor: 0.25, poseFloor: 0.25 };
const trialMegapixels = 100;

/** Opens all models with the first provider that runs them, and warms them. Throws `model.*`. */
export async function openVision({
  detector,
  poseModel: poseFile,
  headPath,
  settings: { provider: requested, intraOpThreads },
}: Requests['load']['input']): Promise<Vision> {
  const head = readHandleHead(headPath);
  for (const { path, sha256 } of [detector, poseFile]) checkModelFile(path, sha256);
  const { opened, provider } = await withProvider(requested, async (used) => {
    const options = { provider: used, intraOpThreads };
    return {
      options,
      detector: await openDetector(detector, options),
      poseModel: await openPoseModel(poseFile.path, head, options),
    };
  });
  const { options, poseModel } = opened;
  let active = opened.detector;

  return {
    provider,
    analyze: (picture, floors) => look(active, poseModel, picture, floors),
    async use(model) {
      const before = active;
      active = await openDetector(model, options);
      await before.release();
    },
    async tryModel(model, photoPath) {
      const candidate = await openDetector(model, options);
      try {
        const picture = await decodePhoto(photoPath, { maxMegapixels: trialMegapixels });
        const looked = look(candidate, poseModel, picture, trialFloors).finally(() => picture.release());
        return (await looked).detections;
      } finally {
        await candidate.release();
      }
    },
  };
}

/** The detector over the whole photo, then the pose network over each mug. */
async function look(
  detector: Detector,
  poseModel: PoseModel,
  picture: Picture,
  { floor, poseFloor }: Floors,
): Promise<Seen> {
  const startedAt = performance.now();
  const found = await detector.detect(picture, floor);
  const detectedAt = performance.now();
  const detections: Detection[] = [];
  for (const object of found) {
    if (object.label !== mugLabel) detections.push({ ...object, ...notAMug });
    else if (object.score < poseFloor) detections.push({ ...object, ...unknownStance });
    else detections.push({ ...object, ...(await poseModel.measure(picture, object.box)) });
  }
  const posedAt = performance.now();
  return { detections, timingsMs: { detect: detectedAt - startedAt, pose: posedAt - detectedAt } };
}

const notAMug = { handle: null, upright: null, pose: null, seenFromAbove: null, printArea: null };
