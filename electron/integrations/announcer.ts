import type { Labels, NewAlert } from '../../shared/alert.ts';
import { alertNames } from '../../shared/alert.ts';
import type { EventPayload, InferenceStatus } from '../../shared/contract.ts';
import { type ErrorCode, errorCodes } from '../../shared/errors.ts';
import type { Verdict } from '../../shared/rendering/values.ts';
import type { Notifier } from '../alerts/notifier.ts';
import type { EventBus } from '../events.ts';
import type { Log } from '../log.ts';
import { type BatchReport, createBatchReports } from './batch-report.ts';
import type { NewEvent } from './publisher.ts';

export interface AnnouncerParts {
  events: Pick<EventBus, 'listen'>;
  notifier: Pick<Notifier, 'tell' | 'raise' | 'resolve'>;
  /** The detector in use. */
  model(): { id: string; name: string; sha256: string };
  verdict(analysisId: string): Verdict;
  /** Has all of these drawn on one sheet; gives the render's id, null when none is wanted. */
  contactSheet(analysisIds: readonly string[]): Promise<string | null>;
  log: Pick<Log, 'error' | 'warn'>;
  /** Milliseconds since 1970. */
  now?: () => number;
  /** Milliseconds of a clock that only goes forward. */
  monotonic?: () => number;
}

export interface Announcer {
  /** Hears nothing more; resolves when all that was heard is recorded. */
  stop(): Promise<void>;
}

const crashOverMs = 600_000;

/** Turns what happens in this program into what is told. It only listens: nothing waits for it. */
export function createAnnouncer(parts: AnnouncerParts): Announcer {
  const { events, notifier, model, log } = parts;
  const { now = Date.now, monotonic = () => performance.now() } = parts;
  const underWay = new Set<Promise<unknown>>();
  const batches = createBatchReports({ verdict: parts.verdict, monotonic });
  const models = watchModels(model);
  const crashed = watchCrashes();
  const failures = watchFailures();

  function say(work: () => Promise<unknown>): void {
    const said = work()
      .catch((error: unknown) => log.error({ err: error }, 'Something could not be told'))
      .finally(() => underWay.delete(said));
    underWay.add(said);
  }

  function tell(event: NewEvent | null): void {
    if (event !== null) say(() => notifier.tell(event));
  }

  async function tellBatch({ event, analysisIds }: BatchReport): Promise<void> {
    const sheet = analysisIds.length === 0 ? null : await drawn(analysisIds);
    await notifier.tell(sheet === null ? event : { ...event, data: { ...event.data, contact_sheet: sheet } });
  }

  /** A batch is told without its sheet rather than not at all. */
  function drawn(analysisIds: readonly string[]): Promise<string | null> {
    return parts.contactSheet(analysisIds).catch((error: unknown) => {
      log.warn({ err: error }, 'The contact sheet of a batch could not be asked for');
      return null;
    });
  }

  const stops = [
    events.listen('batch.progressed', (batch) => {
      const report = batches.progressed(batch);
      if (report !== null) say(() => tellBatch(report));
    }),
    events.listen('models.changed', () => tell(models())),
    events.listen('analysis.failed', (failure) => {
      if (failure.error.code === 'cancelled') return;
      tell(analysisFailed(failure));
      const labels = failures.failed(failure.error.code);
      say(() => notifier.raise({ labels, ...wordsOf(failure) }));
    }),
    events.listen('analysis.completed', (done) => {
      batches.analyzed(done);
      for (const labels of failures.succeeded()) {
        say(() => notifier.resolve(labels, `${done.summary.photo.name} was analysed.`));
      }
    }),
    events.listen('inference.changed', (status) => {
      if (crashed(status)) say(() => notifier.raise(crashOf(status, now())));
    }),
  ];

  return {
    async stop() {
      for (const stop of stops) stop();
      await Promise.all(underWay);
    },
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

/** For workflows, each of them: people read the alert, in which many failures are one. */
function analysisFailed({ photo, name, error }: EventPayload<'analysis.failed'>): NewEvent {
  return {
    type: 'error_occurred',
    forWorkflows: true,
    data: {
      code: error.code,
      message: error.message.slice(0, 4_000),
      component: 'analysis',
      image_name: name.slice(0, 4_000),
      ...(photo !== null && { image_id: photo.id }),
    },
  };
}

/** One alert for each way to fail; the next photo that is analysed ends them all, also those of an earlier run. */
function watchFailures() {
  let open = new Set<ErrorCode>(errorCodes.filter(isOfAnalysis));
  return {
    failed(code: ErrorCode): Labels {
      open.add(code);
      return failureLabels(code);
    },
    succeeded(): Labels[] {
      const over = [...open].map(failureLabels);
      open = new Set();
      return over;
    },
  };
}

function failureLabels(code: ErrorCode): Labels {
  return { alertname: alertNames.analysisFailed, source: 'analysis', code };
}

function isOfAnalysis(code: ErrorCode): boolean {
  return /^(photo|inference|model|storage)\.|^(internal|notFound)$/.test(code);
}

/** A photo that is none is a smaller matter than a program that cannot look at any. */
function wordsOf({ name, error }: EventPayload<'analysis.failed'>) {
  return {
    severity: error.code.startsWith('photo.') ? ('warning' as const) : ('error' as const),
    title: `Photos could not be analysed (${error.code})`,
    message: error.message.slice(0, 4_000),
    details: { photo: name.slice(0, 300) },
  };
}

/** The child went down while it worked. Whether it stays down is an alert of its own: the manager sees to that. */
function watchCrashes(): (status: InferenceStatus) => boolean {
  let before: InferenceStatus['state'] = 'stopped';
  return ({ state }) => {
    const crashed = before === 'ready' && (state === 'restarting' || state === 'failed');
    before = state;
    return crashed;
  };
}

/** One that dies over each photo is one alert, which is over when it has lived for a while. */
function crashOf({ reason, restarts }: InferenceStatus, now: number): NewAlert {
  return {
    labels: { alertname: alertNames.inferenceCrashed, source: 'inference' },
    severity: 'warning',
    title: 'The inference crashed',
    message: reason ?? 'It is started again.',
    details: { restarts },
    expiresAt: new Date(now + crashOverMs).toISOString(),
  };
}
