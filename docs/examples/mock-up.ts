/**
 * Lays a design onto the mug in a photo: on this machine, or at Templated where there is a key.
 *
 *     npm run -s example -- docs/examples/mock-up.ts design.png [photo]
 */
import { copyFile, readFile } from 'node:fs/promises';
import path from 'node:path';
import { findResources } from '../../electron/paths.ts';
import { openCore } from './open-core.ts';

const [designFile, photoFile] = process.argv.slice(2);
if (designFile === undefined) {
  console.error('Name a design: a PNG, JPEG, WebP or SVG file.');
  process.exit(2);
}
const core = await openCore();
const { client } = core;

const file = photoFile ?? (await samplePhoto());
const { photo } = await client.call('photos.add', { name: path.basename(file), bytes: await readFile(file) });
const analysis = await client.call('photos.analyze', { photoId: photo.id });
const { design } = await client.call('designs.add', {
  name: path.basename(designFile),
  bytes: await readFile(designFile),
});

// Recorded durably: would this program be killed now, the next start on the same data folder draws it.
const { renders } = await client.call('renders.create', {
  templateId: 'local:mock-up',
  analysisIds: [analysis.id],
  designId: design.id,
});
for (const { id, deliveryId } of renders) {
  const { delivery } = await client.call('deliveries.get', { id: deliveryId });
  await core.untilDelivered([delivery]);
  const { state, explanation, result } = await client.call('renders.get', { id });
  if (result === null) {
    console.log(`${state}: ${explanation}`);
    continue;
  }
  const name = `${path.parse(photo.name).name}.mock-up.${result.format}`;
  await copyFile(await core.fileAt(`/renders/${id}`), name);
  const drawnBy = result.usedProvider === 'local' ? 'this machine' : 'Templated';
  console.log(`${name}: ${result.width} × ${result.height}, drawn by ${drawnBy}.`);
  for (const warning of result.warnings) console.log(warning);
}
await core.stop();

async function samplePhoto(): Promise<string> {
  const { samples } = await client.call('app.info', {});
  return path.join(findResources().samplesDir, samples[0] ?? '');
}
