import { browser } from './browser.ts';
import { fromBrowserUrl, schemeHandler } from './protocol.ts';
import { session } from './session.ts';
import { stoppableEvent } from './stoppable-event.ts';
import type { WebContents } from './web-contents.ts';

interface PausedRequest {
  requestId: string;
  frameId: string;
  resourceType: string;
  request: { url: string; method: string; headers: Record<string, string> };
}

/**
 * Every request of a page passes here before it leaves Chromium: a navigation the page began is first shown to
 * `will-frame-navigate` and, in the top frame, `will-navigate`; a URL of an own scheme is answered by its handler, anything else goes on to the network.
 */
export async function answerRequest(contents: WebContents, paused: PausedRequest): Promise<void> {
  const { requestId, request, frameId, resourceType } = paused;
  const send = (method: string, params: object = {}) =>
    browser().devTools.send(method, { requestId, ...params }, contents.sessionId);
  const url = fromBrowserUrl(request.url);
  const isMainFrame = frameId === contents.targetId;
  const isBegunHere = resourceType === 'Document' && !(isMainFrame && contents.isExpected(url));
  if (isBegunHere && isPrevented(contents, url, isMainFrame)) {
    await send('Fetch.failRequest', { errorReason: 'Aborted' });
    return;
  }
  const handler = schemeHandler(url);
  if (!handler) {
    await send('Fetch.continueRequest');
    return;
  }
  const response = await handler(new Request(url, { method: request.method, headers: request.headers }));
  const body = Buffer.from(await response.arrayBuffer());
  const attachment = /^attachment/.test(response.headers.get('content-disposition') ?? '');
  if (attachment && resourceType === 'Document') {
    await send('Fetch.failRequest', { errorReason: 'Aborted' });
    await save(contents, url, response, body);
    return;
  }
  await send('Fetch.fulfillRequest', {
    responseCode: response.status,
    responseHeaders: [...response.headers].map(([name, value]) => ({ name, value })),
    body: body.toString('base64'),
  });
}

/** `webContents.downloadURL`: the answer is saved, whatever it is. */
export async function downloadFrom(contents: WebContents, url: string): Promise<void> {
  const response = await schemeHandler(url)?.(new Request(url));
  if (response) await save(contents, url, response, Buffer.from(await response.arrayBuffer()));
}

function save(contents: WebContents, url: string, response: Response, body: Uint8Array): Promise<void> {
  return session.defaultSession.download(url, fileName(response, url), body, contents);
}

function isPrevented(contents: WebContents, url: string, isMainFrame: boolean): boolean {
  const event = stoppableEvent({ url, isMainFrame });
  contents.emit('will-frame-navigate', event);
  if (isMainFrame && !event.defaultPrevented) contents.emit('will-navigate', event, url);
  return event.defaultPrevented;
}

function fileName(response: Response, url: string): string {
  const disposition = response.headers.get('content-disposition') ?? '';
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(disposition)?.[1];
  if (encoded) return decodeURIComponent(encoded);
  return /filename="([^"]+)"/i.exec(disposition)?.[1] ?? url.slice(url.lastIndexOf('/') + 1);
}
