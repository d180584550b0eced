import type { Photo } from '../../../shared/analysis.ts';
import type { HookCall } from '../../../shared/hook.ts';
import type { Settings } from '../../../shared/settings.ts';
import type { Http } from '../../http.ts';
import { type AlertCalls, createAlertActions } from './alert-actions.ts';
import { fetchPhoto } from './fetch-photo.ts';
import type { HookMessage } from './message.ts';

/** What came of a message, as far as it is known when the sender gets its answer. */
export type Done = Pick<HookCall, 'state' | 'outcome'> &
  Partial<Pick<HookCall, 'photoId' | 'alertId' | 'renderId'>>;

/** Does what a message asks for. Every action may be done twice and leaves the same. Throws AppError. */
export type Perform = (message: HookMessage, hook: string) => Promise<Done>;

export interface ActionParts {
  http: Http;
  /** Into the photo store; its content tells what it is. Throws AppError photo.*. */
  takePhoto(file: { name: string; bytes: Uint8Array }): Promise<{ photo: Photo }>;
  settings(): Settings;
  alerts: AlertCalls;
  /** Looks after a render; our id of it. */
  reportRender(reported: { externalId: string | null; remoteId: string | null }): Promise<string>;
  /** Milliseconds since 1970. */
  now(): number;
}

/** The actions, one function each. */
export function createActions({
  http,
  takePhoto,
  settings,
  alerts,
  reportRender,
  now,
}: ActionParts): Perform {
  const alert = createAlertActions(alerts);
  const fetchParts = {
    http,
    network: () => settings().network,
    maxMegabytes: () => settings().photos.maxMegabytes,
  };

  async function analyze(
    { from }: Extract<HookMessage, { type: 'photo.analyze' }>,
    hook: string,
  ): Promise<Done> {
    const { name, bytes } = 'url' in from ? await fetchPhoto(from.url, fetchParts) : from;
    const { photo } = await takePhoto({ name: name ?? nameAt(hook, now()), bytes });
    return { state: 'working', outcome: `${photo.name} is being analysed.`, photoId: photo.id };
  }

  return async (message, hook) => {
    switch (message.type) {
      case 'photo.analyze':
        return analyze(message, hook);
      case 'alert.raise':
        return alert.raise(message.alert, hook);
      case 'alert.acknowledge':
        return alert.acknowledge(message.named, message.note, hook);
      case 'alert.resolve':
        return alert.resolve(message.named, message.note, hook);
      case 'render.report': {
        const renderId = await reportRender(message);
        return { state: 'done', outcome: 'The picture is looked after.', renderId };
      }
    }
  };
}

/** A photo that came without a name: `line-4 2026-11-01 14.02.07`, by the clock of this place. */
function nameAt(hook: string, now: number): string {
  return `${hook} ${new Date(now).toLocaleString('sv').replaceAll(':', '.')}`;
}
