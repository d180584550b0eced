import type { InferenceSession } from 'onnxruntime-node';
import { Tensor } from 'onnxruntime-node';
import { type Crop, createCropper, fillTensor } from '../../electron/pipeline/crop.ts';
import { decodePhoto } from '../../electron/pipeline/decode.ts';
import { handleDifference } from '../../electron/pipeline/handle-head.ts';
import type { Box } from '../../shared/analysis.ts';
import { builtInModel } from '../manifest.ts';

const { input } = builtInModel('cup-pose');
const [, channels = 0, height = 0, width = 0] = input.shape;
const cropPerBox = 1.5;

/**
 * The head's 576 inputs for one box of a photo, in pixels: what the pose network sees in the crop minus what it
 * sees in the crop's mirror image. Photo and crop are read as the program reads them.
 */
export async function handleFeatures(
  session: InferenceSession,
  file: string,
  box: Box,
): Promise<Float32Array> {
  const picture = await decodePhoto(file, { maxMegapixels: 100 });
  const crop = createCropper(width, height).crop(picture, squareAround(box), 'repeat');
  picture.release();
  const plain = await featuresOf(session, crop, false);
  return handleDifference(plain, await featuresOf(session, crop, true));
}

function squareAround(box: Box): Box {
  const side = cropPerBox * Math.max(box.width, box.height);
  const [x, y] = [box.x + (box.width - side) / 2, box.y + (box.height - side) / 2];
  return { x, y, width: side, height: side };
}

async function featuresOf(session: InferenceSession, crop: Crop, mirrored: boolean): Promise<Float32Array> {
  const { divideBy, subtract, colour } = input;
  const values = new Float32Array(channels * height * width);
  fillTensor(values, crop, { divideBy, subtract, colour, mirrored });
  const answer = await session.run({ [input.name]: new Tensor('float32', values, input.shape) }, [
    'features',
  ]);
  const features = answer.features?.data;
  if (!(features instanceof Float32Array)) throw new Error("The pose model gave no 'features'.");
  return features;
}
