import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { lockInstance } from './single-instance.ts';
import { stoppableEvent } from './stoppable-event.ts';

/** The program's package.json: that of the nearest folder above its main file. */
function findPackage(): { folder: string; name: string; version: string; productName?: string } {
  for (let folder = path.dirname(process.argv[1] ?? ''); ; folder = path.dirname(folder)) {
    try {
      return { folder, ...JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) };
    } catch (error) {
      if (folder === path.dirname(folder)) throw error;
    }
  }
}

const given = findPackage();

class App extends EventEmitter {
  readonly isPackaged = false;
  readonly commandLine = { appendSwitch() {}, appendArgument() {}, hasSwitch: () => false };
  readonly whenBrowserReady: Promise<void>;
  /** Asks all windows to close; set by electron.ts, which knows them. */
  closeWindows: () => void = () => {};
  /** Ends Chromium; set by electron.ts. */
  closeBrowser: () => Promise<void> = async () => {};
  #badgeCount = 0;
  #tellReady: () => void = () => {};
  #ready = false;
  #quitting = false;
  readonly #paths = new Map<string, string>([
    ['home', os.homedir()],
    ['temp', os.tmpdir()],
    ['appData', path.join(os.homedir(), '.config')],
    ['userData', path.join(os.homedir(), '.config', given.productName ?? given.name)],
    ['exe', process.execPath],
  ]);

  constructor() {
    super();
    this.whenBrowserReady = new Promise((resolve) => {
      this.#tellReady = resolve;
    });
  }

  getName = () => given.productName ?? given.name;
  getVersion = () => given.version;
  getAppPath = () => given.folder;
  getLocale = () => 'en-US';
  getPath = (name: string) => this.#paths.get(name) ?? path.join(os.homedir(), name);
  setPath = (name: string, folder: string) => void this.#paths.set(name, folder);
  setName() {}
  setAppUserModelId() {}
  getBadgeCount = () => this.#badgeCount;
  setBadgeCount(count = 0): boolean {
    this.#badgeCount = count;
    return true;
  }
  enableSandbox() {}
  isReady = () => this.#ready;
  whenReady = () => this.whenBrowserReady;

  /** Called when Chromium is there. */
  nowReady(): void {
    this.#ready = true;
    this.#tellReady();
    this.emit('ready', {});
  }

  requestSingleInstanceLock(): boolean {
    return lockInstance(this.getPath('userData'), (argv, cwd) => this.emit('second-instance', {}, argv, cwd));
  }

  /** In Electron's order, each stoppable: before-quit, windows close, will-quit, quit. */
  quit(): void {
    if (this.#quitting || this.#isPrevented('before-quit')) return;
    this.#quitting = true;
    this.closeWindows();
    if (this.#isPrevented('will-quit')) {
      this.#quitting = false;
      return;
    }
    this.emit('quit', {}, 0);
    this.exit(0);
  }

  exit(code = 0): void {
    this.#quitting = true;
    this.closeBrowser().then(
      () => process.exit(code),
      () => process.exit(code),
    );
  }

  allWindowsClosed(): void {
    if (this.#quitting) return;
    if (!this.emit('window-all-closed')) this.quit();
  }

  #isPrevented(name: string): boolean {
    const event = stoppableEvent();
    this.emit(name, event);
    return event.defaultPrevented;
  }
}

export const app = new App();
