/**
 * Context isolation, rebuilt: the preload script runs in a world of its own beside the page's world. Both see the
 * same DOM but not each other's objects, so they talk by synchronous events on the document, whose details Chromium
 * copies between the worlds. The functions below are sent to the page as text and use nothing from outside.
 */

/** Name of the binding by which the preload world reaches this process, and of the world. */
export const bindingName = '__standinSend';
export const worldName = 'Electron Isolated Context';

type Shape =
  | { kind: 'function' }
  | { kind: 'object'; fields: Record<string, Shape> }
  | { kind: 'value'; value: unknown };

/** The page's side: builds window[key] out of what the preload world exposes. */
function pageWorld(): void {
  const pending = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  const results = new Map<
    number,
    { value?: unknown; error?: string; pending?: boolean; functionId?: number }
  >();
  const callbacks = new Map<number, (...values: unknown[]) => void>();
  let lastId = 0;
  const tell = (type: string, detail: unknown) =>
    document.dispatchEvent(new CustomEvent(`standin:${type}`, { detail }));
  const hear = (type: string, listener: (detail: never) => void) =>
    document.addEventListener(`standin:${type}`, (event) => listener((event as CustomEvent).detail as never));

  const outgoing = (value: unknown) => {
    if (typeof value !== 'function') return value;
    callbacks.set(++lastId, value as never);
    return { $callback: lastId };
  };
  const call = (target: unknown, values: unknown[]): unknown => {
    const id = ++lastId;
    tell('call', { id, target, values: values.map(outgoing) });
    const result = results.get(id);
    results.delete(id);
    if (result?.pending) return new Promise((resolve, reject) => pending.set(id, { resolve, reject }));
    if (result?.error !== undefined) throw new Error(result.error);
    if (result?.functionId !== undefined) {
      return (...more: unknown[]) => call({ functionId: result.functionId }, more);
    }
    return result?.value;
  };
  const build = (shape: Shape, path: string[]): unknown => {
    if (shape.kind === 'function') return (...values: unknown[]) => call({ path }, values);
    if (shape.kind === 'value') return shape.value;
    const fields = Object.entries(shape.fields);
    return Object.freeze(
      Object.fromEntries(fields.map(([name, field]) => [name, build(field, [...path, name])])),
    );
  };
  hear('expose', ({ key, shape }: { key: string; shape: Shape }) =>
    Object.defineProperty(window, key, { value: build(shape, [key]), enumerable: true }),
  );
  hear('result', ({ id, ...result }: { id: number; value?: unknown; error?: string }) => {
    const waiting = pending.get(id);
    if (!waiting) results.set(id, result);
    else if (pending.delete(id) && result.error !== undefined) waiting.reject(new Error(result.error));
    else waiting.resolve(result.value);
  });
  hear('callback', ({ id, values }: { id: number; values: unknown[] }) => callbacks.get(id)?.(...values));
}

