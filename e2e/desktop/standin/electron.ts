import { app } from './app.ts';
import { startBrowser } from './browser.ts';
import { BrowserWindow, watchTargets } from './browser-window.ts';
import { ipcMain } from './ipc.ts';
import { protocol } from './protocol.ts';
import { session } from './session.ts';
import {
  dialog,
  Menu,
  Notification,
  nativeImage,
  nativeTheme,
  safeStorage,
  screen,
  shell,
  Tray,
} from './system.ts';
import { utilityProcess } from './utility-process.ts';
import { webContents } from './web-contents.ts';

/** What `import … from 'electron'` gives in the main process: only what this program and Playwright use. */
const electron = {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  Notification,
  nativeImage,
  nativeTheme,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  Tray,
  utilityProcess,
  webContents,
};

async function boot(): Promise<void> {
  const started = await startBrowser();
  app.closeBrowser = started.close;
  app.closeWindows = () => {
    for (const window of BrowserWindow.getAllWindows()) window.close();
  };
  started.onExit(() => app.quit());
  await watchTargets();
  app.nowReady();
  process.stderr.write(`DevTools listening on ${started.url}\n`);
}

process.on('SIGTERM', () => app.quit());
process.on('SIGINT', () => app.quit());
// After the program's own module has run, as in Electron: schemes are registered before `ready`.
setImmediate(() => {
  boot().catch((error) => {
    process.stderr.write(`stand-in: ${error.stack}\n`);
    process.exit(1);
  });
});

export {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  Notification,
  nativeImage,
  nativeTheme,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  Tray,
  utilityProcess,
  webContents,
};
export default electron;
