import { createCanvas } from '@napi-rs/canvas';
import { expect, test } from 'vitest';
import { createCropper, fillTensor, greyOf } from './crop.ts';
import type { Picture } from './decode.ts';

/** A picture out of colours, row by row. */
function pictureOf(rows: readonly (readonly string[])[]): Picture {
  const [width, height] = [rows[0]?.length ?? 0, rows.length];
  const source = createCanvas(width, height);
  const context = source.getContext('2d');
  rows.forEach((row, y) => {
    row.forEach((colour, x) => {
      context.fillStyle = colour;
      context.fillRect(x, y, 1, 1);
    });
  });
  return { source, width, height, release: () => {} };
}

const fourColours = pictureOf([
  ['red', 'lime'],
  ['blue', 'black'],
]);

const channels = {
  red: [255, 0, 0],
  lime: [0, 255, 0],
  blue: [0, 0, 255],
  black: [0, 0, 0],
  white: [255, 255, 255],
};

function pixelsOf({ data }: { data: Uint8ClampedArray }): string[] {
  return Array.from({ length: data.length / 4 }, (_, index) => {
    const colour = [...data.subarray(index * 4, index * 4 + 3)].join();
    return Object.entries(channels).find(([, value]) => value.join() === colour)?.[0] ?? colour;
  });
}

test('the whole photo at its own size is the photo', () => {
  const crop = createCropper(2, 2).crop(fourColours, { x: 0, y: 0, width: 2, height: 2 }, 'repeat');
  expect(pixelsOf(crop)).toEqual(['red', 'lime', 'blue', 'black']);
});

test('outside the photo its border is repeated, corners included', () => {
  const crop = createCropper(4, 4).crop(fourColours, { x: -1, y: -1, width: 4, height: 4 }, 'repeat');
  expect(pixelsOf(crop)).toEqual([
    ...['red', 'red', 'lime', 'lime'],
    ...['red', 'red', 'lime', 'lime'],
    ...['blue', 'blue', 'black', 'black'],
    ...['blue', 'blue', 'black', 'black'],
  ]);
});

test('outside the photo a colour is shown where one is asked for', () => {
  const crop = createCropper(2, 3).crop(fourColours, { x: 0, y: -1, width: 2, height: 3 }, 'white');
  expect(pixelsOf(crop)).toEqual(['white', 'white', 'red', 'lime', 'blue', 'black']);
});

test('a cropper forgets the crop before', () => {
  const cropper = createCropper(2, 2);
  cropper.crop(fourColours, { x: 0, y: 0, width: 2, height: 2 }, 'repeat');
  const clear: Picture = { source: createCanvas(2, 2), width: 2, height: 2, release: () => {} };
  const crop = cropper.crop(clear, { x: 0, y: 0, width: 2, height: 2 }, 'repeat');
  expect(pixelsOf(crop)).toEqual(['white', 'white', 'white', 'white']);
});

test('a tensor holds one channel after the other, scaled, mirrored or in the other order when asked', () => {
  const crop = createCropper(2, 2).crop(fourColours, { x: 0, y: 0, width: 2, height: 2 }, 'repeat');
  const plain = { divideBy: 255, subtract: 0, colour: 'rgb', mirrored: false } as const;
  const tensorOf = (options: Parameters<typeof fillTensor>[2]) => {
    const tensor = new Float32Array(12);
    fillTensor(tensor, crop, options);
    return [...tensor].map((value) => Math.round(value * 1e6) / 1e6);
  };
  const [red, green, blue] = [
    [1, 0, 0, 0],
    [0, 1, 0, 0],
    [0, 0, 1, 0],
  ] as const;
  expect(tensorOf(plain)).toEqual([...red, ...green, ...blue]);
  expect(tensorOf({ ...plain, colour: 'bgr' })).toEqual([...blue, ...green, ...red]);
  expect(tensorOf({ ...plain, mirrored: true })).toEqual([...[0, 1, 0, 0], ...[1, 0, 0, 0], ...[0, 0, 0, 1]]);
  const signed = tensorOf({ ...plain, divideBy: 127.5, subtract: 1 });
  expect(signed.slice(0, 4)).toEqual([1, -1, -1, -1]);
});

test('grey is brightness as the eye sees it', () => {
  const crop = createCropper(2, 2).crop(fourColours, { x: 0, y: 0, width: 2, height: 2 }, 'repeat');
  expect([...greyOf(crop)].map(Math.round)).toEqual([76, 150, 29, 0]);
});
