import { describe, expect, it } from 'vitest';
import { builtInModel } from '../../models/manifest.ts';
import type { ModelLayout, TensorInfo } from '../../shared/models.ts';
import { type ModelDescription, type OutputTensor, proposeLayout, readInputs } from './model-layout.ts';

type Shape = (number | null)[];

const tensor = (name: string, shape: Shape, type = 'float32'): TensorInfo => ({ name, type, shape });
const image = tensor('images', [1, 3, 640, 640]);
const names = (count: number) =>
  JSON.stringify(['cup', ...Array.from({ length: count - 1 }, (_, i) => `c${i}`)]);

/** A description with one picture input unless said otherwise. */
function model(
  outputs: Record<string, Shape>,
  { metadata = {}, inputs = [image] }: Partial<Pick<ModelDescription, 'metadata' | 'inputs'>> = {},
): ModelDescription {
  return { inputs, outputs: Object.entries(outputs).map(([name, shape]) => tensor(name, shape)), metadata };
}

const sizeInput = tensor('orig_target_sizes', [null, 2], 'int64');

describe('the layout proposed for', () => {
  it.each<[string, ModelDescription, ModelLayout, ModelLayout[]]>([
    ['YOLOv8 and 11', model({ output0: [1, 84, 8400] }), 'yolov8', []],
    ['YOLOv8 with one class', model({ output0: [1, 5, 8400] }), 'yolov8', []],
    [
      'YOLOv8 of another size',
      model({ output0: [1, 84, 5040] }, { inputs: [tensor('images', [1, 3, 384, 640])] }),
      'yolov8',
      [],
    ],
    [
      'YOLOv8 with two named classes, six rows',
      model({ output0: [1, 6, 8400] }, { metadata: { names: names(2) } }),
      'yolov8',
      [],
    ],
    ['YOLOv5', model({ output: [1, 25200, 85] }), 'yolov5', []],
    ['YOLOv5 with one class, six columns', model({ output: [1, 25200, 6] }), 'yolov5', []],
    ['YOLOX', model({ output: [1, 8400, 85] }), 'yolox', ['yolov5']],
    [
      'YOLOX tiny',
      model({ output: [1, 3549, 85] }, { inputs: [tensor('images', [1, 3, 416, 416])] }),
      'yolox',
      ['yolov5'],
    ],
    ['YOLOv6', model({ outputs: [1, 8400, 85] }), 'yolov5', ['yolox']],
    ['YOLO26 and v10', model({ output0: [1, 300, 6] }), 'endToEnd', []],
    [
      'YOLO26 with many named classes',
      model({ output0: [1, 300, 6] }, { metadata: { names: names(80) } }),
      'endToEnd',
      [],
    ],
    ['RT-DETR of Hugging Face', model({ logits: [1, 300, 80], pred_boxes: [1, 300, 4] }), 'detr', []],
    [
      'RT-DETR with four classes',
      model({ pred_boxes: [1, 300, 4], logits: [1, 300, 4] }, { metadata: { names: names(4) } }),
      'detr',
      [],
    ],
    [
      'RT-DETR of Ultralytics',
      model({ output0: [1, 300, 84] }, { metadata: { names: names(80) } }),
      'detr',
      [],
    ],
    [
      'RT-DETR of Ultralytics with two classes',
      model(
        { output0: [1, 300, 6] },
        { metadata: { names: names(2), description: 'Ultralytics RT-DETR-l model trained on mugs.yaml' } },
      ),
      'detr',
      ['endToEnd'],
    ],
    [
      'D-FINE',
      model(
        { labels: [null, 300], boxes: [null, 300, 4], scores: [null, 300] },
        { inputs: [tensor('images', [null, 3, 640, 640]), sizeInput] },
      ),
      'detrPostprocessed',
      [],
    ],
    [
      'the built-in detector',
      model(
        { boxes: [1, 1917, 4], logits: [1, 1917, 24] },
        {
          inputs: [tensor('image', [1, 3, 300, 300])],
          metadata: { names: JSON.stringify(builtInModel('mug-detector').classes) },
        },
      ),
      'ssd',
      [],
    ],
  ])('%s', (_, description, layout, alternatives) => {
    expect(proposeLayout(description)).toMatchObject({ layout, alternatives });
  });

  it('an open batch and open rows, once a trial run has settled them', () => {
    const open = model({ output0: [null, 84, null] }, { inputs: [tensor('images', [null, 3, null, null])] });
    expect(() => proposeLayout(open)).toThrow(/'output0' \[\?,84,\?\]: the shapes are open/);
    const trial = { output0: { dims: [1, 84, 8400], data: new Float32Array(0) } };
    expect(proposeLayout(open, { trial })).toMatchObject({
      layout: 'yolov8',
      input: { width: 640, height: 640 },
    });
  });
});

