import { ensureBuilt } from '../build/out.ts';
import { describeBinary } from './desktop/launch.ts';

/** Before any spec: the app is built, and the run says what the desktop specs run on. */
export default async function globalSetup(): Promise<void> {
  await ensureBuilt((line) => process.stdout.write(`${line}\n`));
  process.stdout.write(`\n*** ${describeBinary()} ***\n\n`);
}
