import type { OutputTensor } from './model-layout.ts';
import type { Candidate } from './model-layout-decode.ts';

/** Centre and size of a prior box as shares of the picture. */
interface Anchor {
  x: number;
  y: number;
  width: number;
  height: number;
}

const inputSide = 300;
const grids = [19, 10, 5, 3, 2, 1];
const [minScale, maxScale] = [0.2, 0.95];
const aspectRatios = [1, 2, 0.5, 3, 0.3333];

/**
 * The 1917 anchors of the built-in detector, in the order of its outputs.
 * https://github.com/google-ai-edge/mediapipe/blob/v0.8.9/mediapipe/modules/objectron/object_detection_oid_v4.pbtxt
 */
export const ssdAnchors: readonly Anchor[] = grids.flatMap((cells, layer) => {
  const scaleOf = (index: number) => minScale + ((maxScale - minScale) * index) / (grids.length - 1);
  const scale = scaleOf(layer);
  const next = layer === grids.length - 1 ? 1 : scaleOf(layer + 1);
  const shapes: [ratio: number, scale: number][] =
    layer === 0
      ? [
          [1, 0.1],
          [2, scale],
          [0.5, scale],
        ]
      : [...aspectRatios.map((ratio): [number, number] => [ratio, scale]), [1, Math.sqrt(scale * next)]];
  return Array.from({ length: cells * cells }, (_, cell) =>
    shapes.map(([ratio, size]) => ({
      x: ((cell % cells) + 0.5) / cells,
      y: (Math.floor(cell / cells) + 0.5) / cells,
      width: size * Math.sqrt(ratio),
      height: size / Math.sqrt(ratio),
    })),
  ).flat();
});

/**
 * Reads the built-in detector: per anchor y, x, height, width relative to it, and a logit for each class, the
 * first of which is the background. Each anchor gives its best mug class and its best other class that score
 * at least `floor`: a mug on a table must not hide behind the table. Boxes are in input pixels.
 */
export function decodeSsd(
  boxes: OutputTensor,
  logits: OutputTensor,
  { mugClasses, floor }: { mugClasses: readonly number[]; floor: number },
): Candidate[] {
  const classCount = logits.dims[2] ?? 0;
  const lowestLogit = Math.log(floor / (1 - floor));
  const candidates: Candidate[] = [];
  ssdAnchors.forEach((anchor, row) => {
    let mug = { classIndex: -1, logit: lowestLogit };
    let other = { classIndex: -1, logit: lowestLogit };
    for (let classIndex = 1; classIndex < classCount; classIndex++) {
      const logit = Number(logits.data[row * classCount + classIndex]);
      if (logit < lowestLogit) continue;
      if (mugClasses.includes(classIndex)) {
        if (logit >= mug.logit) mug = { classIndex, logit };
      } else if (logit >= other.logit) other = { classIndex, logit };
    }
    for (const { classIndex, logit } of [mug, other]) {
      if (classIndex === -1) continue;
      candidates.push({ box: boxAt(boxes, row, anchor), classIndex, score: 1 / (1 + Math.exp(-logit)) });
    }
  });
  return candidates;
}

function boxAt(boxes: OutputTensor, row: number, anchor: Anchor) {
  const value = (column: number) => Number(boxes.data[row * 4 + column]);
  const width = Math.exp(value(3) / 5) * anchor.width * inputSide;
  const height = Math.exp(value(2) / 5) * anchor.height * inputSide;
  const x = ((value(1) / 10) * anchor.width + anchor.x) * inputSide - width / 2;
  const y = ((value(0) / 10) * anchor.height + anchor.y) * inputSide - height / 2;
  return { x, y, width, height };
}
