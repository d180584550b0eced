import { expect, it } from 'vitest';
import type { Analysis, Detection } from '../../shared/analysis.ts';
import { AppError } from '../../shared/errors.ts';
import { place } from '../../shared/positioning.ts';
import { defaultSettings } from '../../shared/settings.ts';
import { analysisLine, errorLine } from './photo-line.ts';
import { analysisReport, errorReport } from './report.ts';

const plain = (_colour: string, text: string) => text;

const mug: Detection = {
  label: 'mug',
  score: 0.914,
  box: { x: 400, y: 300, width: 200, height: 240 },
  handle: { side: 'left', confidence: 0.97 },
  upright: { verdict: 'pass', degrees: 1.24, confidence: 0.9 },
  pose: null,
  seenFromAbove: { value: false, confidence: 0.9 },
  printArea: null,
};
const laptop: Detection = {
  label: 'laptop',
  score: 0.8,
  box: { x: 0, y: 300, width: 300, height: 300 },
  handle: null,
  upright: null,
  pose: null,
  seenFromAbove: null,
  printArea: null,
};
const faint: Detection = {
  ...mug,
  score: 0.4,
  box: { x: 50, y: 20, width: 60, height: 80 },
  handle: { side: 'unknown', confidence: 0.2 },
  upright: { verdict: 'unsure', degrees: null, confidence: 0 },
};

function analysisOf(detections: Detection[]): Analysis {
  const frame = { width: 1000, height: 800 };
  const reference = { id: 'mug', name: 'Mug detector', sha256: 'ab'.repeat(32) };
  return {
    id: 'one',
    createdAt: '2026-01-01T00:00:00.000Z',
    photo: { id: '0'.repeat(64), name: 'mug.jpg', format: 'jpeg', bytes: 10 },
    ...frame,
    detections,
    detectionFloor: 0.05,
    ...place(detections, frame, defaultSettings),
    timingsMs: { decode: 10, detect: 20, pose: 8, place: 0.2, total: 38.4 },
    model: reference,
    poseModel: reference,
    provider: { requested: 'auto', used: 'cpu', reason: null },
  };
}

it('shows a person each mug in a row of an aligned table', () => {
  expect(analysisReport('photos/mug.jpg', analysisOf([mug, laptop, faint]), plain)).toMatchInlineSnapshot(`
    "photos/mug.jpg  1000 × 800 · 2 mugs · 1 laptop · 38 ms
      mug  score        centre    zone      offset                  size             handle       upright   nearest
      1    0.40 review  80, 60    top left  420 px left, 340 px up  60 px × 80 px    cannot tell  unsure    laptop, 200 px
      2    0.91         500, 420  centre    20 px down              200 px × 240 px  left 97 %    yes 1.2°  laptop, 100 px

    "
  `);
});

it('says so when there is no mug', () => {
  const report = analysisReport('desk.jpg', analysisOf([laptop, laptop]), plain);
  expect(report).toBe('desk.jpg  1000 × 800 · no mug · 2 laptops · 38 ms\n\n');
});

it('paints only when told to', () => {
  const shout = (colour: string, text: string) => `<${colour}>${text}</${colour}>`;
  expect(errorReport('a.jpg', new AppError('photo.empty', 'The file is empty.'), shout)).toBe(
    '<bold>a.jpg</bold>  <red>The file is empty.</red> <dim>(photo.empty)</dim>\n\n',
  );
});

it('writes a line of JSON with what programs want', () => {
  const analysis = analysisOf([mug, laptop]);
  const line = JSON.parse(analysisLine('photos/mug.jpg', analysis));
  expect(Object.keys(line)).toEqual([
    'path',
    'photoId',
    'width',
    'height',
    'detections',
    'placements',
    'arrangement',
    'timingsMs',
    'model',
  ]);
  expect(line.detections[0]).toMatchObject({
    label: 'mug',
    box: { x: 400, y: 300, width: 200, height: 240 },
    handle: { side: 'left', confidence: 0.97 },
    upright: { verdict: 'pass', degrees: 1.24 },
  });
  expect(line.model).toEqual({ name: 'Mug detector', sha256: 'ab'.repeat(32), provider: 'cpu' });
});

it('writes one line whatever is in the path, and nothing of an unknown error', () => {
  const line = errorLine('a\n"b".jpg', new Error('secret'));
  expect(line).not.toContain('\n');
  expect(JSON.parse(line)).toEqual({
    path: 'a\n"b".jpg',
    error: { code: 'internal', message: expect.not.stringContaining('secret') },
  });
});
