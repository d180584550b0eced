import { AppError } from '../../shared/errors.ts';
import type { ModelLayout, TensorInfo } from '../../shared/models.ts';
import { classesFromMetadata, cocoClasses, mugClassesOf } from './model-layout-classes.ts';

/** What an ONNX file says about itself. */
export interface ModelDescription {
  inputs: TensorInfo[];
  outputs: TensorInfo[];
  metadata: Record<string, string>;
}

/** An output tensor as the runtime gives it. */
export interface OutputTensor {
  dims: readonly number[];
  data: Float32Array | BigInt64Array | Int32Array;
}

/** How a photo becomes the input picture: each value is v / divideBy − subtract, v from 0 to 255. */
export interface Preparation {
  /** `letterbox` keeps the photo's proportions, centred or in the top left corner, on grey 114. */
  fit: 'stretch' | 'letterbox' | 'letterboxTopLeft';
  colour: 'rgb' | 'bgr';
  divideBy: number;
  subtract: number;
}

/** Everything needed to run a detector and read its answer. */
export interface DetectorPlan {
  layout: ModelLayout;
  input: { name: string; width: number; height: number };
  /** Input of two whole numbers, width and height, in which the boxes are wanted; null when there is none. */
  sizeInput: string | null;
  preparation: Preparation;
  /** Output names; `scores` and `labels` are null where the layout keeps them elsewhere. */
  outputs: { boxes: string; scores: string | null; labels: string | null };
  classes: string[];
  mugClasses: number[];
}

export interface LayoutProposal extends DetectorPlan {
  /** Other layouts whose shapes fit as well. */
  alternatives: ModelLayout[];
}

export interface ProposeOptions {
  /** The reading the operator chose; it still has to fit the shapes. */
  layout?: ModelLayout | undefined;
  /** Outputs of a run, by name: their real shapes and values settle what the file leaves open. */
  trial?: Readonly<Record<string, OutputTensor>> | undefined;
}

const preparations: Record<ModelLayout, Preparation> = {
  ssd: { fit: 'stretch', colour: 'rgb', divideBy: 127.5, subtract: 1 },
  yolov5: { fit: 'letterbox', colour: 'rgb', divideBy: 255, subtract: 0 },
  yolov8: { fit: 'letterbox', colour: 'rgb', divideBy: 255, subtract: 0 },
  endToEnd: { fit: 'letterbox', colour: 'rgb', divideBy: 255, subtract: 0 },
  yolox: { fit: 'letterboxTopLeft', colour: 'bgr', divideBy: 1, subtract: 0 },
  detr: { fit: 'stretch', colour: 'rgb', divideBy: 255, subtract: 0 },
  detrPostprocessed: { fit: 'stretch', colour: 'rgb', divideBy: 255, subtract: 0 },
};

const ssdAnchorCount = 1917;
const defaultSide = 640;
/** YOLOv6 has YOLOX' shape and YOLOv5's meaning; its exporter is the one that says 'outputs'. */
const yolov6Output = 'outputs';

/** A way to read the outputs that their shapes allow. `classCount` is null when the shapes don't tell it. */
interface Reading {
  layout: ModelLayout;
  outputs: DetectorPlan['outputs'];
  classCount: number | null;
}

/** The picture input and, where the model asks for it, the size input. Throws `model.notUnderstood`. */
export function readInputs({
  inputs,
  metadata,
}: ModelDescription): Pick<DetectorPlan, 'input' | 'sizeInput'> {
  const pictures = inputs.filter(({ shape }) => shape.length === 4);
  const [picture] = pictures;
  if (picture === undefined || pictures.length > 1) {
    const what = inputs.map(describe).join(', ') || 'none';
    throw notUnderstood(`its inputs are ${what}; one picture of the shape 1×3×height×width was expected`);
  }
  const [batch, channels, height, width] = picture.shape;
  if (picture.type !== 'float32') {
    throw notUnderstood(`input ${describe(picture)} takes ${picture.type}; float32 was expected`);
  }
  if (channels !== 3 || (batch ?? 1) !== 1) {
    throw notUnderstood(`input ${describe(picture)} was expected to have the shape 1×3×height×width`);
  }
  const others = inputs.filter((input) => input !== picture);
  const size = others.find((input) => input.type === 'int64' && input.shape.at(-1) === 2);
  const strange = others.find((input) => input !== size);
  if (strange !== undefined) {
    const wanted = 'a picture and, at most, a size of two whole numbers (int64) were expected';
    throw notUnderstood(`input ${describe(strange)} of ${strange.type} is not known; ${wanted}`);
  }
  const [namedHeight, namedWidth] = sizeFromMetadata(metadata);
  return {
    input: { name: picture.name, width: width ?? namedWidth, height: height ?? namedHeight },
    sizeInput: size?.name ?? null,
  };
}

