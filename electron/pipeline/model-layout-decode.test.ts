import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ModelLayout } from '../../shared/models.ts';
import type { DetectorPlan, OutputTensor } from './model-layout.ts';
import { decodeLayout } from './model-layout-decode.ts';

const plan = (layout: ModelLayout, size = 32): DetectorPlan => ({
  layout,
  input: { name: 'images', width: size, height: size },
  sizeInput: null,
  preparation: { fit: 'stretch', colour: 'rgb', divideBy: 255, subtract: 0 },
  outputs: { boxes: 'out', scores: null, labels: null },
  classes: ['mug', 'cup'],
  mugClasses: [0, 1],
});

const tensor = (rows: number[][]): OutputTensor => ({
  dims: [1, rows.length, rows[0]?.length ?? 0],
  data: Float32Array.from(rows.flat()),
});

const transposed = (rows: number[][]): number[][] =>
  (rows[0] ?? []).map((_, column) => rows.map((row) => row[column] ?? 0));

/** Logarithms of 32 bits are not exact. */
const about = (value: number) => expect.closeTo(value, 4);

const box = { x: 6, y: 8, width: 8, height: 4 };

describe('decoding', () => {
  it('YOLOv5 multiplies objectness and the best class', () => {
    const out = tensor([
      [10, 10, 8, 4, 0.5, 0.25, 0.75],
      [10, 10, 8, 4, 0.5, 0.1, 0.1],
    ]);
    expect(decodeLayout(plan('yolov5'), { out }, 0.3)).toEqual([{ box, classIndex: 1, score: 0.375 }]);
  });

  it('YOLOv8 reads columns and has no objectness', () => {
    const out = tensor(
      transposed([
        [10, 10, 8, 4, 0.75, 0.25],
        [1, 1, 2, 2, 0.125, 0.125],
        [10, 10, 8, 4, 0.25, 0.5],
      ]),
    );
    expect(decodeLayout(plan('yolov8'), { out }, 0.3)).toEqual([
      { box, classIndex: 0, score: 0.75 },
      { box, classIndex: 1, score: 0.5 },
    ]);
  });

  it('end to end reads corners, score and class', () => {
    const out = tensor([
      [6, 8, 14, 12, 0.5, 1],
      [0, 0, 0, 0, 0, 0],
    ]);
    expect(decodeLayout(plan('endToEnd'), { out }, 0.3)).toEqual([{ box, classIndex: 1, score: 0.5 }]);
  });

  it('YOLOX counts offsets from the grid cell and sizes as logarithms, in strides', () => {
    // 32×32: 16 cells of stride 8, then 4 of 16, then 1 of 32.
    const rows = Array.from({ length: 21 }, () => [0, 0, 0, 0, 0, 0, 0]);
    rows[6] = [0.5, 0.25, Math.log(2), 0, 1, 0, 0.5]; // column 2, row 1 of stride 8
    rows[19] = [0, 0, 0, 0, 1, 0.75, 0]; // column 1, row 1 of stride 16
    rows[20] = [0.5, 0.5, 0, 0, 1, 1, 0]; // the one cell of stride 32
    expect(decodeLayout(plan('yolox'), { out: tensor(rows) }, 0.3)).toEqual([
      { box: { x: about(12), y: 6, width: about(16), height: 8 }, classIndex: 1, score: 0.5 },
      { box: { x: 8, y: 8, width: 16, height: 16 }, classIndex: 0, score: 0.75 },
      { box: { x: 0, y: 0, width: 32, height: 32 }, classIndex: 0, score: 1 },
    ]);
  });

  it('YOLOX refuses rows that are no grid of the input', () => {
    const decode = () => decodeLayout(plan('yolox'), { out: tensor([[0, 0, 0, 0, 1, 1]]) }, 0.3);
    expect(decode).toThrow(/1 rows; 21 or \d+ or \d+ were expected for 32×32/);
  });

  it('RT-DETR takes shares of the picture and logits', () => {
    const out = tensor([
      [0.5, 0.25, 0.25, 0.125],
      [0.5, 0.5, 1, 1],
    ]);
    const logits = tensor([
      [-9, Math.log(3)],
      [-9, -9],
    ]);
    const outputs = { boxes: 'out', scores: 'logits', labels: null };
    const [found, ...rest] = decodeLayout({ ...plan('detr'), outputs }, { out, logits }, 0.3);
    expect(rest).toEqual([]);
    expect(found).toMatchObject({ classIndex: 1, box: { x: 12, y: 6, width: 8, height: 4 } });
    expect(found?.score).toBeCloseTo(0.75, 6);
  });

  it('RT-DETR of Ultralytics has the probabilities in the same rows', () => {
    const out = tensor([[0.5, 0.25, 0.25, 0.125, 0.25, 0.75]]);
    expect(decodeLayout(plan('detr'), { out }, 0.3)).toEqual([
      { classIndex: 1, score: 0.75, box: { x: 12, y: 6, width: 8, height: 4 } },
    ]);
  });

  it('D-FINE has labels, boxes and scores ready', () => {
    const outputs = { boxes: 'out', scores: 'scores', labels: 'labels' };
    const given = {
      out: tensor([
        [6, 8, 14, 12],
        [0, 0, 9, 9],
      ]),
      scores: { dims: [1, 2], data: Float32Array.of(0.5, 0.25) },
      labels: { dims: [1, 2], data: BigInt64Array.of(1n, 0n) },
    };
    expect(decodeLayout({ ...plan('detrPostprocessed'), outputs }, given, 0.3)).toEqual([
      { box, classIndex: 1, score: 0.5 },
    ]);
  });

  it('names an output that the model did not give', () => {
    const decode = () => decodeLayout(plan('yolov5'), {}, 0.3);
    expect(decode).toThrow("it gave no output 'out'");
    expect(decode).toThrow(expect.objectContaining({ code: 'model.notUnderstood' }));
  });

  it('gives back any box and score that a YOLOv8 head could write', () => {
    const pixel = fc.float({ min: 1, max: 1000, noNaN: true });
    const row = fc.tuple(
      pixel,
      pixel,
      pixel,
      pixel,
      fc.float({ min: Math.fround(0.3), max: 1, noNaN: true }),
    );
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 8 }), (rows) => {
        const found = decodeLayout(plan('yolov8', 1024), { out: tensor(transposed(rows)) }, 0.25);
        expect(found).toHaveLength(rows.length);
        found.forEach(({ box: { x, y, width, height }, score }, index) => {
          const [centreX, centreY, wide, high, sure] = rows[index] ?? [];
          expect([x + width / 2, y + height / 2]).toEqual([centreX, centreY]);
          expect([width, height, score]).toEqual([wide, high, sure]);
        });
      }),
    );
  });
});
