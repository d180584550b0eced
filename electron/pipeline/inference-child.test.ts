import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { builtInModel } from '../../models/manifest.ts';
import { type Analysis, type Box, mugLabel } from '../../shared/analysis.ts';
import { intersectionOverUnion } from '../../shared/positioning/distances.ts';
import { place } from '../../shared/positioning.ts';
import { defaultSettings } from '../../shared/settings.ts';
import { createLog } from '../log.ts';
import { forkNode } from './fork-node.ts';
import { createInference, type Inference, type InferenceChild, type LoadedModel } from './inference.ts';
import type { AnalyzeOutput } from './inference-protocol.ts';

/** What a rendered photo shows, written by the renderer. */
interface Truth {
  photo: string;
  width: number;
  height: number;
  mugs: {
    box: Box;
    handle: 'left' | 'right' | 'front' | 'hidden';
    tiltDegrees: number;
    seenFromAbove: boolean;
  }[];
}

const root = join(import.meta.dirname, '../..');
const photosDir = join(root, 'e2e/photos');
const [model, poseModel] = [builtInModel('mug-detector'), builtInModel('cup-pose')];
const detector: LoadedModel = {
  id: model.id,
  name: model.name,
  sha256: model.sha256,
  bytes: model.bytes,
  licence: model.licence,
  classes: model.classes,
  mugClasses: model.mugClasses,
  source: 'builtIn',
  layout: 'ssd',
  input: { width: 300, height: 300 },
  addedAt: null,
  path: join(root, 'models', model.file),
};
const floors = { floor: 0.05, poseFloor: 0.15, maxMegapixels: 100 };

const names = (await readdir(photosDir)).filter((name) => name.endsWith('.json'));
const truths: Truth[] = await Promise.all(
  names.map(async (name) => JSON.parse(await readFile(join(photosDir, name), 'utf8'))),
);
const pathOf = (photo: string) => join(photosDir, photo);

let inference: Inference;
let child: InferenceChild;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'inference-'));
  const fork = forkNode(join(import.meta.dirname, 'inference-child.ts'));
  inference = createInference({
    fork: () => {
      child = fork();
      return child;
    },
    detector,
    poseModel: {
      path: join(root, 'models', poseModel.file),
      reference: { id: poseModel.id, name: poseModel.name, sha256: poseModel.sha256 },
    },
    headPath: join(root, 'models/handle/head.json'),
    settings: () => ({ ...defaultSettings.inference, provider: 'cpu' }),
    onStatus: () => {},
    log: createLog({ level: 'silent' }),
  });
  await inference.start();
});

afterAll(async () => {
  await inference.stop();
  await rm(folder, { recursive: true });
});

const analyze = (photo: string) => inference.analyze({ path: pathOf(photo), ...floors });

describe.each(truths)('$photo', ({ photo, width, height, mugs }) => {
  let seen: AnalyzeOutput;
  beforeAll(async () => {
    seen = await analyze(photo);
  });

  /** The detection nearest to each true mug. */
  const pairs = () =>
    mugs.map((mug) => {
      const nearest = seen.detections
        .filter(({ label }) => label === mugLabel)
        .toSorted((a, b) => intersectionOverUnion(b.box, mug.box) - intersectionOverUnion(a.box, mug.box))[0];
      if (nearest === undefined) throw new Error('No mug was found.');
      return { mug, nearest };
    });

  test('every mug is found where it is, and no other', () => {
    expect(seen).toMatchObject({ width, height });
    for (const { mug, nearest } of pairs()) {
      expect(nearest.score).toBeGreaterThan(0.3);
      expect(intersectionOverUnion(nearest.box, mug.box)).toBeGreaterThan(0.6);
    }
    const sure = seen.detections.filter(({ label, score }) => label === mugLabel && score >= 0.3);
    expect(sure).toHaveLength(mugs.length);
  });

  test('handles that stand out to a side are seen there', () => {
    for (const { mug, nearest } of pairs()) {
      if (mug.handle !== 'left' && mug.handle !== 'right') continue;
      expect(nearest.handle?.side).toBe(mug.handle);
      expect(nearest.handle?.confidence).toBeGreaterThan(0.7);
    }
  });

  test('mugs are not called upright when they lean, nor leaning when they stand, and top views neither', () => {
    for (const { mug, nearest } of pairs()) {
      const verdict = nearest.upright?.verdict;
      expect(nearest.seenFromAbove?.value).toBe(mug.seenFromAbove);
      if (mug.seenFromAbove) expect(verdict).toBe('notApplicable');
      else if (Math.abs(mug.tiltDegrees) > 10) expect(verdict).not.toBe('pass');
      else if (Math.abs(mug.tiltDegrees) < 2) expect(verdict).not.toBe('fail');
      expect(nearest.printArea !== null).toBe(verdict === 'pass');
    }
  });
});

test('the print area of an upright mug lies inside its box', async () => {
  const { detections } = await analyze('handle-right.jpg');
  const [mug] = detections.filter(({ label }) => label === mugLabel);
  expect(mug?.upright?.verdict).toBe('pass');
  const { x, y, width, height } = mug?.box ?? { x: 0, y: 0, width: 0, height: 0 };
  for (const corner of mug?.printArea?.corners ?? []) {
    expect(corner.x).toBeGreaterThan(x);
    expect(corner.x).toBeLessThan(x + width * 0.8);
    expect(corner.y).toBeGreaterThan(y);
    expect(corner.y).toBeLessThan(y + height);
  }
});

