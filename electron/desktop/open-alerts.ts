import { app, type BrowserWindow, Menu, nativeImage, Tray } from 'electron';
import type { OpenCounts } from '../../shared/alert.ts';
import type { App } from '../app.ts';
import { discPixels, mugPixels } from './icon-pixels.ts';
import { openText } from './open-text.ts';
import { pageUrl } from './origin.ts';
import { showWindow } from './window.ts';

export interface OpenAlertsParts {
  core: Pick<App, 'dispatch' | 'events'>;
  window(): BrowserWindow | undefined;
}

const traySize = 16;
/** For screens with twice the pixels. */
const sharp = 2;

/**
 * Shows how many alerts are open outside the window too: on dock or launcher, over the button in the taskbar, and in
 * the tray, whose menu opens them.
 */
export function showOpenAlerts({ core, window }: OpenAlertsParts): void {
  const icons = { calm: trayIcon(false), firing: trayIcon(true) };
  const overlay = nativeImage.createFromBitmap(discPixels(traySize), { width: traySize, height: traySize });
  const tray = new Tray(icons.calm);
  tray.on('click', () => showWindow(window()));
  app.once('will-quit', () => tray.destroy());

  function openAlerts(): void {
    const shown = window();
    showWindow(shown);
    // The page is the same one, at another of its screens. A window that is closing needs it no more.
    shown?.loadURL(`${pageUrl}#/alerts`).catch(() => undefined);
  }

  function show(open: OpenCounts): void {
    if (tray.isDestroyed()) return;
    const text = openText(open);
    const amount = open.firing + open.acknowledged;
    app.setBadgeCount(amount);
    // Of Windows alone; elsewhere it does nothing.
    if (process.platform === 'win32') window()?.setOverlayIcon(amount > 0 ? overlay : null, text);
    tray.setImage(open.firing > 0 ? icons.firing : icons.calm);
    tray.setToolTip(`H200 Mug Positioning: ${text}`);
    tray.setContextMenu(
      Menu.buildFromTemplate([
        { label: text, enabled: false },
        { label: 'Open alerts', click: openAlerts },
        { label: 'Show the window', click: () => showWindow(window()) },
        { type: 'separator' },
        { label: 'Quit', click: () => app.quit() },
      ]),
    );
  }

  let isTold = false;
  core.events.listen('alert.changed', ({ open }) => {
    isTold = true;
    show(open);
  });
  show({ firing: 0, acknowledged: 0, worst: null });
  // A count that does not come is no news: the next change tells it.
  void core.dispatch('alerts.list', { limit: 1 }).then((answer) => {
    if (answer.ok && !isTold) show((answer.value as { open: OpenCounts }).open);
  });
}

function trayIcon(marked: boolean) {
  const icon = nativeImage.createEmpty();
  for (const scaleFactor of [1, sharp]) {
    const size = traySize * scaleFactor;
    const buffer = mugPixels(size, marked);
    icon.addRepresentation({ scaleFactor, width: size, height: size, buffer });
  }
  return icon;
}
