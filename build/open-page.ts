import { spawn } from 'node:child_process';
import open from 'open';
import { hasDisplay } from './choose-host.ts';
import { installedChromium } from './chromium.ts';

/** Opens the page in a window of its own where one can be seen; what goes wrong here stops nothing. */
export function openPage(url: string, tell: (line: string) => void): void {
  if (!hasDisplay({ platform: process.platform, env: process.env })) return;
  const sayHow = () => tell('Open the address above in a browser.');
  // Browsers refuse root unless their sandbox is turned off, which nobody asked for.
  if (process.getuid?.() === 0 && process.platform === 'linux') {
    sayHow();
    return;
  }
  const chromium = installedChromium();
  if (chromium === undefined) {
    open(url).then((browser) => browser.on('error', sayHow), sayHow);
    return;
  }
  const quiet = ['--no-first-run', '--no-default-browser-check', '--disable-sync'];
  const window = spawn(chromium, [`--app=${url}`, ...quiet], { stdio: 'ignore', detached: true });
  window.on('error', sayHow);
  window.unref();
}