/**
 * How a detector is to be run and read, from its inputs, outputs and metadata, sharpened by a trial run where
 * there was one. Throws `model.notUnderstood` naming the tensor, what it is and what was expected.
 */
export function proposeLayout(description: ModelDescription, options: ProposeOptions = {}): LayoutProposal {
  const { metadata } = description;
  if (metadata.task !== undefined && metadata.task !== 'detect') {
    throw notUnderstood(
      `it was made for the task '${metadata.task}'; a model that detects boxes was expected`,
    );
  }
  const { input, sizeInput } = readInputs(description);
  const outputs = withTrialShapes(description.outputs, options.trial);
  const named = classesFromMetadata(metadata);
  const readings = readingsOf(outputs, { input, named, metadata, trial: options.trial });
  const [best] = readings;
  if (best === undefined) throw notUnderstood(`${outputs.map(describe).join(', ')}: ${expected(outputs)}`);
  const chosen = readings.find(({ layout }) => layout === (options.layout ?? best.layout));
  if (chosen === undefined) {
    const fitting = readings.map(({ layout }) => layout).join(' or ');
    const found = outputs.map(describe).join(', ');
    throw notUnderstood(`${found} can't be read as ${options.layout}; the shapes fit ${fitting}`);
  }
  const classes = classesOf(chosen, named);
  return {
    layout: chosen.layout,
    alternatives: readings.map(({ layout }) => layout).filter((layout) => layout !== chosen.layout),
    input,
    sizeInput,
    preparation: preparations[chosen.layout],
    outputs: chosen.outputs,
    classes,
    mugClasses: mugsAmong(classes),
  };
}

interface Context {
  input: DetectorPlan['input'];
  named: string[] | undefined;
  metadata: Record<string, string>;
  trial: ProposeOptions['trial'];
}

/** Every reading that fits, the likeliest first. */
function readingsOf(outputs: TensorInfo[], context: Context): Reading[] {
  if (outputs.some(({ shape }) => shape.length === 4)) return [];
  return postprocessed(outputs) ?? boxesAndScores(outputs, context) ?? single(outputs, context);
}

/** RT-DETR and D-FINE with their own last step: labels [1,N], boxes [1,N,4] and scores [1,N]. */
function postprocessed(outputs: TensorInfo[]): Reading[] | undefined {
  const byName = (name: string, rank: number) =>
    outputs.find((output) => output.name === name && output.shape.length === rank)?.name;
  const [labels, boxes, scores] = [byName('labels', 2), byName('boxes', 3), byName('scores', 2)];
  if (labels === undefined || boxes === undefined || scores === undefined) return undefined;
  return [{ layout: 'detrPostprocessed', outputs: { boxes, scores, labels }, classCount: null }];
}

/** One tensor of boxes [1,N,4] and one of class scores [1,N,C]: RT-DETR and D-FINE, or our own SSD. */
function boxesAndScores(outputs: TensorInfo[], { input }: Context): Reading[] | undefined {
  const [first, second, ...more] = outputs.filter(({ shape }) => shape.length === 3);
  if (first === undefined || second === undefined || more.length > 0) return undefined;
  const isBoxes = ({ name, shape }: TensorInfo) => shape[2] === 4 && !/logit|score|class|label/i.test(name);
  const boxes = [first, second].find(isBoxes);
  const scores = boxes === first ? second : first;
  if (boxes === undefined || boxes.shape[1] !== scores.shape[1]) return undefined;
  const names = { boxes: boxes.name, scores: scores.name, labels: null };
  const isSsd = boxes.shape[1] === ssdAnchorCount && input.width === 300 && input.height === 300;
  return [{ layout: isSsd ? 'ssd' : 'detr', outputs: names, classCount: scores.shape[2] ?? null }];
}

