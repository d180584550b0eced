/**
 * The bare loop that the pipeline is compared with: sharp decodes, onnxruntime runs, nothing else. One photo
 * after the other, the same photos, the same boxes for the pose network, the same threads.
 * Run as a script: `node baseline.ts JOB.json`; prints one JSON line.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ort from 'onnxruntime-node';
import sharp from 'sharp';
import { findResources } from '../../electron/paths.ts';
import type { Box } from '../../shared/analysis.ts';

export interface BaselineJob {
  /** Every photo with the mug boxes (pixels) that the pose network is to see. */
  photos: { path: string; boxes: Box[] }[];
  threads: number;
}

export interface BaselineResult {
  photos: number;
  wallMs: number;
  /** Time inside onnxruntime alone. */
  runMs: number;
}

const detectorSide = 300;
const poseSide = 224;
/** The pose network sees a square of 1.5 times the longer side of the box (models/README.md). */
const cropScale = 1.5;

async function runBaseline(job: BaselineJob): Promise<BaselineResult> {
  sharp.concurrency(job.threads);
  const { modelsDir } = findResources();
  const options = { intraOpNumThreads: job.threads };
  const detector = await ort.InferenceSession.create(join(modelsDir, 'mug-detector.onnx'), options);
  const pose = await ort.InferenceSession.create(join(modelsDir, 'cup-pose.onnx'), options);
  let runMs = 0;
  const run = async (session: ort.InferenceSession, data: Float32Array, side: number) => {
    const tensor = new ort.Tensor('float32', data, [1, 3, side, side]);
    const before = performance.now();
    const outputs = await session.run({ image: tensor });
    runMs += performance.now() - before;
    for (const output of Object.values(outputs)) output.dispose();
  };
  await run(detector, new Float32Array(3 * detectorSide ** 2), detectorSide);
  await run(pose, new Float32Array(3 * poseSide ** 2), poseSide);
  runMs = 0;
  const start = performance.now();
  for (const photo of job.photos) {
    const { data, info } = await sharp(photo.path)
      .rotate()
      .removeAlpha()
      .toColourspace('srgb')
      .raw()
      .toBuffer({ resolveWithObject: true });
    const raw = { width: info.width, height: info.height, channels: info.channels as 3 };
    const small = await sharp(data, { raw })
      .resize(detectorSide, detectorSide, { fit: 'fill', kernel: 'linear' })
      .raw()
      .toBuffer();
    await run(detector, planar(small, detectorSide, 1 / 127.5, -1, false), detectorSide);
    for (const box of photo.boxes) {
      const pixels = await cropSquare(data, raw, box);
      await run(pose, planar(pixels, poseSide, 1 / 255, 0, false), poseSide);
      await run(pose, planar(pixels, poseSide, 1 / 255, 0, true), poseSide);
    }
  }
  return { photos: job.photos.length, wallMs: performance.now() - start, runMs };
}

type Raw = { width: number; height: number; channels: 3 };

async function cropSquare(data: Buffer, raw: Raw, box: Box): Promise<Buffer> {
  const side = Math.round(Math.max(box.width, box.height) * cropScale);
  const left = Math.round(box.x + box.width / 2 - side / 2);
  const top = Math.round(box.y + box.height / 2 - side / 2);
  const inside = {
    left: Math.max(0, left),
    top: Math.max(0, top),
    width: Math.min(raw.width, left + side) - Math.max(0, left),
    height: Math.min(raw.height, top + side) - Math.max(0, top),
  };
  const padded = await sharp(data, { raw })
    .extract(inside)
    .extend({
      left: inside.left - left,
      top: inside.top - top,
      right: left + side - inside.left - inside.width,
      bottom: top + side - inside.top - inside.height,
      extendWith: 'copy',
    })
    .raw()
    .toBuffer();
  return sharp(padded, { raw: { width: side, height: side, channels: 3 } })
    .resize(poseSide, poseSide, { fit: 'fill', kernel: 'linear' })
    .raw()
    .toBuffer();
}

/** Interleaved bytes to planar floats: value · scale + shift, mirrored when asked. */
function planar(pixels: Buffer, side: number, scale: number, shift: number, mirror: boolean): Float32Array {
  const plane = side * side;
  const result = new Float32Array(3 * plane);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const from = 3 * (y * side + x);
      const to = y * side + (mirror ? side - 1 - x : x);
      for (let channel = 0; channel < 3; channel++) {
        result[channel * plane + to] = (pixels[from + channel] ?? 0) * scale + shift;
      }
    }
  }
  return result;
}

const result = await runBaseline(JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as BaselineJob);
process.stdout.write(`${JSON.stringify(result)}\n`);
