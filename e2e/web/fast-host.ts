/** node fast-host.ts SPEED DIR: the web host over a core whose waits pass SPEED times as fast; the network does not. */
import { createApp } from '../../electron/app.ts';
import { inferenceEntry } from '../../electron/cli/inference-entry.ts';
import { renderEntry } from '../../electron/cli/render-entry.ts';
import { untilStopped } from '../../electron/cli/signals.ts';
import { createLog } from '../../electron/log.ts';
import { findResources } from '../../electron/paths.ts';
import { forkNode } from '../../electron/pipeline/fork-node.ts';
import { startWeb } from '../../electron/web.ts';
import { fastClock } from '../torture/fast-clock.ts';

const [, , speed, dataDir] = process.argv;
if (speed === undefined || dataDir === undefined) throw new Error('How fast, and over which folder?');
const stopped = untilStopped();
const log = createLog({ level: 'silent' });
const resources = findResources();
const app = createApp({
  dataDir,
  host: 'web',
  version: '0.0.0',
  forkInference: forkNode(inferenceEntry),
  forkRender: forkNode(renderEntry),
  resources,
  clock: fastClock(Number(speed), Date.now(), 0),
  log,
});
const web = await startWeb({ app, rendererDir: resources.rendererDir, port: 0, token: 'spec', log });
await app.start();
process.stdout.write(`${web.url}\n`);
await stopped;
await web.close();
await app.stop();
