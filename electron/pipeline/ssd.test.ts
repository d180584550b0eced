import { expect, test } from 'vitest';
import { decodeSsd, ssdAnchors } from './ssd.ts';

const classCount = 24;

/** Outputs in which nothing is seen, to be changed by each test. */
function silentOutputs() {
  const boxes = new Float32Array(1_917 * 4);
  const logits = new Float32Array(1_917 * classCount).fill(-10);
  return {
    boxes: { dims: [1, 1_917, 4], data: boxes },
    logits: { dims: [1, 1_917, classCount], data: logits },
  };
}

const options = { mugClasses: [12, 13], floor: 0.3 };

test('there are 1917 anchors, three a cell on the finest grid and six on the others', () => {
  expect(ssdAnchors).toHaveLength(1_917);
  const [first, second, third] = ssdAnchors;
  expect(first).toEqual({ x: 0.5 / 19, y: 0.5 / 19, width: 0.1, height: 0.1 });
  expect(second?.width).toBeCloseTo(0.2 * Math.SQRT2);
  expect(third?.height).toBeCloseTo(0.2 * Math.SQRT2);
  // The last cell covers everything: ratio 1 at scale 0.95, at the end the mean of 0.95 and 1.
  expect(ssdAnchors.at(-6)).toEqual({ x: 0.5, y: 0.5, width: 0.95, height: 0.95 });
  expect(ssdAnchors.at(-1)?.width).toBeCloseTo(Math.sqrt(0.95));
});

test('anchors go along the rows first', () => {
  expect(ssdAnchors[3]).toMatchObject({ x: 1.5 / 19, y: 0.5 / 19 });
  expect(ssdAnchors[19 * 3]).toMatchObject({ x: 0.5 / 19, y: 1.5 / 19 });
});

test('boxes are offsets from their anchor in input pixels', () => {
  const { boxes, logits } = silentOutputs();
  const row = 1_911;
  logits.data[row * classCount + 15] = 0;
  boxes.data.set([1, -2, 5 * Math.log(0.5), 5 * Math.log(0.25)], row * 4);
  const [only, ...more] = decodeSsd(boxes, logits, options);
  expect(more).toEqual([]);
  expect(only).toMatchObject({ classIndex: 15, score: 0.5 });
  const [width, height] = [0.95 * 300 * 0.25, 0.95 * 300 * 0.5];
  expect(only?.box.width).toBeCloseTo(width, 4);
  expect(only?.box.height).toBeCloseTo(height, 4);
  expect(only?.box.x).toBeCloseTo(150 - 0.2 * 0.95 * 300 - width / 2, 4);
  expect(only?.box.y).toBeCloseTo(150 + 0.1 * 0.95 * 300 - height / 2, 4);
});

test('a mug scores the larger of its two classes and is given beside a surer table on the same anchor', () => {
  const { boxes, logits } = silentOutputs();
  logits.data[12] = 0.5;
  logits.data[13] = 1;
  logits.data[15] = 3;
  logits.data[7] = 2;
  const found = decodeSsd(boxes, logits, options);
  expect(found.map(({ classIndex }) => classIndex)).toEqual([13, 15]);
  expect(found[0]?.score).toBeCloseTo(1 / (1 + Math.exp(-1)));
});

test('what scores below the floor is left out, the background always', () => {
  const { boxes, logits } = silentOutputs();
  logits.data[0] = 9;
  logits.data[12] = Math.log(0.29 / 0.71);
  logits.data[classCount + 12] = Math.log(0.31 / 0.69);
  expect(decodeSsd(boxes, logits, options)).toHaveLength(1);
});
