import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';

/** Switches under which a headless test browser runs the same everywhere and calls nobody. */
export const chromiumFlags = [
  '--headless=new',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const systemPaths = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** A Chromium that is already here: CHROMIUM_PATH, Playwright's own, the system's. Undefined when there is none. */
export function installedChromium(): string | undefined {
  return candidates()[0];
}

function candidates(): string[] {
  const { CHROMIUM_PATH } = process.env;
  if (CHROMIUM_PATH) return [CHROMIUM_PATH];
  return [playwrightPath(), ...systemPaths].filter(
    (file) => file !== undefined && existsSync(file),
  ) as string[];
}

/**
 * A Chromium for the tests, tried out; when none is here that runs, one is installed. Throws with the one command to
 * run. What was found stands in CHROMIUM_PATH afterwards, so that child processes need not look again.
 */
export function findChromium(): string {
  const { CHROMIUM_PATH } = process.env;
  if (CHROMIUM_PATH) {
    if (existsSync(CHROMIUM_PATH)) return CHROMIUM_PATH;
    throw new Error(`CHROMIUM_PATH names ${CHROMIUM_PATH}, but no such file exists. Correct it or unset it.`);
  }
  const found = candidates().find(runs) ?? installChromium();
  if (found === undefined) throw new Error(`No Chromium for the tests. Run: ${commandToRun()}`);
  process.env.CHROMIUM_PATH = found;
  return found;
}

/** A browser whose libraries are missing, or that is only a stub of a package manager, is there but does not run. */
function runs(file: string): boolean {
  const { status } = spawnSync(file, [...chromiumFlags, '--dump-dom', 'about:blank'], {
    stdio: 'ignore',
    timeout: 30_000,
    killSignal: 'SIGKILL',
  });
  return status === 0;
}

function playwrightPath(): string | undefined {
  try {
    return createRequire(import.meta.url)('playwright-core').chromium.executablePath();
  } catch {
    return undefined; // Playwright isn't installed, or knows no build for this system.
  }
}

/** Playwright's download first (two minutes at most), then Debian's package when this is root. */
function installChromium(): string | undefined {
  process.stderr.write(
    'No Chromium that runs was found for the tests. Trying `playwright install chromium`…\n',
  );
  const cli = createRequire(import.meta.url).resolve('playwright-core/cli.js');
  const inherit = { stdio: ['ignore', 2, 2] as ['ignore', number, number] };
  spawnSync(process.execPath, [cli, 'install', 'chromium'], {
    ...inherit,
    timeout: 120_000,
    killSignal: 'SIGKILL',
  });
  const downloaded = candidates().find(runs);
  const isDebianRoot =
    process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  if (downloaded !== undefined || !isDebianRoot) return downloaded;
  process.stderr.write('That did not work. Trying `apt-get install chromium`…\n');
  const command =
    'apt-get update -q && apt-get install -y -q --no-install-recommends chromium fonts-dejavu-core';
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  spawnSync('sh', ['-c', command], { ...inherit, timeout: 600_000, env });
  return candidates().find(runs);
}

function commandToRun(): string {
  if (process.platform === 'linux' && existsSync('/usr/bin/apt-get')) {
    return 'sudo apt-get install -y chromium  (or set CHROMIUM_PATH to a Chromium you have)';
  }
  return 'npx playwright install chromium  (or set CHROMIUM_PATH to a Chromium you have)';
}
