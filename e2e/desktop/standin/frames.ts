import { worldName } from './page-worlds.ts';
import { fromBrowserUrl } from './protocol.ts';

/** Electron's WebFrameMain, as far as a check of the sender needs it. */
export interface Frame {
  url: string;
  origin: string;
  parent: Frame | null;
}

interface FrameEvent {
  frame: { id: string; parentId?: string; url: string; securityOrigin: string };
}
interface ContextEvent {
  context: { id: number; name: string; auxData: { frameId: string } };
}

/** The frames of one page and their preload worlds, kept up to date by what DevTools tells. */
export class PageFrames {
  readonly #frames = new Map<string, Frame>();
  /** Execution contexts of preload worlds, with the frame each belongs to. */
  readonly #worlds = new Map<number, string>();

  hear(method: string, params: object): void {
    const told = <T>() => params as T;
    if (method === 'Page.frameNavigated') this.#keepFrame(told());
    else if (method === 'Page.frameDetached') this.#frames.delete(told<{ frameId: string }>().frameId);
    else if (method === 'Runtime.executionContextCreated') this.#keepWorld(told());
    else if (method === 'Runtime.executionContextDestroyed') {
      this.#worlds.delete(told<{ executionContextId: number }>().executionContextId);
    } else if (method === 'Runtime.executionContextsCleared') this.#worlds.clear();
  }

  main(id: string): Frame {
    return this.#frames.get(id) ?? { url: 'about:blank', origin: 'null', parent: null };
  }

  /** The frame that a message from a preload world came from; null when it has gone. */
  ofWorld(contextId: number): Frame | null {
    return this.#frames.get(this.#worlds.get(contextId) ?? '') ?? null;
  }

  worldsOf(frameId: string): number[] {
    return [...this.#worlds].filter(([, owner]) => owner === frameId).map(([contextId]) => contextId);
  }

  #keepFrame({ frame }: FrameEvent): void {
    const parent = this.#frames.get(frame.parentId ?? '') ?? null;
    const origin = fromBrowserUrl(`${frame.securityOrigin}/`).slice(0, -1);
    this.#frames.set(frame.id, { url: fromBrowserUrl(frame.url), origin, parent });
  }

  #keepWorld({ context }: ContextEvent): void {
    if (context.name === worldName) this.#worlds.set(context.id, context.auxData.frameId);
  }
}
