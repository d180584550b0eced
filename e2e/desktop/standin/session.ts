import { EventEmitter } from 'node:events';
import { rename, writeFile } from 'node:fs/promises';
import { browser } from './browser.ts';
import { stoppableEvent } from './stoppable-event.ts';
import { dialog } from './system.ts';

type RequestHandler = (contents: unknown, permission: string, answer: (granted: boolean) => void) => void;
type CheckHandler = (contents: unknown, permission: string, origin: string) => boolean;

/** Electron's names of permissions, and the DevTools protocol's names of the same. */
const permissions: Record<string, string> = {
  geolocation: 'geolocation',
  notifications: 'notifications',
  midi: 'midi',
  'clipboard-read': 'clipboard-read',
  'clipboard-sanitized-write': 'clipboard-write',
};

class Session extends EventEmitter {
  #request: RequestHandler | null = null;
  #check: CheckHandler | null = null;

  setPermissionRequestHandler(handler: RequestHandler | null): void {
    this.#request = handler;
  }

  setPermissionCheckHandler(handler: CheckHandler | null): void {
    this.#check = handler;
  }

  setDevicePermissionHandler(): void {}

  /** Asks the handlers once per page load. Without a handler everything is granted, as in Electron. */
  async decidePermissions(contents: unknown, origin: string): Promise<void> {
    for (const [permission, name] of Object.entries(permissions)) {
      const granted =
        (this.#check?.(contents, permission, origin) ?? true) &&
        (await new Promise<boolean>((answer) => {
          if (this.#request) this.#request(contents, permission, answer);
          else answer(true);
        }));
      await browser().devTools.send('Browser.setPermission', {
        permission: { name },
        setting: granted ? 'granted' : 'denied',
        origin,
      });
    }
  }

  /** A response that is to be saved: tells main, and saves it where main or the dialog says. */
  async download(url: string, name: string, body: Uint8Array, contents: unknown): Promise<void> {
    const item = new DownloadItem(url, name, body);
    const event = stoppableEvent();
    this.emit('will-download', event, item, contents);
    if (!event.defaultPrevented) await item.save();
  }
}

class DownloadItem extends EventEmitter {
  readonly #url: string;
  readonly #name: string;
  readonly #body: Uint8Array;
  #path = '';
  #dialogOptions: object = {};

  constructor(url: string, name: string, body: Uint8Array) {
    super();
    this.#url = url;
    this.#name = name;
    this.#body = body;
  }

  getURL = () => this.#url;
  getFilename = () => this.#name;
  getSavePath = () => this.#path;
  getTotalBytes = () => this.#body.length;
  setSavePath(path: string): void {
    this.#path = path;
  }
  setSaveDialogOptions(options: object): void {
    this.#dialogOptions = options;
  }

  async save(): Promise<void> {
    if (this.#path === '') this.#path = (await dialog.showSaveDialog(this.#dialogOptions)).filePath ?? '';
    if (this.#path === '') {
      this.emit('done', {}, 'cancelled');
      return;
    }
    await writeFile(`${this.#path}.part`, this.#body);
    await rename(`${this.#path}.part`, this.#path);
    this.emit('done', {}, 'completed');
  }
}

const defaultSession = new Session();

/** Electron's `session`: there is only the default one. */
export const session = { defaultSession };
