import { type InferenceSession, Tensor } from 'onnxruntime-node';
import { type Box, type Detection, mugLabel } from '../../shared/analysis.ts';
import { intersectionOverUnion } from '../../shared/positioning/distances.ts';
import { createCropper, fillTensor } from './crop.ts';
import type { Picture } from './decode.ts';
import type { DetectorPlan, OutputTensor, Preparation } from './model-layout.ts';
import { type Candidate, decodeLayout } from './model-layout-decode.ts';
import { runSession } from './session.ts';
import { decodeSsd } from './ssd.ts';

/** An object found: a detection before anybody looked how it stands. */
export type Found = Pick<Detection, 'label' | 'score' | 'box'>;

export interface Detector {
  /** Everything in the photo that scores at least `floor`, best first, at most 100. */
  detect(picture: Picture, floor: number): Promise<Found[]>;
  release(): Promise<void>;
}

/** More than anybody can look at; each mug costs two runs of the pose network. */
const maxDetections = 100;
const overlapLimit = 0.5;
/** The grey that YOLO models were trained to see around a photo. */
const letterboxGrey = 'rgb(114, 114, 114)';

/** A detector out of a session and the plan how to feed and read it. Buffers are used again for each photo. */
export function createDetector(session: InferenceSession, plan: DetectorPlan): Detector {
  const { name, width, height } = plan.input;
  const cropper = createCropper(width, height);
  const values = new Float32Array(3 * width * height);
  const input = new Tensor('float32', values, [1, 3, height, width]);
  const feeds: Record<string, Tensor> = { [name]: input };
  if (plan.sizeInput !== null) {
    feeds[plan.sizeInput] = new Tensor('int64', BigInt64Array.of(BigInt(width), BigInt(height)), [1, 2]);
  }
  return {
    async detect(picture, floor) {
      const region = regionSeen(plan.preparation.fit, picture, plan.input);
      fillTensor(values, cropper.crop(picture, region, letterboxGrey), {
        ...plan.preparation,
        mirrored: false,
      });
      const outputs = await runSession(session, feeds);
      return settle(readCandidates(plan, outputs, floor), { plan, region, frame: picture });
    },
    release: () => session.release(),
  };
}

/** The part of the photo, or around it, that fills the input picture; in photo pixels. */
function regionSeen(fit: Preparation['fit'], photo: Size, input: Size): Box {
  if (fit === 'stretch') return { x: 0, y: 0, width: photo.width, height: photo.height };
  const scale = Math.max(photo.width / input.width, photo.height / input.height);
  const [width, height] = [input.width * scale, input.height * scale];
  if (fit === 'letterboxTopLeft') return { x: 0, y: 0, width, height };
  return { x: (photo.width - width) / 2, y: (photo.height - height) / 2, width, height };
}

interface Size {
  width: number;
  height: number;
}

function readCandidates(
  plan: DetectorPlan,
  outputs: Readonly<Record<string, OutputTensor>>,
  floor: number,
): Candidate[] {
  if (plan.layout !== 'ssd') return decodeLayout(plan, outputs, floor);
  const boxes = outputs[plan.outputs.boxes];
  const logits = outputs[plan.outputs.scores ?? ''];
  if (boxes === undefined || logits === undefined) throw new Error('The detector gave no boxes or logits.');
  return decodeSsd(boxes, logits, { mugClasses: plan.mugClasses, floor });
}

/** From candidates in input pixels to detections in the photo: labelled, clamped, without duplicates. */
export function settle(
  candidates: readonly Candidate[],
  {
    plan,
    region,
    frame,
  }: { plan: Pick<DetectorPlan, 'input' | 'classes' | 'mugClasses'>; region: Box; frame: Size },
): Found[] {
  const [scaleX, scaleY] = [region.width / plan.input.width, region.height / plan.input.height];
  const found = candidates.map(({ box, classIndex, score }): Found => {
    const left = clamp(region.x + box.x * scaleX, frame.width);
    const top = clamp(region.y + box.y * scaleY, frame.height);
    const right = clamp(region.x + (box.x + box.width) * scaleX, frame.width);
    const bottom = clamp(region.y + (box.y + box.height) * scaleY, frame.height);
    return {
      label: plan.mugClasses.includes(classIndex)
        ? mugLabel
        : (plan.classes[classIndex] ?? `class ${classIndex}`).toLowerCase(),
      score: Math.min(1, score),
      box: { x: left, y: top, width: right - left, height: bottom - top },
    };
  });
  const visible = found.filter(({ box }) => box.width >= 1 && box.height >= 1);
  return withoutDuplicates(visible).slice(0, maxDetections);
}

/** Of boxes with one label that overlap by more than half (intersection over union), only the best; best first. */
export function withoutDuplicates(found: readonly Found[]): Found[] {
  const kept: Found[] = [];
  for (const candidate of found.toSorted((a, b) => b.score - a.score)) {
    const repeats = kept.some(
      ({ label, box }) =>
        label === candidate.label && intersectionOverUnion(box, candidate.box) > overlapLimit,
    );
    if (!repeats) kept.push(candidate);
  }
  return kept;
}

function clamp(value: number, limit: number): number {
  return Math.min(limit, Math.max(0, value));
}
