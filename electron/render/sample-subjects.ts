import { join } from 'node:path';
import type { Analysis, Detection, Point } from '../../shared/analysis.ts';
import { place } from '../../shared/positioning.ts';
import { defaultSettings } from '../../shared/settings.ts';
import type { Subject } from './render-protocol.ts';

/** One of the sample photos with its mug as this program found it, in whole pixels. */
interface Sample {
  name: string;
  photoId: string;
  bytes: number;
  size: [number, number];
  score: number;
  box: [number, number, number, number];
  side: 'left' | 'right';
  centre: [number, number];
  corners: [number, number][];
  printArea: [number, number][] | null;
}

/** The first has nothing printed on it: a design looks best there. */
const samples: readonly Sample[] = [
  {
    name: 'handle-left.jpg',
    photoId: 'ac58ffd42d86755fc5b37aa6ed6e043ff1b6b86cfb590b416afeb9e4bac2d7d8',
    bytes: 69_668,
    size: [1200, 900],
    score: 0.727,
    box: [315, 222, 523, 475],
    side: 'left',
    centre: [599, 451],
    corners: [
      [359, 598],
      [380, 744],
      [331, 241],
      [342, 296],
      [770, 549],
      [887, 662],
      [772, 228],
      [890, 272],
    ],
    printArea: [
      [465, 326],
      [804, 326],
      [781, 649],
      [479, 649],
    ],
  },
  {
    name: 'handle-right.jpg',
    photoId: '6b60a1cdbacbae82f6c985d7d21b8aeb99f1b65b25b94a3b15c4ee69ef763077',
    bytes: 77_657,
    size: [1280, 853],
    score: 0.784,
    box: [409, 193, 516, 499],
    side: 'right',
    centre: [669, 394],
    corners: [
      [544, 546],
      [540, 645],
      [529, 168],
      [519, 219],
      [749, 522],
      [841, 630],
      [766, 167],
      [867, 223],
    ],
    printArea: [
      [427, 302],
      [756, 302],
      [749, 642],
      [438, 642],
    ],
  },
  {
    name: 'portrait-left.jpg',
    photoId: '934a766f83109e6f000a8dc9440752477ba4e25332b660d58131437280e9eb9d',
    bytes: 105_155,
    size: [853, 1280],
    score: 0.701,
    box: [135, 414, 510, 545],
    side: 'left',
    centre: [436, 673],
    corners: [
      [254, 790],
      [157, 914],
      [270, 429],
      [188, 488],
      [638, 819],
      [634, 963],
      [686, 454],
      [709, 503],
    ],
    printArea: null,
  },
];

const measured = { id: 'sample', name: 'Sample', sha256: '0'.repeat(64) };

/** Photos that come with the program, to show what a template looks like: one for each of so many places. */
export function sampleSubjects(samplesDir: string, count: number, design: Subject['design']): Subject[] {
  return Array.from({ length: count }, () => samples)
    .flat()
    .slice(0, count)
    .map((sample) => subjectOf(samplesDir, sample, design));
}

function subjectOf(samplesDir: string, sample: Sample, design: Subject['design']): Subject {
  const photoPath = join(samplesDir, sample.name);
  return { photoPath, analysis: analysisOf(sample), detection: 0, design, designPlacement: null };
}

function analysisOf(sample: Sample): Analysis {
  const [width, height] = sample.size;
  const detections = [detectionOf(sample)];
  return {
    id: `sample-${sample.name}`,
    createdAt: '2026-11-01T12:00:00.000Z',
    photo: { id: sample.photoId, name: sample.name, format: 'jpeg', bytes: sample.bytes },
    width,
    height,
    detections,
    detectionFloor: 0.3,
    ...place(detections, { width, height }, defaultSettings),
    timingsMs: { decode: 24, detect: 31, pose: 62, place: 1, total: 118 },
    model: measured,
    poseModel: measured,
    provider: { requested: 'auto', used: 'cpu', reason: null },
  };
}

function detectionOf({ score, box, side, centre, corners, printArea }: Sample): Detection {
  const [x, y, width, height] = box;
  return {
    label: 'mug',
    score,
    box: { x, y, width, height },
    handle: { side, confidence: 0.99 },
    upright: { verdict: 'pass', degrees: 0, confidence: 0.9 },
    pose: { centre: pointOf(centre), corners: corners.map(pointOf), presence: 0.99 },
    seenFromAbove: { value: false, confidence: 0.99 },
    printArea: printArea === null ? null : { corners: printArea.map(pointOf), confidence: 0.8 },
  };
}

function pointOf([x, y]: [number, number]): Point {
  return { x, y };
}

/** What lies on the mug of a mock-up's thumbnail. */
export const sampleDesign = `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="900" viewBox="0 0 900 900">
  <circle cx="450" cy="450" r="330" fill="#0f766e"/>
  <circle cx="450" cy="450" r="285" fill="none" stroke="#ffffff" stroke-width="14"/>
  <path d="M300 520c50-150 250-150 300 0M300 400c50-150 250-150 300 0" fill="none" stroke="#ffffff"
    stroke-width="36" stroke-linecap="round"/>
  <circle cx="450" cy="600" r="36" fill="#facc15"/>
</svg>`;
