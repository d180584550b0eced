import type { EventPayload } from '../../shared/contract.ts';
import type { EventBus } from '../events.ts';
import type { Log } from '../log.ts';
import type { NewEvent, Publisher } from './publisher.ts';

export interface AnnouncerParts {
  events: Pick<EventBus, 'listen'>;
  publisher: Pick<Publisher, 'publish'>;
  /** The detector in use. */
  model(): { id: string; name: string; sha256: string };
  log: Pick<Log, 'error'>;
  /** Milliseconds of a clock that only goes forward. */
  monotonic?: () => number;
}

export interface Announcer {
  /** A channel takes nothing more, as its target is gone: told to the others. */
  channelDisabled(name: string, why: string): void;
  /** Hears nothing more; resolves when all that was heard is recorded. */
  stop(): Promise<void>;
}

/** Turns what happens in this program into events that are told outside. It only listens: nothing waits for it. */
export function createAnnouncer(parts: AnnouncerParts): Announcer {
  const { events, publisher, model, log, monotonic = () => performance.now() } = parts;
  const underWay = new Set<Promise<unknown>>();

  function tell(event: NewEvent | null): void {
    if (event === null) return;
    const published = publisher
      .publish(event)
      .catch((error: unknown) =>
        log.error({ err: error, type: event.type }, 'An event could not be recorded'),
      )
      .finally(() => underWay.delete(published));
    underWay.add(published);
  }

  const batches = watchBatches(monotonic);
  const models = watchModels(model);
  const inference = watchInference();
  const stops = [
    events.listen('batch.progressed', (batch) => tell(batches(batch))),
    events.listen('models.changed', () => tell(models())),
    events.listen('analysis.failed', (failure) => tell(analysisFailed(failure))),
    events.listen('inference.changed', (status) => tell(inference(status))),
  ];

  return {
    channelDisabled: (name, why) =>
      tell({
        type: 'system_alert',
        severity: 'warning',
        data: { title: `Channel "${name}" was switched off`, message: why },
      }),
    async stop() {
      for (const stop of stops) stop();
      await Promise.all(underWay);
    },
  };
}

type Heard<T> = (payload: T) => NewEvent | null;

/** One event when a batch has come to its end; a cancelled one is no news to who cancelled it. */
function watchBatches(monotonic: () => number): Heard<EventPayload<'batch.progressed'>> {
  const startedAt = new Map<string, number>();
  return ({ id, state, total, done, failed }) => {
    const began = startedAt.get(id) ?? monotonic();
    startedAt.set(id, began);
    if (state !== 'finished' && state !== 'cancelled') return null;
    startedAt.delete(id);
    // One photo alone is told as such; a batch notice for it would say the same again.
    if (state === 'cancelled' || total === 1) return null;
    const duration = (monotonic() - began) / 1_000;
    return {
      id: `evt_${id}_batch`,
      type: 'batch_completed',
      severity: failed === 0 ? 'success' : 'warning',
      data: { batch_id: id, total, succeeded: done, failed, duration },
    };
  };
}

/** Models also change by one being added or removed: only another one in use is told. */
function watchModels(model: AnnouncerParts['model']): () => NewEvent | null {
  let before = model().id;
  return () => {
    const { id, name, sha256 } = model();
    if (id === before) return null;
    const previous = before;
    before = id;
    return {
      type: 'model_updated',
      data: { model_id: id, model_name: name, previous_model_id: previous, sha256 },
    };
  };
}

function analysisFailed({ photo, name, error }: EventPayload<'analysis.failed'>): NewEvent | null {
  if (error.code === 'cancelled') return null;
  return {
    type: 'error_occurred',
    data: {
      code: error.code,
      message: error.message.slice(0, 4_000),
      component: 'analysis',
      image_name: name.slice(0, 4_000),
      ...(photo !== null && { image_id: photo.id }),
    },
  };
}

/** Told once when it goes down, once more when it is given up, and when it is back. */
function watchInference(): Heard<EventPayload<'inference.changed'>> {
  let told: 'well' | 'restarting' | 'failed' = 'well';
  return ({ state, reason, restarts }) => {
    if (state === 'ready' && told !== 'well') {
      told = 'well';
      return alertOf('The inference is running again', 'Photos are analysed again.', 'success', restarts);
    }
    if ((state === 'restarting' && told === 'well') || (state === 'failed' && told !== 'failed')) {
      told = state;
      const title =
        state === 'failed' ? 'The inference has failed' : 'The inference crashed and is restarted';
      return alertOf(title, reason ?? '', 'error', restarts);
    }
    return null;
  };
}

function alertOf(title: string, message: string, severity: 'success' | 'error', restarts: number): NewEvent {
  return { type: 'system_alert', severity, data: { title, message, details: { restarts } } };
}