/** One tensor that holds boxes and scores together, in one of the YOLO families' orders. */
function single(outputs: TensorInfo[], context: Context): Reading[] {
  const tensor = outputs.find(({ shape }) => shape.length === 3);
  const [, rows, columns] = tensor?.shape ?? [];
  if (tensor === undefined || typeof rows !== 'number' || typeof columns !== 'number') return [];
  const names = { boxes: tensor.name, scores: null, labels: null };
  const read = (layout: ModelLayout, classCount: number | null) => ({ layout, outputs: names, classCount });
  const classCount = context.named?.length;
  const cells = cellCounts(context.input);

  if (rows < columns) {
    return rows >= 5 && (classCount ?? rows - 4) === rows - 4 ? [read('yolov8', rows - 4)] : [];
  }
  const perAnchor = cells.some((count) => rows === 3 * count);
  const perCell = cells.includes(rows);
  if (!perAnchor && !perCell) {
    const ready = columns === 6 ? [read('endToEnd', null)] : [];
    if (columns >= 5 && classCount === columns - 4) ready.push(read('detr', columns - 4));
    return /rt-?detr/i.test(context.metadata.description ?? '') ? ready.reverse() : ready;
  }
  if (columns < 6 || (classCount ?? columns - 5) !== columns - 5) return [];
  const grid = [read('yolov5', columns - 5)];
  if (perCell) grid.push(read('yolox', columns - 5));
  const ready = context.trial ? isDecoded(context.trial[tensor.name]) : tensor.name === yolov6Output;
  return ready ? grid : grid.reverse();
}

/** Strides of the feature maps that a YOLO head sits on: the usual three, with a finer or a coarser one. */
export const strideSets = [
  [8, 16, 32],
  [8, 16, 32, 64],
  [4, 8, 16, 32],
] as const;

/** Number of grid cells of an input picture for each set of strides. */
export function cellCounts({ width, height }: { width: number; height: number }): number[] {
  const cells = (stride: number) => Math.ceil(width / stride) * Math.ceil(height / stride);
  return strideSets.map((strides) => strides.reduce((sum, stride) => sum + cells(stride), 0));
}

/** Decoded centres are pixels and reach far; YOLOX' raw ones stay within a few cells. */
function isDecoded(tensor: OutputTensor | undefined): boolean {
  if (tensor === undefined) return false;
  const columns = tensor.dims[2] ?? 1;
  for (let at = 0; at < tensor.data.length; at += columns) {
    if (Math.abs(Number(tensor.data[at])) > 32 || Math.abs(Number(tensor.data[at + 1])) > 32) return true;
  }
  return false;
}

function withTrialShapes(outputs: TensorInfo[], trial: ProposeOptions['trial']): TensorInfo[] {
  return outputs.map((output) => ({ ...output, shape: [...(trial?.[output.name]?.dims ?? output.shape)] }));
}

function classesOf({ classCount, outputs }: Reading, named: string[] | undefined): string[] {
  if (named !== undefined) {
    if (classCount === null || classCount === named.length) return named;
    const tensor = outputs.scores ?? outputs.boxes;
    const counts = `output '${tensor}' has ${classCount} classes, the metadata names ${named.length}`;
    throw notUnderstood(`${counts}; the same number was expected`);
  }
  if (classCount === null || classCount === cocoClasses.length) return [...cocoClasses];
  return classCount === 1 ? ['mug'] : Array.from({ length: classCount }, (_, index) => `class ${index}`);
}

function mugsAmong(classes: string[]): number[] {
  const mugs = mugClassesOf(classes);
  if (mugs.length > 0) return mugs;
  const some = classes.slice(0, 5).join(', ');
  throw notUnderstood(
    `none of its ${classes.length} classes (${some}${classes.length > 5 ? ', …' : ''}) is a mug or a cup; ` +
      "metadata 'names' was expected to name one",
  );
}

/** Height and width that the exporter wrote down (Ultralytics: `imgsz`), else the usual square. */
function sizeFromMetadata({ imgsz }: Record<string, string>): [number, number] {
  const [height, width] = [...(imgsz ?? '').matchAll(/\d+/g)].map(([digits]) => Number(digits));
  return [height ?? defaultSide, width ?? height ?? defaultSide];
}

function expected(outputs: TensorInfo[]): string {
  if (outputs.some(({ shape }) => shape.length === 4)) {
    return 'masks or feature maps; a model with boxes and scores as its only outputs was expected';
  }
  if (outputs.some(({ shape }) => shape.includes(null)))
    return 'the shapes are open; a trial run must settle them';
  return (
    'expected [1,4+classes,N] (YOLOv8, 11), [1,N,5+classes] with N grid cells (YOLOv5, YOLOX), [1,N,6] (end to ' +
    'end), logits [1,N,classes] with boxes [1,N,4], or labels, boxes and scores (RT-DETR, D-FINE)'
  );
}

function describe({ name, shape }: TensorInfo): string {
  return `'${name}' [${shape.map((size) => size ?? '?').join(',')}]`;
}

function notUnderstood(what: string): AppError {
  return new AppError('model.notUnderstood', `The model can't be used as a detector: ${what}.`);
}
