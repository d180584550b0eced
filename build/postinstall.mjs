// Runs at the end of `npm ci`, on whatever Node npm itself runs on: plain JavaScript that Node 20 can read.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
/** From here on Node runs TypeScript as it is (https://nodejs.org/api/typescript.html). */
const needed = [22, 18];

function isNewEnough(version) {
  const [major, minor] = version.replace(/^v/, '').split('.').map(Number);
  return major > needed[0] || (major === needed[0] && minor >= needed[1]);
}

/** A Node that runs TypeScript: the one npm runs on, or the one that came with the packages. */
function findNode() {
  if (isNewEnough(process.version)) return process.execPath;
  const isWindows = process.platform === 'win32';
  const packageName = `node-${isWindows ? 'win' : process.platform}-${process.arch}`;
  const bundled = path.join(root, 'node_modules', packageName, 'bin', isWindows ? 'node.exe' : 'node');
  if (!existsSync(bundled)) return undefined;
  const { stdout } = spawnSync(bundled, ['--version'], { encoding: 'utf8' });
  return stdout && isNewEnough(stdout.trim()) ? bundled : undefined;
}

function fail(message) {
  process.stderr.write(`\n${message}\n\n`);
  process.exit(1);
}

const node = findNode();
if (node === undefined) {
  fail(
    `Node ${needed.join('.')} or newer is needed, this is ${process.version}. On Linux and Windows it comes with the ` +
      'packages unless optional ones are left out (--omit=optional); elsewhere install it from https://nodejs.org, ' +
      'then run `npm ci` again.',
  );
}
if (!existsSync(path.join(root, 'node_modules/@mediapipe/objectron'))) {
  // `npm ci --omit=dev`: the models are made out of a development package.
  process.stdout.write('The models were not made: development packages are left out.\n');
  process.exit(0);
}
const { status } = spawnSync(node, [path.join(root, 'models/install.ts')], { stdio: 'inherit', cwd: root });
if (status !== 0) fail('The models could not be made, see above. `npm run models` tries again.');
