import { openRenderingCore } from './rendering-core.ts';

/**
 * Run by renders-crash.test.ts: the core on the data folder named, which draws what waits there. It writes a line when
 * it has begun, and one when nothing waits any more.
 */
const [dataDir = ''] = process.argv.slice(2);
const env = Object.fromEntries(
  Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
);
const { app, client } = openRenderingCore(dataDir, { env, logLevel: 'warn' });
client.listen('render.progressed', ({ counts }) => {
  const { waiting = 0, held = 0, rendering = 0, completed = 0 } = counts;
  process.stdout.write(`completed ${completed}\n`);
  if (waiting + held + rendering === 0) process.stdout.write('done\n');
});
await app.start();
process.stdout.write('started\n');
const { batches } = await client.call('renders.batches', {});
if (batches.every(({ counts, total }) => counts.completed === total)) process.stdout.write('done\n');
setInterval(() => {}, 60_000);
