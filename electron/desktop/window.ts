import path from 'node:path';
import { BrowserWindow, nativeTheme, screen } from 'electron';
import ElectronStore from 'electron-store';
import type { Log } from '../log.ts';
import { pageUrl } from './origin.ts';
import { chooseState, smallestWindow } from './window-state.ts';

/** A page that dies again within this time is not reloaded: it would only die again. */
const crashPauseMs = 10_000;

export interface WindowOptions {
  /** Where the window's place is kept, as window.json. */
  stateDir: string;
  preloadPath: string;
  log: Log;
}

/** Opens the program's one window where it last stood, and shows it once there is something to see. */
export function openWindow({ stateDir, preloadPath, log }: WindowOptions): BrowserWindow {
  const store = new ElectronStore<Record<string, unknown>>({ name: 'window', cwd: stateDir });
  const workAreas = screen.getAllDisplays().map((display) => display.workArea);
  const state = chooseState(store.store, workAreas);
  const window = new BrowserWindow({
    ...state.bounds,
    minWidth: smallestWindow.width,
    minHeight: smallestWindow.height,
    show: false,
    title: 'H200 Mug Positioning',
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#1a1b1e' : '#ffffff',
    webPreferences: {
      preload: path.resolve(preloadPath),
      // Numbers of Electron's security checklist. Most are its defaults; said here so that nobody turns them.
      nodeIntegration: false, // 2
      contextIsolation: true, // 3
      sandbox: true, // 4
      webSecurity: true, // 6
      allowRunningInsecureContent: false, // 8
      experimentalFeatures: false, // 9, and no enableBlinkFeatures: 10
      webviewTag: false, // 11
      navigateOnDragDrop: false, // A file dropped beside the drop zone does not replace the page.
      spellcheck: false,
    },
  });
  window.once('ready-to-show', () => {
    if (state.maximized) window.maximize();
    window.show();
  });
  window.on('close', () => {
    store.store = { bounds: window.getNormalBounds(), maximized: window.isMaximized() };
  });
  reviveAfterCrash(window, log);
  window.loadURL(pageUrl).catch((error) => log.error({ err: error }, 'The page could not be loaded'));
  return window;
}

/** The core lives in another process: a page that crashed is loaded again and finds everything as it was. */
function reviveAfterCrash(window: BrowserWindow, log: Log): void {
  let lastCrash = Number.NEGATIVE_INFINITY;
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit') return;
    const now = performance.now();
    const again = now - lastCrash < crashPauseMs;
    lastCrash = now;
    log.error({ reason, exitCode, again }, 'The page has crashed');
    if (again) window.destroy();
    else window.webContents.reload();
  });
}

/** Brings the window to the front, as somebody does who starts the program twice. */
export function showWindow(window: BrowserWindow | undefined): void {
  if (!window) return;
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
