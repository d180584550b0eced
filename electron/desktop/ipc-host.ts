import { BrowserWindow, type IpcMainInvokeEvent, ipcMain } from 'electron';
import type { Answer } from '../../shared/client.ts';
import { AppError, toWireError } from '../../shared/errors.ts';
import type { App } from '../app.ts';
import { callChannel, eventChannel } from './channels.ts';
import { isOwnUrl } from './origin.ts';

/** Connects the page to the core: calls come in and are answered, events go out to every window of ours. */
export function serveIpc(app: Pick<App, 'dispatch' | 'events'>): void {
  ipcMain.handle(callChannel, async (event, name: unknown, input: unknown): Promise<Answer> => {
    // Checklist 17: who sends is looked at here, once for every call, before anything of the message is read.
    if (!isOwnPage(event)) return { ok: false, error: toWireError(foreignSender()) };
    return app.dispatch(String(name), input);
  });
  app.events.listenAll((name, payload) => {
    for (const { webContents } of BrowserWindow.getAllWindows()) {
      if (!webContents.isDestroyed() && isOwnUrl(webContents.getURL())) {
        webContents.send(eventChannel, name, payload);
      }
    }
  });
}

/** Only the top frame showing our own page may call; a frame that has gone meanwhile is null. */
function isOwnPage({ senderFrame }: IpcMainInvokeEvent): boolean {
  return senderFrame !== null && senderFrame.parent === null && isOwnUrl(senderFrame.url);
}

function foreignSender(): AppError {
  return new AppError('host.forbidden', 'Only the program’s own window may make calls.');
}
