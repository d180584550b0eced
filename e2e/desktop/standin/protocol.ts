export type SchemeHandler = (request: Request) => Response | Promise<Response>;

const handlers = new Map<string, SchemeHandler>();
const privileged = new Set<string>();

/** Electron's `protocol`: answers an own scheme inside this process. */
export const protocol = {
  registerSchemesAsPrivileged(schemes: { scheme: string; privileges?: { standard?: boolean } }[]): void {
    for (const { scheme, privileges } of schemes) if (privileges?.standard) privileged.add(scheme);
  },
  handle(scheme: string, handler: SchemeHandler): void {
    if (!privileged.has(scheme)) throw new Error(`${scheme} was not registered as a standard scheme.`);
    handlers.set(scheme, handler);
  },
  unhandle: (scheme: string) => void handlers.delete(scheme),
  isProtocolHandled: (scheme: string) => handlers.has(scheme),
};

export function schemeHandler(url: string): SchemeHandler | undefined {
  return handlers.get(new URL(url).protocol.slice(0, -1));
}

/**
 * Chromium alone cannot be taught a scheme, so `app://h200/x` is shown as `http://h200.app.localhost/x`: a secure
 * context with an origin of its own, answered by interception and never sent to the network.
 */
export function toBrowserUrl(url: string): string {
  const match = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]+)(.*)$/.exec(url);
  if (!match?.[1] || !privileged.has(match[1])) return url;
  return `http://${match[2]}.${match[1]}.localhost${match[3] || '/'}`;
}

/** The way back: what main is told. */
export function fromBrowserUrl(url: string): string {
  const match = /^http:\/\/([^/?#]+)\.([a-z][a-z0-9+-]*)\.localhost(.*)$/.exec(url);
  if (!match?.[2] || !privileged.has(match[2])) return url;
  return `${match[2]}://${match[1]}${match[3]}`;
}
