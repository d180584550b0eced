import { type InferenceSession, Tensor } from 'onnxruntime-node';
import type { Box, Detection, Point } from '../../shared/analysis.ts';
import { createCropper, fillTensor, greyOf } from './crop.ts';
import type { Picture } from './decode.ts';
import { type HandleHead, handleSide } from './handle-head.ts';
import { runSession } from './session.ts';
import { standingOf } from './standing.ts';

/** How a mug stands and is turned. */
export type Stance = Pick<Detection, 'handle' | 'upright' | 'pose' | 'seenFromAbove' | 'printArea'>;

export interface PoseModel {
  /** Looks closely at the mug in this box of the photo. */
  measure(picture: Picture, box: Box): Promise<Stance>;
  release(): Promise<void>;
}

/** What is said of a mug too faint to look at closely. */
export const unknownStance: Stance = {
  handle: { side: 'unknown', confidence: 0 },
  upright: { verdict: 'unsure', degrees: null, confidence: 0 },
  pose: null,
  seenFromAbove: null,
  printArea: null,
};

const cropPerBox = 1.5;
const inputSide = 224;
const greySide = 192;
/** The pose network with the head that reads the handle's side out of it. Buffers are used again for each mug. */
export function createPoseModel(session: InferenceSession, head: HandleHead): PoseModel {
  const [colours, greys] = [createCropper(inputSide, inputSide), createCropper(greySide, greySide)];
  const values = new Float32Array(3 * inputSide * inputSide);
  const input = new Tensor('float32', values, [1, 3, inputSide, inputSide]);

  async function look(crop: ReturnType<typeof colours.crop>, mirrored: boolean) {
    fillTensor(values, crop, { divideBy: 255, subtract: 0, colour: 'rgb', mirrored });
    const outputs = await runSession(session, { image: input });
    const read = (name: string): Float32Array => {
      const data = outputs[name]?.data;
      if (!(data instanceof Float32Array)) throw new Error(`The pose model gave no '${name}'.`);
      return data;
    };
    return { keypoints: read('keypoints'), presence: read('presence'), features: read('features') };
  }

  return {
    async measure(picture, box) {
      const region = squareAround(box);
      const crop = colours.crop(picture, region, 'repeat');
      const plain = await look(crop, false);
      const mirrored = await look(crop, true);
      const { side, confidence } = handleSide(plain.features, mirrored.features, head);

      const toPhoto = (from: number) => (point: Point) => ({
        x: region.x + (point.x * region.width) / from,
        y: region.y + (point.y * region.height) / from,
      });
      const [centre, ...corners] = pointsOf(plain.keypoints).map(toPhoto(inputSide));
      if (centre === undefined) throw new Error('The pose model gave no keypoints.');

      const grey = {
        grey: greyOf(greys.crop(picture, region, 'repeat')),
        side: greySide,
        box: intoCrop(box, region, greySide),
      };
      const { upright, seenFromAbove, printArea } = standingOf(grey, corners, side);
      return {
        handle: { side, confidence },
        upright,
        pose: { centre, corners, presence: Math.min(1, Math.max(0, plain.presence[0] ?? 0)) },
        seenFromAbove,
        printArea: printArea && { ...printArea, corners: printArea.corners.map(toPhoto(greySide)) },
      };
    },
    release: () => session.release(),
  };
}

/** The square that the pose network was trained to see around a box, in photo pixels. */
function squareAround(box: Box): Box {
  const side = cropPerBox * Math.max(box.width, box.height);
  const [x, y] = [box.x + box.width / 2 - side / 2, box.y + box.height / 2 - side / 2];
  return { x, y, width: side, height: side };
}

function intoCrop(box: Box, region: Box, side: number): Box {
  const scale = side / region.width;
  return {
    x: (box.x - region.x) * scale,
    y: (box.y - region.y) * scale,
    width: box.width * scale,
    height: box.height * scale,
  };
}

/** x, y, x, y, … as points. */
function pointsOf(values: Float32Array): Point[] {
  return Array.from({ length: values.length / 2 }, (_, index) => ({
    x: values[2 * index] ?? 0,
    y: values[2 * index + 1] ?? 0,
  }));
}