test('detections come best first, reach down to the floor, and only mugs carry a stance', async () => {
  const { detections } = await analyze('desk-clutter.jpg');
  const scores = detections.map(({ score }) => score);
  expect(scores).toEqual(scores.toSorted((a, b) => b - a));
  expect(scores.at(-1)).toBeGreaterThanOrEqual(floors.floor);
  expect(detections.map(({ label }) => label)).toContain('laptop');
  for (const { label, score, pose, handle } of detections) {
    expect(handle !== null).toBe(label === mugLabel);
    expect(pose !== null).toBe(label === mugLabel && score >= floors.poseFloor);
  }
});

test('the same photo gives the same answer again', async () => {
  const [first, second] = [await analyze('row-of-three.jpg'), await analyze('row-of-three.jpg')];
  expect(second.detections).toEqual(first.detections);
});

test('a kill in the middle of a batch costs the photo in hand, nothing else', async () => {
  let answered = 0;
  const looks = truths.map(async ({ photo }) => {
    const seen = await analyze(photo);
    answered += 1;
    if (answered === 3) process.kill(child.pid ?? 0, 'SIGKILL');
    return seen;
  });
  const failures = (await Promise.allSettled(looks)).filter(({ status }) => status === 'rejected');
  expect(failures).toEqual([
    { status: 'rejected', reason: expect.objectContaining({ code: 'inference.crashed' }) },
  ]);
});

test('a thumbnail asked for during a batch does not wait for its end', async () => {
  let answered = 0;
  const looks = truths.map(async ({ photo }) => {
    await analyze(photo);
    answered += 1;
  });
  const outPath = join(folder, 'thumbnail.jpg');
  const size = await inference.drawPicture({
    path: pathOf('pair.jpg'),
    maxSide: 320,
    format: 'jpeg',
    outPath,
  });
  expect(answered).toBeLessThan(truths.length);
  expect(size).toEqual({ width: 320, height: 240 });
  expect(await sharp(outPath).metadata()).toMatchObject({ format: 'jpeg', width: 320, height: 240 });
  await Promise.all(looks);
});

test('a picture is not enlarged, and a photo that cannot be read leaves no file', async () => {
  const outPath = join(folder, 'view.png');
  const size = await inference.drawPicture({
    path: pathOf('pair.jpg'),
    maxSide: null,
    format: 'png',
    outPath,
  });
  expect(size).toEqual({ width: 1_200, height: 900 });
  const other = join(folder, 'other.png');
  const bad = { path: import.meta.filename, maxSide: null, format: 'png', outPath: other } as const;
  await expect(inference.drawPicture(bad)).rejects.toMatchObject({ code: 'photo.notAnImage' });
  expect((await readdir(folder)).filter((name) => name.startsWith('other'))).toEqual([]);
});

test('the annotated picture is the photo with the boxes in their colours', async () => {
  const seen = await analyze('handle-right.jpg');
  const placed = place(seen.detections, seen, defaultSettings);
  const analysis: Analysis = {
    ...seen,
    ...placed,
    id: '1',
    createdAt: new Date(0).toISOString(),
    photo: { id: '0'.repeat(64), name: 'handle-right.jpg', format: 'jpeg', bytes: 1 },
    detectionFloor: 0.05,
    timingsMs: { ...seen.timingsMs, place: 0, total: 0 },
    model: detector,
    poseModel,
    provider: { requested: 'cpu', used: 'cpu', reason: null },
  };
  const outPath = join(folder, 'overlay.png');
  await inference.drawOverlay({ path: pathOf('handle-right.jpg'), analysis, outPath });
  const { data, info } = await sharp(outPath).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  expect([info.width, info.height]).toEqual([seen.width, seen.height]);
  const photo = await sharp(pathOf('handle-right.jpg')).raw().toBuffer();
  const { x, y, height } = seen.detections[0]?.box ?? { x: 0, y: 0, height: 0 };
  const at = (pixels: Buffer, column: number, row: number) => {
    const from = 3 * (Math.round(row) * info.width + Math.round(column));
    return [...pixels.subarray(from, from + 3)];
  };
  // #4ade80: the green of an accepted mug, on its left edge.
  const [red = 0, green = 0, blue = 0] = at(data, x, y + height / 4);
  expect(green - Math.max(red, blue)).toBeGreaterThan(60);
  expect(at(data, 3, 3)).toEqual(at(photo, 3, 3));
});

test('a model can be looked into and tried without putting it to use', async () => {
  const { inputs, outputs } = await inference.inspect(detector.path);
  expect(inputs).toEqual([{ name: 'image', type: 'float32', shape: [1, 3, 300, 300] }]);
  expect(outputs.map(({ shape }) => shape)).toEqual([
    [1, 1_917, 4],
    [1, 1_917, 24],
  ]);
  const found = async (mugClasses: number[]) => {
    const model = { ...detector, id: 'other', mugClasses };
    const trial = await inference.tryModel(model, pathOf('desk-clutter.jpg'));
    return trial.map(({ label }) => label);
  };
  expect(await found([12, 13])).toContain('laptop');
  expect(await found([3])).not.toContain('laptop');
  expect(inference.status().model?.id).toBe('mug-detector');
});

test('a model in use from now on finds what it calls a mug', async () => {
  await inference.use({ ...detector, id: 'laptops', mugClasses: [3] });
  const { detections } = await analyze('desk-clutter.jpg');
  expect(detections[0]?.label).toBe(mugLabel);
  expect(detections.map(({ label }) => label)).toContain('mug');
  expect(detections.map(({ label }) => label)).toContain('coffee cup');
  await inference.use(detector);
});
