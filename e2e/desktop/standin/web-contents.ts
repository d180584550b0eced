import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { browser } from './browser.ts';
import type { DevToolsMessage } from './devtools.ts';
import { type Frame, PageFrames } from './frames.ts';
import { decode, encode, ipcMain } from './ipc.ts';
import { bindingName, pageScript, preloadScript, worldName } from './page-worlds.ts';
import { toBrowserUrl } from './protocol.ts';
import { answerRequest, downloadFrom } from './requests.ts';
import { session } from './session.ts';

export interface WebPreferences {
  preload?: string;
  contextIsolation?: boolean;
  sandbox?: boolean;
}

type OpenHandler = (details: { url: string }) => { action: 'allow' | 'deny' };

interface BindingEvent {
  name: string;
  payload: string;
  executionContextId: number;
}

let lastId = 0;
const all = new Set<WebContents>();

/** What a window shows: one page target of Chromium, with a DevTools session of its own. */
export class WebContents extends EventEmitter {
  readonly id = ++lastId;
  readonly session = session.defaultSession;
  readonly prepared: Promise<void>;
  targetId = '';
  sessionId = '';
  /** As told, over Electron's defaults: the stand-in itself can only isolate. */
  readonly #preferences: WebPreferences;
  readonly #frames = new PageFrames();
  #openHandler: OpenHandler | undefined;
  #expectedUrl = '';
  #destroyed = false;

  constructor(
    preferences: WebPreferences,
    findTarget: () => Promise<{ targetId: string; sessionId: string }>,
  ) {
    super();
    this.#preferences = { contextIsolation: true, sandbox: true, ...preferences };
    this.prepared = this.#prepare(findTarget);
    all.add(this);
  }

  static all(): WebContents[] {
    return [...all];
  }

  async #prepare(findTarget: () => Promise<{ targetId: string; sessionId: string }>): Promise<void> {
    const { targetId, sessionId } = await findTarget();
    this.targetId = targetId;
    this.sessionId = sessionId;
    browser().devTools.listen(sessionId, (message) => this.#hear(message));
    await this.#send('Page.enable');
    await this.#send('Runtime.addBinding', { name: bindingName, executionContextName: worldName });
    await this.#send('Runtime.enable');
    await this.#send('Fetch.enable', { patterns: [{ urlPattern: '*' }] });
    const { preload } = this.#preferences;
    if (preload === undefined) return;
    const source = preloadScript(readFileSync(preload, 'utf8'), preload);
    await this.#send('Page.addScriptToEvaluateOnNewDocument', { source: pageScript() });
    await this.#send('Page.addScriptToEvaluateOnNewDocument', { source, worldName });
  }

  #send<T>(method: string, parameters: object = {}): Promise<T> {
    return browser().devTools.send<T>(method, parameters, this.sessionId);
  }

  #hear({ method, params }: DevToolsMessage): void {
    const told = <T>() => params as T;
    this.#frames.hear(method, params);
    if (method === 'Fetch.requestPaused') {
      answerRequest(this, told()).catch((error) => this.#report(error));
    } else if (method === 'Page.loadEventFired') this.emit('did-finish-load');
    else if (method === 'Runtime.bindingCalled') void this.#receive(told());
    else if (method === 'Inspector.targetCrashed') {
      this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 11 });
    }
  }

  #report(error: Error): void {
    if (!this.#destroyed) process.stderr.write(`stand-in: ${error.message}\n`);
  }

  async #receive({ name, payload, executionContextId }: BindingEvent): Promise<void> {
    if (name !== bindingName) return;
    const { id, channel, values } = decode(payload) as { id?: number; channel: string; values: unknown[] };
    const senderFrame = this.#frames.ofWorld(executionContextId);
    const event = { sender: this, senderFrame, frameId: 1, processId: 1 };
    if (id === undefined) ipcMain.emit(channel, event, ...values);
    else {
      const answer = await ipcMain.answer(channel, event, values);
      this.#deliver(executionContextId, { reply: id, ...answer });
    }
  }

  #deliver(contextId: number, message: object): void {
    const expression = `__standinReceive(${JSON.stringify(encode(message))})`;
    this.#send('Runtime.evaluate', { expression, contextId }).catch(() => {}); // The page may have gone meanwhile.
  }

  get mainFrame(): Frame {
    return this.#frames.main(this.targetId);
  }

  send(channel: string, ...values: unknown[]): void {
    for (const contextId of this.#frames.worldsOf(this.targetId))
      this.#deliver(contextId, { channel, values });
  }

  /** True once for the navigation that this process began: `will-navigate` tells only of the page's own. */
  isExpected(url: string): boolean {
    const expected = this.#expectedUrl !== '' && new URL(this.#expectedUrl).href === new URL(url).href;
    if (expected) this.#expectedUrl = '';
    return expected;
  }

  async loadURL(url: string): Promise<void> {
    await this.prepared;
    this.#expectedUrl = url;
    if (/^[a-z]+:\/\//.test(url)) {
      await session.defaultSession.decidePermissions(this, new URL(toBrowserUrl(url)).origin);
    }
    const loaded = new Promise<void>((resolve) => this.once('did-finish-load', () => resolve()));
    const { errorText } = await this.#send<{ errorText?: string }>('Page.navigate', {
      url: toBrowserUrl(url),
    });
    if (errorText) throw new Error(`${errorText} loading '${url}'`);
    await loaded;
  }

  reload(): void {
    this.#expectedUrl = this.getURL();
    this.#send('Page.reload').catch((error) => this.#report(error));
  }

  async executeJavaScript(expression: string): Promise<unknown> {
    await this.prepared;
    const answer = await this.#send<{
      result: { value?: unknown };
      exceptionDetails?: { exception?: { description?: string } };
    }>('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true, userGesture: true });
    if (answer.exceptionDetails) throw new Error(answer.exceptionDetails.exception?.description);
    return answer.result.value;
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.#openHandler = handler;
  }

  /** Whether a window that the page wants to open may live. */
  mayOpen(url: string): boolean {
    return this.#openHandler?.({ url }).action !== 'deny';
  }

  getURL(): string {
    return this.mainFrame.url;
  }

  downloadURL(url: string): void {
    downloadFrom(this, url).catch((error) => this.#report(error));
  }

  forcefullyCrashRenderer(): void {
    this.#send('Page.crash').catch(() => {});
  }

  close(): void {
    browser()
      .devTools.send('Target.closeTarget', { targetId: this.targetId })
      .catch(() => this.emit('target-gone'));
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  /** Called by the window when its page is no more. */
  destroyed(): void {
    this.#destroyed = true;
    all.delete(this);
    this.emit('destroyed');
  }

  getLastWebPreferences = () => this.#preferences;
  isDevToolsOpened = () => false;
  openDevTools(): void {}
  toggleDevTools(): void {}
}

export const webContents = {
  getAllWebContents: () => WebContents.all(),
  fromId: (id: number) => WebContents.all().find((contents) => contents.id === id),
  fromDevToolsTargetId: (targetId: string) =>
    WebContents.all().find((contents) => contents.targetId === targetId),
};