describe('YOLOv5 and YOLOX of one shape', () => {
  const same = model({ output: [1, 8400, 85] });
  const outputs = (x: number): Record<string, OutputTensor> => ({
    output: { dims: [1, 8400, 85], data: new Float32Array(8400 * 85).fill(x, 85 * 100, 85 * 100 + 2) },
  });

  it('are told apart by the reach of the values of a trial run', () => {
    expect(proposeLayout(same, { trial: outputs(0.7) })).toMatchObject({
      layout: 'yolox',
      alternatives: ['yolov5'],
    });
    expect(proposeLayout(same, { trial: outputs(320) })).toMatchObject({
      layout: 'yolov5',
      alternatives: ['yolox'],
    });
  });

  it('are read as the operator says', () => {
    expect(proposeLayout(same, { layout: 'yolov5' })).toMatchObject({
      layout: 'yolov5',
      alternatives: ['yolox'],
    });
  });
});

describe('a plan', () => {
  it('feeds each family as it was trained', () => {
    const preparation = (description: ModelDescription) => proposeLayout(description).preparation;
    expect(preparation(model({ output0: [1, 84, 8400] }))).toEqual({
      fit: 'letterbox',
      colour: 'rgb',
      divideBy: 255,
      subtract: 0,
    });
    expect(preparation(model({ output: [1, 8400, 85] }))).toEqual({
      fit: 'letterboxTopLeft',
      colour: 'bgr',
      divideBy: 1,
      subtract: 0,
    });
    expect(preparation(model({ logits: [1, 300, 80], pred_boxes: [1, 300, 4] })).fit).toBe('stretch');
  });

  it('names inputs, outputs and classes', () => {
    const description = model(
      { labels: [1, 300], boxes: [1, 300, 4], scores: [1, 300] },
      {
        inputs: [sizeInput, tensor('images', [1, 3, 480, 640])],
        metadata: { names: "{0: 'pot', 1: 'mug'}" },
      },
    );
    expect(proposeLayout(description)).toMatchObject({
      input: { name: 'images', width: 640, height: 480 },
      sizeInput: 'orig_target_sizes',
      outputs: { boxes: 'boxes', scores: 'scores', labels: 'labels' },
      classes: ['pot', 'mug'],
      mugClasses: [1],
    });
  });

  it('takes the names of COCO for 80 unnamed classes and calls a single one a mug', () => {
    expect(proposeLayout(model({ output0: [1, 84, 8400] })).mugClasses).toEqual([41]);
    expect(proposeLayout(model({ output0: [1, 5, 8400] }))).toMatchObject({
      classes: ['mug'],
      mugClasses: [0],
    });
  });

  it('takes the size of an open input from the metadata', () => {
    const inputs = [tensor('images', [null, 3, null, null])];
    const sized = { inputs, outputs: [], metadata: { imgsz: '[384, 640]' } };
    expect(readInputs(sized).input).toEqual({ name: 'images', width: 640, height: 384 });
  });
});

describe('a model that cannot be understood', () => {
  const yolo = { output0: [1, 84, 8400] };
  it.each<[string, ModelDescription, RegExp]>([
    [
      'no picture input',
      model(yolo, { inputs: [tensor('tokens', [1, 77])] }),
      /'tokens' \[1,77\]; one picture/,
    ],
    [
      'channels last',
      model(yolo, { inputs: [tensor('images', [1, 640, 640, 3])] }),
      /'images' \[1,640,640,3\] was expected to have the shape 1×3×height×width/,
    ],
    [
      'half precision',
      model(yolo, { inputs: [tensor('images', [1, 3, 640, 640], 'float16')] }),
      /takes float16; float32 was expected/,
    ],
    ['an input it does not know', model(yolo, { inputs: [image, tensor('mask', [1, 8])] }), /'mask' \[1,8\]/],
    [
      'a segmentation model',
      model({ output0: [1, 116, 8400], output1: [1, 32, 160, 160] }),
      /'output1' \[1,32,160,160\]: masks or feature maps/,
    ],
    ['another task', model(yolo, { metadata: { task: 'pose' } }), /made for the task 'pose'/],
    [
      'rows that fit no grid',
      model({ out: [1, 1000, 85] }),
      /'out' \[1,1000,85\]: expected \[1,4\+classes,N\]/,
    ],
    ['boxes of a batch in one list', model({ output: [null, 7] }), /'output' \[\?,7\]/],
    [
      'other names than classes',
      model({ logits: [1, 300, 80], pred_boxes: [1, 300, 4] }, { metadata: { names: names(3) } }),
      /'logits' has 80 classes, the metadata names 3/,
    ],
    [
      'no mug among its classes',
      model({ output0: [1, 6, 8400] }, { metadata: { names: "{0: 'cat', 1: 'dog'}" } }),
      /none of its 2 classes \(cat, dog\) is a mug/,
    ],
  ])('for %s says which tensor and what was expected', (_, description, message) => {
    const propose = () => proposeLayout(description);
    expect(propose).toThrow(message);
    expect(propose).toThrow(expect.objectContaining({ code: 'model.notUnderstood' }));
  });

  it('for a reading that does not fit says which do', () => {
    const propose = () => proposeLayout(model({ output: [1, 8400, 85] }), { layout: 'detr' });
    expect(propose).toThrow(/'output' \[1,8400,85\] can't be read as detr; the shapes fit yolox or yolov5/);
  });
});
