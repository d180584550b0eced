import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { drawBackdrop } from './backdrop.ts';
import { catalogue } from './catalogue.ts';
import { develop } from './photo.ts';
import { renderPng } from './povray.ts';
import { type Frame, subtract } from './projection.ts';
import type { Scene } from './scene.ts';
import { sceneText } from './scene-text.ts';
import { truthOf } from './truth.ts';

/** Renders one scene to NAME.jpg and NAME.json in `folder`. `size` below 1 makes a smaller trial picture. */
export async function renderScene(scene: Scene, folder: string, size = 1): Promise<void> {
  const frame: Frame = {
    width: Math.round(scene.frame.width * size),
    height: Math.round(scene.frame.height * size),
  };
  const work = await mkdtemp(path.join(os.tmpdir(), 'photo-'));
  try {
    const file = (name: string) => path.join(work, `${name}.png`);
    await drawBackdrop(scene.backdrop, file('backdrop'));
    await renderPng(sceneText(scene, 0, file('backdrop')), file('light'), frame, { threads: 2 });
    await renderPng(sceneText(scene, 1, file('backdrop')), file('depth'), frame, {
      threads: 2,
      linear: true,
    });
    const lens = { focus: focusOf(scene), blur: scene.blur };
    await writeFile(
      path.join(folder, `${scene.name}.jpg`),
      await develop(file('light'), file('depth'), lens, 7),
    );
    await writeFile(path.join(folder, `${scene.name}.json`), `${JSON.stringify(truthOf(scene), null, 2)}\n`);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** The lens is focused on the mugs, or on what the camera looks at when there are none. */
function focusOf({ camera, mugs }: Scene): number {
  const targets = mugs.length > 0 ? mugs.map(({ at }) => [at[0], 5, at[1] - 3] as const) : [camera.lookAt];
  const distances = targets.map((target) => Math.hypot(...subtract(target, camera.location)));
  return distances.reduce((sum, distance) => sum + distance, 0) / distances.length;
}

if (import.meta.main) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { out: { type: 'string' }, size: { type: 'string', default: '1' } },
  });
  const folder = values.out ?? path.join(import.meta.dirname, '../../e2e/photos');
  await mkdir(folder, { recursive: true });
  for (const scene of catalogue) {
    if (positionals.length > 0 && !positionals.includes(scene.name)) continue;
    await renderScene(scene, folder, Number(values.size));
    process.stdout.write(`${scene.name}\n`);
  }
}