/** The preload's side: `require('electron')` with contextBridge and ipcRenderer. Returns what a preload may use. */
function preloadWorld(send: (text: string) => void, versions: Record<string, string>): unknown {
  type AnyFunction = (...values: unknown[]) => unknown;
  const roots: Record<string, unknown> = {};
  const functions = new Map<number, AnyFunction>();
  const pending = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  const listeners = new Map<string, Set<AnyFunction>>();
  let lastId = 0;
  const tell = (type: string, detail: unknown) =>
    document.dispatchEvent(new CustomEvent(`standin:${type}`, { detail }));
  const encode = (value: unknown) =>
    JSON.stringify(value, (_key, item) => {
      const bytes = item instanceof ArrayBuffer ? new Uint8Array(item) : item;
      if (!(bytes instanceof Uint8Array)) return item;
      return { $bytes: (bytes as Uint8Array & { toBase64(): string }).toBase64() };
    });
  const fromBase64 = (Uint8Array as never as { fromBase64(text: string): Uint8Array }).fromBase64;
  const decode = (text: string) =>
    JSON.parse(text, (_key, item) =>
      typeof item?.$bytes === 'string' ? fromBase64.call(Uint8Array, item.$bytes) : item,
    );
  const shapeOf = (value: unknown): Shape => {
    if (typeof value === 'function') return { kind: 'function' };
    if (value === null || typeof value !== 'object' || ArrayBuffer.isView(value))
      return { kind: 'value', value };
    return {
      kind: 'object',
      fields: Object.fromEntries(Object.entries(value).map(([name, field]) => [name, shapeOf(field)])),
    };
  };
  const incoming = (value: unknown) => {
    const id = (value as { $callback?: number } | null)?.$callback;
    return id === undefined ? value : (...values: unknown[]) => tell('callback', { id, values });
  };
  const found = (target: { path?: string[]; functionId?: number }) => {
    if (target.functionId !== undefined) return functions.get(target.functionId) as AnyFunction;
    let value: unknown = roots;
    for (const name of target.path ?? []) value = (value as Record<string, unknown>)[name];
    return value as AnyFunction;
  };
  document.addEventListener('standin:call', (event) => {
    const { id, target, values } = (event as CustomEvent).detail;
    const fail = (error: unknown) =>
      tell('result', { id, error: error instanceof Error ? error.message : `${error}` });
    try {
      const result = found(target)(...values.map(incoming));
      if (result instanceof Promise) {
        tell('result', { id, pending: true });
        result.then((value) => tell('result', { id, value }), fail);
      } else if (typeof result === 'function') {
        functions.set(++lastId, result as AnyFunction);
        tell('result', { id, functionId: lastId });
      } else tell('result', { id, value: result });
    } catch (error) {
      fail(error);
    }
  });
  Object.defineProperty(globalThis, '__standinReceive', {
    value: (text: string) => {
      const { reply, value, error, channel, values } = decode(text);
      if (reply === undefined) {
        for (const listener of [...(listeners.get(channel) ?? [])])
          listener({ sender: ipcRenderer }, ...values);
        return;
      }
      const waiting = pending.get(reply);
      pending.delete(reply);
      if (error === undefined) waiting?.resolve(value);
      else waiting?.reject(new Error(error));
    },
  });
  const ipcRenderer = {
    invoke(channel: string, ...values: unknown[]) {
      const id = ++lastId;
      send(encode({ id, channel, values }));
      return new Promise((resolve, reject) => pending.set(id, { resolve, reject }));
    },
    send: (channel: string, ...values: unknown[]) => send(encode({ channel, values })),
    on(channel: string, listener: AnyFunction) {
      listeners.set(channel, (listeners.get(channel) ?? new Set()).add(listener));
      return ipcRenderer;
    },
    removeListener(channel: string, listener: AnyFunction) {
      listeners.get(channel)?.delete(listener);
      return ipcRenderer;
    },
  };
  const contextBridge = {
    exposeInMainWorld(key: string, value: unknown) {
      roots[key] = value;
      tell('expose', { key, shape: shapeOf(value) });
    },
  };
  return {
    require(name: string) {
      if (name === 'electron' || name === 'electron/renderer') return { contextBridge, ipcRenderer };
      throw new Error(`module not found: ${name}`);
    },
    process: { type: 'renderer', platform: versions.platform, versions, env: {}, sandboxed: true },
  };
}

/** Script for the page's world. */
export function pageScript(): string {
  return `(${pageWorld})()`;
}

/** Script for the preload's world: the sandboxed CommonJS environment, then the preload itself. */
export function preloadScript(source: string, file: string): string {
  const versions = JSON.stringify({ ...process.versions, platform: process.platform });
  return `{
    const given = (${preloadWorld})(globalThis.${bindingName}, ${versions});
    (function (require, process, module, exports) {${source}
    })(given.require, given.process, { exports: {} }, {});
  }
  //# sourceURL=${file}`;
}
