import { createHash, randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Analysis } from '../../shared/analysis.ts';
import { AppError, toAppError } from '../../shared/errors.ts';
import type { StepResult, WorkflowInput, WorkflowRun, WorkflowStep } from '../../shared/workflow.ts';
import { workflowSteps } from '../../shared/workflow.ts';
import type { Clock } from '../delivery/clock.ts';
import type { EventBus } from '../events.ts';
import type { Log } from '../log.ts';
import type { StoredRun, WorkflowStore } from '../store/workflow-store.ts';

/** What a step came to; how long it took is measured around it. */
export type Outcome = Omit<StepResult, 'tookMs'>;

/** What a step may need to know: what was asked for, the id that its own ids come from, and the steps before it. */
export interface StepContext {
  runId: string;
  input: WorkflowInput;
  /** Null without one: the first step failed. */
  analysis: Analysis | null;
  steps: WorkflowRun['steps'];
  signal: AbortSignal;
}

export interface WorkflowParts {
  store: WorkflowStore;
  /** Each may be run again after a crash in the middle of it, and must then do nothing twice. May throw. */
  steps: { analysis(context: StepContext): Promise<Outcome> } & Record<
    Exclude<WorkflowStep, 'analysis'>,
    (context: StepContext & { analysis: Analysis }) => Promise<Outcome>
  > & { unanalyzed(context: StepContext): Promise<Outcome> };
  analyses: { get(id: string): Analysis };
  photos: { get(id: string): unknown };
  /** Stands for the models and settings that decide an analysis. */
  fingerprint(): string;
  events: Pick<EventBus, 'emit'>;
  clock: Clock;
  log: Pick<Log, 'error' | 'warn'>;
}

/** The whole road of a photo in one call. */
export interface Workflow {
  /** Throws AppError photo.notFound or notFound. */
  run(input: WorkflowInput): Promise<WorkflowRun>;
  /** Throws AppError notFound. */
  get(id: string): WorkflowRun;
  /** Goes on with what processes that are gone left unfinished. */
  resume(): void;
  /** Leaves what is under way to the next start. */
  stop(): Promise<void>;
}

/** Within this process alone: a pid says nothing where a restarted container gets the same again. */
const self = `${hostname()} ${process.pid} ${randomUUID()}`;

export function createWorkflow(parts: WorkflowParts): Workflow {
  const { store, clock, events, log } = parts;
  const underWay = new Map<string, Promise<WorkflowRun>>();
  const stopping = new AbortController();

  function begin(input: WorkflowInput): StoredRun {
    const id = runIdOf(input, parts.fingerprint());
    const known = store.find(id);
    if (known !== null) return { ...again(known), owner: self };
    const photoId = input.photoId ?? parts.analyses.get(input.analysisId ?? '').photo.id;
    parts.photos.get(photoId);
    return {
      input,
      owner: self,
      run: {
        id,
        photoId,
        startedAt: new Date(clock.now()).toISOString(),
        endedAt: null,
        resumed: 0,
        steps: { analysis: null, events: null, render: null, store: null, notice: null },
      },
    };
  }

  async function work(stored: StoredRun): Promise<WorkflowRun> {
    const { input, run } = stored;
    if (run.endedAt !== null) return run;
    await store.save(stored);
    for (const step of workflowSteps) {
      if (run.steps[step] !== null) continue;
      const result = await attempt(step, stored);
      // It was cut off, not refused: the next start takes it up.
      if (stopping.signal.aborted) return run;
      run.steps[step] = result;
      if (step === workflowSteps.at(-1)) run.endedAt = new Date(clock.now()).toISOString();
      await store.save({ input, run, owner: self });
      events.emit('workflow.progressed', structuredClone(run));
    }
    return run;
  }

  async function attempt(step: WorkflowStep, { input, run }: StoredRun): Promise<StepResult> {
    const began = clock.monotonic();
    const outcome = await outcomeOf(step, {
      runId: run.id,
      input,
      steps: run.steps,
      signal: stopping.signal,
    });
    return { ...outcome, tookMs: clock.monotonic() - began };
  }

  /** Never rejects: a step that fails is an outcome too. */
  async function outcomeOf(step: WorkflowStep, given: Omit<StepContext, 'analysis'>): Promise<Outcome> {
    try {
      const analysisId = given.steps.analysis?.refs.analysisId;
      const analysis = analysisId === undefined ? null : parts.analyses.get(analysisId);
      if (step === 'analysis') return await parts.steps.analysis({ ...given, analysis });
      if (analysis !== null) return await parts.steps[step]({ ...given, analysis });
      if (step === 'notice') return await parts.steps.unanalyzed({ ...given, analysis });
      return { state: 'skipped', reason: 'There is no analysis.', refs: {} };
    } catch (thrown) {
      const error = toAppError(thrown);
      if (error.code === 'internal') log.error({ err: thrown, step }, 'A step of a workflow failed');
      return { state: 'failed', reason: error.message, refs: {} };
    }
  }

  /** The same run is worked on once at a time: who asks meanwhile gets the same answer. */
  function start(stored: StoredRun): Promise<WorkflowRun> {
    const { id } = stored.run;
    const running = underWay.get(id);
    if (running !== undefined) return running;
    const working = work(stored).finally(() => underWay.delete(id));
    underWay.set(id, working);
    return working;
  }

  return {
    async run(input) {
      if (stopping.signal.aborted) throw new AppError('cancelled', 'The program is closing.');
      return structuredClone(await start(begin(input)));
    },
    get(id) {
      const found = store.find(id);
      if (found === null) throw new AppError('notFound', 'There is no such run, or it is not kept any more.');
      return found.run;
    },
    resume() {
      const left = store.unfinished().filter(({ owner, run }) => isGone(owner) && !underWay.has(run.id));
      for (const { input, run } of left) {
        start({ input, owner: self, run: { ...run, resumed: run.resumed + 1 } }).catch((error: unknown) =>
          log.warn({ err: error, run: run.id }, 'A workflow could not be taken up again'),
        );
      }
    },
    async stop() {
      stopping.abort();
      await Promise.allSettled(underWay.values());
    },
  };
}

/** What failed is tried again, and what came of that failure; the rest stands. */
function again({ input, run }: StoredRun): Omit<StoredRun, 'owner'> {
  const { steps } = run;
  const failed = workflowSteps.filter((step) => steps[step]?.state === 'failed');
  if (run.endedAt === null || failed.length === 0) return { input, run };
  const afterRender: WorkflowStep[] = failed.includes('render') ? ['store'] : [];
  const redone = failed.includes('analysis') ? workflowSteps : [...failed, ...afterRender];
  const open = Object.fromEntries(redone.map((step) => [step, null]));
  return { input, run: { ...run, endedAt: null, resumed: run.resumed + 1, steps: { ...steps, ...open } } };
}

/** The same wish for the same photo is the same run; a fresh one is never. */
function runIdOf({ fresh, waitSeconds: _, ...wish }: WorkflowInput, fingerprint: string): string {
  const decisive = JSON.stringify([wish, fingerprint, fresh ? randomUUID() : null]);
  return `wfl_${createHash('sha256').update(decisive).digest('hex').slice(0, 32)}`;
}

/** The id of something that a step makes: the same at every try. */
export function derivedId(runId: string, what: string): string {
  return createHash('sha256').update(`${runId} ${what}`).digest('hex').slice(0, 32);
}

function isGone(owner: string): boolean {
  const [host, pid] = owner.split(' ');
  if (owner === self || host !== hostname()) return false;
  if (Number(pid) === process.pid) return true;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    // EPERM: it runs under another user.
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
}
