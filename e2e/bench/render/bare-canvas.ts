import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createCanvas, Image } from '@napi-rs/canvas';

/** What no renderer can do without: a photo on a square canvas, as JPEG in a file. Milliseconds it took. */
export async function drawBare(photo: Image | string, side: number, outPath: string): Promise<number> {
  const startedAt = performance.now();
  const image = typeof photo === 'string' ? await decode(photo) : photo;
  const canvas = createCanvas(side, side);
  const scale = Math.max(side / image.width, side / image.height);
  const [width, height] = [image.width * scale, image.height * scale];
  canvas.getContext('2d').drawImage(image, (side - width) / 2, (side - height) / 2, width, height);
  await writeFile(outPath, await canvas.encode('jpeg', 90));
  return performance.now() - startedAt;
}

/** A photo's pixels. */
export async function decode(path: string): Promise<Image> {
  const image = new Image();
  image.src = readFileSync(path);
  await image.decode();
  return image;
}
