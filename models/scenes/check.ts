import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { catalogue } from './catalogue.ts';
import { renderPng } from './povray.ts';
import { boxAround, type Pixel } from './projection.ts';
import type { Scene } from './scene.ts';
import { sceneText } from './scene-text.ts';
import { truthOf } from './truth.ts';

/** The largest distance in pixels between an edge of a true box and the same edge of the mug that POV-Ray drew. */
async function deviation(scene: Scene, file: string): Promise<number> {
  await renderPng(sceneText(scene, 2, ''), file, scene.frame, { linear: true });
  const { data, info } = await sharp(file).extractChannel(0).raw().toBuffer({ resolveWithObject: true });
  const lit: Pixel[] = [];
  data.forEach((value, at) => {
    const [x, y] = [at % info.width, Math.floor(at / info.width)];
    if (value > 100) lit.push([x, y], [x + 1, y + 1]);
  });
  const [drawn, truth] = [boxAround(lit), truthOf(scene).mugs[0]?.box];
  if (!truth) return 0;
  return Math.max(
    Math.abs(drawn.x - truth.x),
    Math.abs(drawn.y - truth.y),
    Math.abs(drawn.x + drawn.width - truth.x - truth.width),
    Math.abs(drawn.y + drawn.height - truth.y - truth.height),
  );
}

/** Compares the truth of every mug of the catalogue with POV-Ray, one at a time and with nothing in front of it. */
const folder = await mkdtemp(path.join(os.tmpdir(), 'check-'));
try {
  for (const scene of catalogue) {
    for (const [index, mug] of scene.mugs.entries()) {
      const pixels = await deviation({ ...scene, mugs: [mug], things: [] }, path.join(folder, 'mask.png'));
      process.stdout.write(`${scene.name} mug ${index + 1}: ${pixels.toFixed(2)} px\n`);
      if (pixels > 1.5) process.exitCode = 1;
    }
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
