import { type AppError, toAppError, toWireError } from '../../shared/errors.ts';
import type { StepResult, WorkflowRun } from '../../shared/workflow.ts';
import { type FoundPath, findPhotos } from '../pipeline/folder.ts';
import { channelIdsOf } from './channel-names.ts';
import { exitStatus } from './exit-status.ts';
import { inOrder } from './in-order.ts';
import { startProgress } from './progress.ts';
import { type Paint, paintForTerminal } from './report.ts';
import { tableOf } from './table.ts';
import { findTemplate } from './template-names.ts';
import { readTemplates } from './templates.ts';
import { catchUp, tryForMs } from './wait.ts';
import { type Core, withCore } from './with-core.ts';

export interface WorkflowOptions {
  template?: string;
  notify?: true;
  channel: string[];
  fresh?: true;
  /** Seconds for one picture. */
  timeout: number;
  json?: true;
  dataFolder?: string;
}

/** What came of one path. */
type Outcome = { path: string } & ({ run: WorkflowRun } | { error: AppError });

/** One photo in the networks, one that is drawn, others on their way. */
const photosAtOnce = 4;

/** The command `workflow`; gives the exit status. */
export function workflow(paths: readonly string[], options: WorkflowOptions): Promise<number> {
  return withCore(options, async (core) => {
    const { templates } = options.template === undefined ? { templates: [] } : await readTemplates(core, {});
    const wish = {
      templateId: options.template === undefined ? undefined : findTemplate(templates, options.template).id,
      notify: (await channelIdsOf(core, options.channel)) ?? options.notify === true,
      fresh: options.fresh === true,
      waitSeconds: Math.min(options.timeout, 250),
    };
    const progress = await startProgress(process.stderr, paths);
    let failed = 0;
    let count = 0;
    const work = (found: FoundPath) => send(core, found, wish);
    for await (const outcome of inOrder(findPhotos(paths), photosAtOnce, work)) {
      if (core.signal.aborted) break;
      count += 1;
      if (!isWell(outcome)) failed += 1;
      await progress.step(() => core.write(options.json ? `${lineOf(outcome)}\n` : reportOf(outcome)));
    }
    progress.stop();
    if (count === 0 && !core.signal.aborted) core.say(`There are no photos in ${paths.join(', ')}.`);
    await deliver(core);
    return failed === 0 ? exitStatus.ok : exitStatus.failed;
  });
}

/** Never rejects: what goes wrong with a photo is its outcome. */
async function send(
  { app, call }: Core,
  { path, error }: FoundPath,
  wish: { templateId: string | undefined; notify: boolean | string[]; fresh: boolean; waitSeconds: number },
): Promise<Outcome> {
  try {
    if (error !== null) throw error;
    const { photo } = await app.takeFile(path);
    return { path, run: await call('workflow.run', { photoId: photo.id, ...wish }) };
  } catch (thrown) {
    return { path, error: toAppError(thrown) };
  }
}

/** Where nothing else delivers, what was told gets its chance now. */
async function deliver(core: Core): Promise<void> {
  if (!core.app.delivers() || core.signal.aborted) return;
  const { channels } = await core.call('channels.list', {});
  await catchUp(
    core,
    channels.map(({ channel }) => channel.id),
    tryForMs,
  );
}

function isWell(outcome: Outcome): boolean {
  return 'run' in outcome && Object.values(outcome.run.steps).every((step) => step?.state !== 'failed');
}

function lineOf(outcome: Outcome): string {
  if ('run' in outcome) return JSON.stringify({ path: outcome.path, ...outcome.run });
  const { code, message } = toWireError(outcome.error);
  return JSON.stringify({ path: outcome.path, error: { code, message } });
}

function reportOf(outcome: Outcome, paint: Paint = paintForTerminal): string {
  const title = paint('bold', outcome.path);
  if ('error' in outcome) {
    const { message, code } = outcome.error;
    return `${title}  ${paint('red', message)} ${paint('dim', `(${code})`)}\n\n`;
  }
  const rows = Object.entries(outcome.run.steps).map(([name, step]) => rowOf(name, step));
  return `${title}\n${tableOf([['step', 'state', 'took', 'why'], ...rows], paint)}\n`;
}

function rowOf(name: string, step: StepResult | null): string[] {
  if (step === null) return [name, 'waiting', '–', ''];
  return [name, step.state, `${Math.round(step.tookMs)} ms`, step.reason ?? ''];
}
