import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { createCanvas, Image } from '@napi-rs/canvas';
import pixelmatch from 'pixelmatch';

/**
 * Other processors round the colours at edges otherwise; letters and lines that moved are many more pixels.
 */
const [threshold, maxShare] = [0.1, 0.001];
const failedDir = join(import.meta.dirname, '../../test-results/golden');

/**
 * For tests: compares a drawn picture with the one kept, a PNG beside the test. H200_GOLDEN=1 keeps the drawn one
 * instead, to be looked at before it is committed. A picture that differs is left in test-results/golden.
 */
export async function expectGolden(drawnPath: string, goldenPath: string): Promise<void> {
  if (process.env.H200_GOLDEN === '1') {
    mkdirSync(dirname(goldenPath), { recursive: true });
    writeFileSync(goldenPath, readFileSync(drawnPath));
    return;
  }
  const name = basename(goldenPath);
  if (!existsSync(goldenPath)) throw new Error(`There is no ${name}. Run this test with H200_GOLDEN=1.`);
  const [drawn, golden] = [await pixelsOf(drawnPath), await pixelsOf(goldenPath)];
  const { width, height } = golden;
  if (drawn.width !== width || drawn.height !== height) {
    throw new Error(`${name} is ${width} × ${height} pixels, not ${drawn.width} × ${drawn.height}.`);
  }
  const difference = createCanvas(width, height).getContext('2d');
  const marked = difference.createImageData(width, height);
  const differing = pixelmatch(golden.data, drawn.data, marked.data, width, height, { threshold });
  if (differing <= width * height * maxShare) return;
  mkdirSync(failedDir, { recursive: true });
  writeFileSync(join(failedDir, name), readFileSync(drawnPath));
  difference.putImageData(marked, 0, 0);
  writeFileSync(join(failedDir, `difference-${name}`), difference.canvas.toBuffer('image/png'));
  throw new Error(
    `${differing} pixels differ from ${name}: see ${name} and difference-${name} in test-results/golden.`,
  );
}

/** For tests: a picture file as pixels of four bytes. */
export async function pixelsOf(
  path: string,
): Promise<{ width: number; height: number; data: Uint8ClampedArray }> {
  const image = new Image();
  image.src = readFileSync(path);
  await image.decode();
  const { width, height } = image;
  const context = createCanvas(width, height).getContext('2d');
  context.drawImage(image, 0, 0);
  return { width, height, data: context.getImageData(0, 0, width, height).data };
}
