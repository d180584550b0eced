import path from 'node:path';
import { app, session, type WebContents } from 'electron';
import type { Log } from '../log.ts';
import { isOwnUrl, pageUrl } from './origin.ts';

/**
 * What no page may ever do, whatever it was talked into. Numbers are those of Electron's security checklist:
 * https://www.electronjs.org/docs/latest/tutorial/security
 */
export function guardPages(log: Pick<Log, 'warn'>): void {
  app.on('web-contents-created', (_event, contents) => guardContents(contents, log));
  refusePermissions(log);
  guardDownloads(log);
}

function guardContents(contents: WebContents, log: Pick<Log, 'warn'>): void {
  // 13: stay on the one page. Reloading it is no way out; everything else is.
  contents.on('will-navigate', (event) => {
    if (event.url === pageUrl) return;
    event.preventDefault();
    // Saving an export is a navigation to Chromium until it hears that the answer is an attachment.
    if (isSavedUrl(event.url)) contents.downloadURL(event.url);
    else log.warn('A navigation away from the page was refused');
  });
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame && !isPreviewUrl(event.url)) event.preventDefault();
  });
  // 14: no second window.
  contents.setWindowOpenHandler(() => {
    log.warn('A new window was refused');
    return { action: 'deny' };
  });
  // 11, 12: no web view, whatever its options.
  contents.on('will-attach-webview', (event) => event.preventDefault());
}

/** To put a text or a picture on the clipboard that the operator pressed for; reading it is refused. */
const copying = 'clipboard-sanitized-write';

/** 5: camera, location, notifications, devices: none is needed, so none is granted. */
function refusePermissions(log: Pick<Log, 'warn'>): void {
  const { defaultSession } = session;
  defaultSession.setPermissionRequestHandler((_contents, permission, decide) => {
    if (permission === copying) return decide(true);
    log.warn({ permission }, 'A permission was refused');
    decide(false);
  });
  defaultSession.setPermissionCheckHandler((_contents, permission) => permission === copying);
  defaultSession.setDevicePermissionHandler(() => false);
}

/** Only exports and finished pictures are saved, and only where the operator says. */
function guardDownloads(log: Pick<Log, 'warn'>): void {
  session.defaultSession.on('will-download', (event, item) => {
    if (!isSavedUrl(item.getURL())) {
      log.warn('A download was refused');
      event.preventDefault();
      return;
    }
    // The name comes from the core; only its last part may reach the dialog.
    item.setSaveDialogOptions({ defaultPath: path.basename(item.getFilename()) });
  });
}

function isSavedUrl(url: string): boolean {
  return isOwnUrl(url) && /^\/(exports\/|renders\/[\w-]+\/file$)/.test(new URL(url).pathname);
}

/** The only thing that frames show. */
function isPreviewUrl(url: string): boolean {
  return isOwnUrl(url) && /^\/previews\/[\w-]+$/.test(new URL(url).pathname);
}
