import path from 'node:path';
import { parseArgs } from 'node:util';
import { app, type BrowserWindow, dialog, shell } from 'electron';
import { toAppError } from '../shared/errors.ts';
import { createApp } from './app.ts';
import { forkUtility } from './desktop/fork-utility.ts';
import { guardPages } from './desktop/guard.ts';
import { serveIpc } from './desktop/ipc-host.ts';
import { keychain } from './desktop/keychain.ts';
import { setMenu } from './desktop/menu.ts';
import { createNotify } from './desktop/notification.ts';
import { showOpenAlerts } from './desktop/open-alerts.ts';
import { registerAppScheme, serveAppScheme } from './desktop/protocol.ts';
import { openSettings } from './desktop/settings.ts';
import { openWindow, showWindow } from './desktop/window.ts';
import { createLog } from './log.ts';
import { createLogFiles } from './monitoring/log-files.ts';
import { findDataDir, findResources } from './paths.ts';
import { makeFolder } from './store/make-folder.ts';
import { openDesktopListener } from './web/desktop-listener.ts';

/** The desktop host: one instance per data folder, one window, the core in this process. */
const { values } = parseArgs({
  // Unpackaged, the first argument is the program's folder; Electron's and Chromium's own switches are among them.
  args: process.argv.slice(1),
  options: { data: { type: 'string' } },
  strict: false,
});
const dataDir = findDataDir(typeof values.data === 'string' ? values.data : undefined);
const stateDir = path.join(dataDir, 'desktop');
const logFiles = createLogFiles({ folder: path.join(dataDir, 'logs') });
const log = createLog({ level: process.env.H200_LOG ?? 'warn', files: logFiles });

// Electron would show a stack trace.
process.on('uncaughtException', giveUp);

// Chromium's own files lie in the data folder too, and the lock that goes with them. Electron wants the folder made.
makeFolder(stateDir);
app.setPath('userData', stateDir);
app.enableSandbox(); // Checklist 4, for every page there ever is.

if (app.requestSingleInstanceLock()) {
  registerAppScheme();
  app.whenReady().then(start).catch(giveUp);
} else {
  process.stderr.write('The program is running already: its window was brought to the front.\n');
  app.quit();
}

async function start(): Promise<void> {
  const resources = findResources();
  let window: BrowserWindow | undefined;
  const core = createApp({
    dataDir,
    host: 'desktop',
    version: app.getVersion(),
    // All are bundled beside this file.
    forkInference: forkUtility(path.join(import.meta.dirname, 'inference-child.js'), 'inference'),
    forkRender: forkUtility(path.join(import.meta.dirname, 'render-child.js'), 'rendering'),
    resources,
    openSettings: openSettings(dataDir),
    environment: { env: process.env, workingDir: process.cwd() },
    vault: keychain(dataDir, process.env),
    notify: createNotify(() => showWindow(window)),
    showFile: shell.showItemInFolder,
    log,
    logFiles,
  });
  const closeListener = openDesktopListener({ app: core, log });
  stopBeforeQuit(() => closeListener().then(core.stop));
  guardPages(log);
  serveAppScheme({ files: core.files, rendererDir: resources.rendererDir, log });
  serveIpc(core);
  setMenu({ isPackaged: app.isPackaged });
  await core.start();
  process.off('uncaughtException', giveUp).on('uncaughtException', closeAfter);
  window = openWindow({
    stateDir,
    preloadPath: path.join(import.meta.dirname, '../preload/preload.cjs'),
    log,
  });
  window.once('closed', () => {
    window = undefined;
  });
  showOpenAlerts({ core, window: () => window });
  app.on('second-instance', () => showWindow(window));
  app.on('window-all-closed', () => app.quit());
}

/** Holds the quitting until the core has stopped: nothing half-written, no child left behind. */
function stopBeforeQuit(stop: () => Promise<void>): void {
  let state: 'running' | 'stopping' | 'stopped' = 'running';
  app.on('before-quit', (event) => {
    if (state === 'stopped') return;
    event.preventDefault();
    if (state === 'stopping') return;
    state = 'stopping';
    stop()
      .catch((error: unknown) => log.error({ err: error }, 'Stopping did not go well'))
      .finally(() => {
        state = 'stopped';
        app.quit();
      });
  });
}

/** Something broke while the program ran, and nobody knows what still holds: it stops the core and ends. */
function closeAfter(thrown: unknown): void {
  log.fatal({ err: thrown }, 'The program has to close');
  dialog.showErrorBox('H200 Mug Positioning has to close', toAppError(thrown).message);
  app.quit();
}

/** The data folder can't be used, or something else without which there is no program. */
function giveUp(thrown: unknown): void {
  log.fatal({ err: thrown }, 'The program cannot start');
  dialog.showErrorBox('H200 Mug Positioning cannot start', toAppError(thrown).message);
  app.exit(1);
}
