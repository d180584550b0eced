import type { Box } from '../../shared/analysis.ts';
import { AppError } from '../../shared/errors.ts';
import { cellCounts, type DetectorPlan, type OutputTensor, strideSets } from './model-layout.ts';

/** An object a detector proposes, before overlapping ones are merged; the box is in input pixels. */
export interface Candidate {
  box: Box;
  classIndex: number;
  /** From 0 to 1. */
  score: number;
}

type Outputs = Readonly<Record<string, OutputTensor>>;

/** A [1,rows,columns] tensor seen through a function. */
interface Grid {
  rows: number;
  columns: number;
  at: (row: number, column: number) => number;
}

/**
 * Everything in an added detector's outputs that scores at least `floor`, the best class of each row. Boxes
 * are pixels of the input picture and may overlap. Throws `model.notUnderstood` when an output is missing.
 * The layout `ssd` is read by detector.ts, which knows its anchors.
 */
export function decodeLayout(plan: DetectorPlan, outputs: Outputs, floor: number): Candidate[] {
  const { input } = plan;
  const boxes = outputOf(outputs, plan.outputs.boxes);
  switch (plan.layout) {
    case 'yolov5':
      return decodeYolo(gridOf(boxes), 5, floor);
    case 'yolov8':
      return decodeYolo(transposed(gridOf(boxes)), 4, floor);
    case 'yolox':
      return decodeYolo(yoloxInPixels(gridOf(boxes), input), 5, floor);
    case 'endToEnd':
      return decodeEndToEnd(gridOf(boxes), floor);
    case 'detr':
      return decodeDetr(
        gridOf(boxes),
        plan.outputs.scores && outputOf(outputs, plan.outputs.scores),
        input,
        floor,
      );
    case 'detrPostprocessed':
      return decodePostprocessed(
        gridOf(boxes),
        outputOf(outputs, plan.outputs.labels),
        outputOf(outputs, plan.outputs.scores),
        floor,
      );
    case 'ssd':
      throw new Error('The layout ssd is read by detector.ts.');
  }
}

/** Rows of centre x, centre y, width, height, perhaps an objectness, then one probability per class. */
function decodeYolo(grid: Grid, firstClass: 4 | 5, floor: number): Candidate[] {
  return collect(grid.rows, floor, (row) => {
    const objectness = firstClass === 5 ? grid.at(row, 4) : 1;
    if (objectness < floor) return undefined;
    const best = bestClass(grid, row, firstClass);
    return { box: centredBox(grid, row), classIndex: best.classIndex, score: objectness * best.value };
  });
}

/** Rows of left, top, right, bottom, score, class. */
function decodeEndToEnd(grid: Grid, floor: number): Candidate[] {
  return collect(grid.rows, floor, (row) => ({
    box: cornerBox(grid, row),
    classIndex: Math.round(grid.at(row, 5)),
    score: grid.at(row, 4),
  }));
}

/** Boxes as shares of the picture, with logits beside them or, joined to the same rows, probabilities. */
function decodeDetr(boxes: Grid, logits: OutputTensor | null | '', input: Size, floor: number): Candidate[] {
  const scale = [input.width, input.height, input.width, input.height];
  const pixels: Grid = { ...boxes, at: (row, column) => boxes.at(row, column) * (scale[column] ?? 1) };
  const scores = logits ? gridOf(logits) : undefined;
  return collect(boxes.rows, floor, (row) => {
    const best = scores === undefined ? bestClass(boxes, row, 4) : bestClass(scores, row, 0);
    const score = scores === undefined ? best.value : 1 / (1 + Math.exp(-best.value));
    return { box: centredBox(pixels, row), classIndex: best.classIndex, score };
  });
}

/** Boxes already in pixels of the size that was asked for, which is the input picture's. */
function decodePostprocessed(
  boxes: Grid,
  labels: OutputTensor,
  scores: OutputTensor,
  floor: number,
): Candidate[] {
  return collect(boxes.rows, floor, (row) => ({
    box: cornerBox(boxes, row),
    classIndex: Number(labels.data[row] ?? 0),
    score: Number(scores.data[row] ?? 0),
  }));
}

interface Size {
  width: number;
  height: number;
}

/**
 * YOLOX gives offsets from the grid cell and logarithms of sizes, both in units of the cell's stride.
 * https://github.com/Megvii-BaseDetection/YOLOX/blob/0.3.0/yolox/utils/demo_utils.py (demo_postprocess)
 */
function yoloxInPixels(raw: Grid, input: Size): Grid {
  const strides = strideSets[cellCounts(input).indexOf(raw.rows)];
  if (strides === undefined) {
    const counts = cellCounts(input).join(' or ');
    throw notUnderstood(
      `its output has ${raw.rows} rows; ${counts} were expected for ${input.width}×${input.height}`,
    );
  }
  const cells = strides.flatMap((stride) => {
    const across = Math.ceil(input.width / stride);
    const count = across * Math.ceil(input.height / stride);
    return Array.from({ length: count }, (_, index) => ({
      x: index % across,
      y: Math.floor(index / across),
      stride,
    }));
  });
  const at = (row: number, column: number): number => {
    const value = raw.at(row, column);
    const cell = cells[row];
    if (cell === undefined || column > 3) return value;
    if (column === 0) return (value + cell.x) * cell.stride;
    if (column === 1) return (value + cell.y) * cell.stride;
    return Math.exp(value) * cell.stride;
  };
  return { ...raw, at };
}

function collect(rows: number, floor: number, read: (row: number) => Candidate | undefined): Candidate[] {
  const candidates: Candidate[] = [];
  for (let row = 0; row < rows; row++) {
    const candidate = read(row);
    if (candidate !== undefined && candidate.score >= floor) candidates.push(candidate);
  }
  return candidates;
}

function bestClass(grid: Grid, row: number, firstColumn: number): { classIndex: number; value: number } {
  let best = { classIndex: 0, value: Number.NEGATIVE_INFINITY };
  for (let column = firstColumn; column < grid.columns; column++) {
    const value = grid.at(row, column);
    if (value > best.value) best = { classIndex: column - firstColumn, value };
  }
  return best;
}

function centredBox(grid: Grid, row: number): Box {
  const [width, height] = [grid.at(row, 2), grid.at(row, 3)];
  return { x: grid.at(row, 0) - width / 2, y: grid.at(row, 1) - height / 2, width, height };
}

function cornerBox(grid: Grid, row: number): Box {
  const [x, y] = [grid.at(row, 0), grid.at(row, 1)];
  return { x, y, width: Math.max(0, grid.at(row, 2) - x), height: Math.max(0, grid.at(row, 3) - y) };
}

function gridOf({ dims, data }: OutputTensor): Grid {
  const [, rows = 0, columns = 0] = dims;
  return { rows, columns, at: (row, column) => Number(data[row * columns + column]) };
}

function transposed({ rows, columns, at }: Grid): Grid {
  return { rows: columns, columns: rows, at: (row, column) => at(column, row) };
}

function outputOf(outputs: Outputs, name: string | null): OutputTensor {
  const output = name === null ? undefined : outputs[name];
  if (output === undefined) throw notUnderstood(`it gave no output '${name}'`);
  return output;
}

function notUnderstood(what: string): AppError {
  return new AppError('model.notUnderstood', `The model's answer can't be read: ${what}.`);
}
