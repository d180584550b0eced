import { type Analysis, type Box, type Detection, mugLabel } from '../../shared/analysis.ts';
import { createFileNames } from './export-archive.ts';

/** A photo with what a data set says of it: boxes within the frame, best first. */
interface Labelled {
  analysis: Analysis;
  things: { label: string; score: number; box: Box }[];
}

/**
 * COCO's object detection format (https://cocodataset.org/#format-data) with the score of each box added, as
 * in COCO's results. Ids count from 1 in the order of the photos' hashes, and categories are `mug` and then
 * the others by name: the same analyses give the same ids, in whatever order they come.
 */
export function toCoco(analyses: readonly Analysis[], ignoreBelow: number) {
  const photos = labelled(analyses, ignoreBelow);
  const classes = classesOf(photos);
  const images = photos.map(({ analysis }, index) => ({
    id: index + 1,
    width: analysis.width,
    height: analysis.height,
    file_name: analysis.photo.name,
    sha256: analysis.photo.id,
    date_captured: analysis.createdAt,
  }));
  const annotations = photos
    .flatMap(({ things }, index) => things.map((thing) => ({ ...thing, imageId: index + 1 })))
    .map(({ label, score, box, imageId }, index) => ({
      id: index + 1,
      image_id: imageId,
      category_id: classes.indexOf(label) + 1,
      bbox: [box.x, box.y, box.width, box.height].map((value) => Number(value.toFixed(2))),
      area: Number((box.width * box.height).toFixed(2)),
      iscrowd: 0,
      score,
    }));
  const categories = classes.map((name, index) => ({ id: index + 1, name, supercategory: 'object' }));
  return {
    info: { description: 'H200 Mug Positioning', version: '1.0' },
    licenses: [],
    images,
    annotations,
    categories,
  };
}

/**
 * YOLO's text format (https://docs.ultralytics.com/datasets/detect/): for each photo a file of the same name
 * with a line `class cx cy width height` per box, in shares of the frame; `classes.txt` names the classes in
 * order, counting from 0. A photo without anything gets an empty file, which says just that.
 */
export function toYolo(analyses: readonly Analysis[], ignoreBelow: number): { name: string; text: string }[] {
  const photos = labelled(analyses, ignoreBelow);
  const classes = classesOf(photos);
  const nameFor = createFileNames();
  const classesFile = { name: nameFor('classes.txt'), text: lines(classes) };
  const labelFiles = photos.map(({ analysis: { photo, width, height }, things }) => ({
    name: nameFor(`${photo.name.replace(/\.[^./\\]*$/, '')}.txt`),
    text: lines(
      things.map(({ label, box }) => {
        const shares = [
          (box.x + box.width / 2) / width,
          (box.y + box.height / 2) / height,
          box.width / width,
          box.height / height,
        ];
        return [classes.indexOf(label), ...shares.map((share) => share.toFixed(6))].join(' ');
      }),
    ),
  }));
  return [classesFile, ...labelFiles];
}

function lines(texts: readonly string[]): string {
  return texts.map((text) => `${text}\n`).join('');
}

/** The newest analysis of each photo, in the order of the photos' hashes. */
function labelled(analyses: readonly Analysis[], ignoreBelow: number): Labelled[] {
  const newest = new Map<string, Analysis>();
  for (const analysis of analyses) {
    const other = newest.get(analysis.photo.id);
    if (!other || other.createdAt < analysis.createdAt) newest.set(analysis.photo.id, analysis);
  }
  return [...newest.values()]
    .sort((a, b) => (a.photo.id < b.photo.id ? -1 : 1))
    .map((analysis) => ({ analysis, things: thingsIn(analysis, ignoreBelow) }));
}

function thingsIn(analysis: Analysis, ignoreBelow: number): Labelled['things'] {
  const placed = new Set(analysis.placements.map(({ detection }) => detection));
  const counts = ({ label, score }: Detection, index: number) =>
    label === mugLabel ? placed.has(index) : score >= ignoreBelow;
  return analysis.detections
    .filter(counts)
    .map(({ label, score, box }) => ({ label, score, box: withinFrame(box, analysis) }))
    .filter(({ box }) => box.width > 0 && box.height > 0);
}

/** Training tools refuse boxes that reach out of the photo. */
function withinFrame(box: Box, { width, height }: Analysis): Box {
  const x = Math.min(Math.max(box.x, 0), width);
  const y = Math.min(Math.max(box.y, 0), height);
  return {
    x,
    y,
    width: Math.min(box.x + box.width, width) - x,
    height: Math.min(box.y + box.height, height) - y,
  };
}

function classesOf(photos: readonly Labelled[]): string[] {
  const labels = new Set(photos.flatMap(({ things }) => things.map(({ label }) => label)));
  labels.delete(mugLabel);
  return [mugLabel, ...[...labels].sort()];
}
