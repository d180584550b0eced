import { EventEmitter } from 'node:events';
import { app } from './app.ts';
import { browser } from './browser.ts';
import type { DevToolsMessage } from './devtools.ts';
import { stoppableEvent } from './stoppable-event.ts';
import { WebContents, type WebPreferences } from './web-contents.ts';

interface Bounds {
  x: number;
  y: number;
  width: number;
  height: number;
}

interface Target {
  targetId: string;
  sessionId: string;
}

const windows = new Map<number, BrowserWindow>();
const attached = new Map<string, string>();
let creating: Promise<unknown> = Promise.resolve();
let firstPage: string | undefined;

/** Hears of every page of Chromium before it runs anything; those that a page opened need its owner's leave. */
export async function watchTargets(): Promise<void> {
  const { devTools } = browser();
  devTools.listen('', hearBrowser);
  await devTools.send('Target.setDiscoverTargets', { discover: true });
  const filter = [{ type: 'page' }];
  const options = { autoAttach: true, waitForDebuggerOnStart: true, flatten: true, filter };
  await devTools.send('Target.setAutoAttach', options);
}

function hearBrowser({ method, params }: DevToolsMessage): void {
  const { devTools } = browser();
  if (method === 'Target.targetDestroyed') {
    for (const window of windows.values())
      if (window.webContents.targetId === params.targetId) window.closed();
  }
  if (method !== 'Target.attachedToTarget') return;
  const { sessionId, targetInfo } = params as never as {
    sessionId: string;
    targetInfo: { targetId: string; openerId?: string; url: string };
  };
  attached.set(targetInfo.targetId, sessionId);
  const opener = [...windows.values()].find(
    ({ webContents }) => webContents.targetId === targetInfo.openerId,
  );
  if (opener && !opener.webContents.mayOpen(targetInfo.url)) {
    refusePage(targetInfo.targetId, sessionId).catch(() => {}); // It may have gone by itself.
    return;
  }
  if (windows.size === 0 || targetInfo.openerId === undefined) firstPage ??= targetInfo.targetId;
  void devTools.send('Runtime.runIfWaitingForDebugger', {}, sessionId).catch(() => {});
}

/** A paused page pauses its opener too, so it is let go before it is closed, but may ask for nothing. */
async function refusePage(targetId: string, sessionId: string): Promise<void> {
  const { devTools } = browser();
  await devTools.send('Fetch.enable', {}, sessionId);
  await devTools.send('Runtime.runIfWaitingForDebugger', {}, sessionId);
  await devTools.send('Target.closeTarget', { targetId });
}

/** Chromium begins with one empty page: the first window takes it, later ones make their own. One at a time. */
function findTarget({ width, height }: Bounds): Promise<Target> {
  const found = creating.then(async () => {
    await app.whenBrowserReady;
    const { devTools } = browser();
    const unused =
      firstPage !== undefined && ![...windows.values()].some((one) => one.webContents.targetId === firstPage);
    const targetId =
      unused && firstPage !== undefined
        ? firstPage
        : (await devTools.send<Target>('Target.createTarget', { url: 'about:blank', newWindow: true }))
            .targetId;
    firstPage = '';
    const sessionId =
      attached.get(targetId) ??
      (await devTools.send<Target>('Target.attachToTarget', { targetId, flatten: true })).sessionId;
    const { windowId } = await devTools.send<{ windowId: number }>('Browser.getWindowForTarget', {
      targetId,
    });
    await devTools.send('Browser.setWindowBounds', { windowId, bounds: { width, height } });
    return { targetId, sessionId };
  });
  creating = found.catch(() => {});
  return found;
}

/** Electron's BrowserWindow, without what only a window manager could do: bounds and maximised are kept as told. */
export class BrowserWindow extends EventEmitter {
  readonly id: number;
  readonly webContents: WebContents;
  #bounds: Bounds;
  #maximized = false;
  #minimized = false;
  #visible: boolean;
  #focused = false;
  #closed = false;

  constructor(options: Partial<Bounds> & { show?: boolean; webPreferences?: WebPreferences } = {}) {
    super();
    const { x = 0, y = 0, width = 800, height = 600 } = options;
    this.#bounds = { x, y, width, height };
    this.#visible = options.show ?? true;
    this.webContents = new WebContents(options.webPreferences ?? {}, () => findTarget(this.#bounds));
    this.id = this.webContents.id;
    this.webContents.once('did-finish-load', () => this.emit('ready-to-show'));
    this.webContents.once('target-gone', () => this.closed());
    windows.set(this.id, this);
    app.emit('web-contents-created', {}, this.webContents);
    app.emit('browser-window-created', {}, this);
  }

  static getAllWindows = (): BrowserWindow[] => [...windows.values()];
  static fromId = (id: number): BrowserWindow | null => windows.get(id) ?? null;
  static fromWebContents = (contents: WebContents): BrowserWindow | null => windows.get(contents?.id) ?? null;
  static getFocusedWindow = (): BrowserWindow | null =>
    [...windows.values()].find((window) => window.isFocused()) ?? null;

  loadURL(url: string): Promise<void> {
    return this.webContents.loadURL(url);
  }

  getBounds = (): Bounds => ({ ...this.#bounds });
  getNormalBounds = (): Bounds => ({ ...this.#bounds });
  setBounds(bounds: Partial<Bounds>): void {
    this.#bounds = { ...this.#bounds, ...bounds };
    this.emit('resize');
    this.emit('move');
  }

  isMaximized = () => this.#maximized;
  maximize(): void {
    this.#maximized = true;
    this.emit('maximize');
  }
  unmaximize(): void {
    this.#maximized = false;
    this.emit('unmaximize');
  }

  isMinimized = () => this.#minimized;
  minimize(): void {
    this.#minimized = true;
  }
  restore(): void {
    this.#minimized = false;
  }

  isVisible = () => this.#visible;
  show(): void {
    this.#visible = true;
    this.focus();
  }
  hide(): void {
    this.#visible = false;
  }

  isFocused = () => this.#focused;
  focus(): void {
    for (const window of windows.values()) window.#focused = window === this;
    this.emit('focus');
  }

  isDestroyed = () => this.#closed;
  close(): void {
    const event = stoppableEvent();
    this.emit('close', event);
    if (!event.defaultPrevented) this.webContents.close();
  }
  destroy(): void {
    this.webContents.close();
  }

  /** The page has gone: by close(), by Playwright, or by itself. */
  closed(): void {
    if (this.#closed) return;
    this.#closed = true;
    windows.delete(this.id);
    this.webContents.destroyed();
    this.emit('closed');
    if (windows.size === 0) app.allWindowsClosed();
  }
}
