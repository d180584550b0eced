import type { CallInput } from '../../shared/contract.ts';
import { AppError, toAppError } from '../../shared/errors.ts';
import type { Render } from '../../shared/render.ts';
import type { FoundPath } from '../pipeline/folder.ts';
import { inOrder } from './in-order.ts';
import type { OutPlace } from './out-place.ts';
import type { Progress } from './progress.ts';
import type { Outcome } from './render-line.ts';
import { waitFor } from './wait.ts';
import type { Core } from './with-core.ts';

/** What every picture of this run is asked for with. */
export type Wish = Omit<CallInput<'renders.create'>, 'analysisIds'>;

/** A call of the command at work. */
export interface Run {
  core: Core;
  progress: Progress;
  wish: Wish;
  place: OutPlace;
  timeoutMs: number;
}

/** A few at once: one is in the networks, one is drawn, others are on their way to or from Templated. */
const photosAtOnce = 4;

/** A picture of each photo, in the order of the photos, each as soon as it is there. */
export async function* cards(run: Run, found: AsyncIterable<FoundPath>): AsyncGenerator<Outcome> {
  const work = async (one: FoundPath): Promise<Drawn[]> => {
    const taken = await analyze(run.core, one);
    return 'error' in taken ? [taken] : draw(run, [taken]);
  };
  for await (const all of inOrder(found, photosAtOnce, work)) yield* keepAll(run, all);
}

/** Pages of many photos: drawn once all are analysed, as every page has the figures of all. */
export async function* sheets(run: Run, found: AsyncIterable<FoundPath>): AsyncGenerator<Outcome> {
  const photos: Taken[] = [];
  for await (const taken of inOrder(found, photosAtOnce, (one) => analyze(run.core, one))) {
    if (run.core.signal.aborted) return;
    if ('error' in taken) {
      yield taken;
      continue;
    }
    photos.push(taken);
    await run.progress.step(async () => {});
  }
  if (photos.length > 0) yield* keepAll(run, await draw(run, photos));
}

/** One after the other, so that names of files are counted in the order of the photos. */
async function* keepAll(run: Run, all: readonly Drawn[]): AsyncGenerator<Outcome> {
  for (const drawn of all) yield 'render' in drawn ? await keep(run, drawn) : drawn;
}

/** A photo in the store, analysed. */
interface Taken {
  path: string;
  analysisId: string;
}

/** Never rejects: what goes wrong with a photo is its outcome. */
async function analyze(
  { app, signal }: Core,
  { path: file, error }: FoundPath,
): Promise<Taken | Extract<Outcome, { error: AppError }>> {
  try {
    if (error !== null) throw error;
    const { photo } = await app.takeFile(file);
    const { id } = await app.pipeline.analyze(photo.id, { fresh: false, signal });
    return { path: file, analysisId: id };
  } catch (thrown) {
    return { paths: [file], error: toAppError(thrown) };
  }
}

/** A picture that is drawn, or has failed, in the core; or what came of it before. */
type Drawn = Outcome | { paths: readonly string[]; render: Render };

/** Never rejects. */
async function draw(run: Run, photos: readonly Taken[]): Promise<Drawn[]> {
  const { core, wish } = run;
  const paths = photos.map((photo) => photo.path);
  try {
    // What is recorded now would be drawn at the next start.
    core.signal.throwIfAborted();
    const analysisIds = photos.map(({ analysisId }) => analysisId);
    const { renders } = await core.call('renders.create', { ...wish, analysisIds });
    if (renders.length === 0) return [{ paths, none: true }];
    const all = await Promise.all(renders.map(({ id }) => ends(run, id)));
    return all.map((render) => ({ paths: pathsOf(render, photos), render }));
  } catch (thrown) {
    return [{ paths, error: toAppError(thrown) }];
  }
}

/** The paths of the photos on a page. */
function pathsOf({ request }: Render, photos: readonly Taken[]): string[] {
  const onPage = new Set(request.analysisIds);
  return photos.filter(({ analysisId }) => onPage.has(analysisId)).map((photo) => photo.path);
}

/** Copies a picture to its place. Never rejects. */
async function keep(
  { core, place, timeoutMs }: Run,
  { paths, render: ended }: Extract<Drawn, { render: Render }>,
): Promise<Outcome> {
  const { id, result, templateId, templateName, request } = ended;
  try {
    if (result === null) throw notDrawn(ended, timeoutMs);
    const served = await core.app.files.resolve(`/renders/${id}/file`);
    if (!('path' in served)) throw new AppError('internal', 'The picture has no file.');
    const photo = request.analysisIds.length === 1 ? (paths[0] ?? null) : null;
    const out = await place.keep({ file: served.path, photo, template: templateName, format: result.format });
    return { paths, renderId: id, templateId, out, result };
  } catch (thrown) {
    return { paths, error: toAppError(thrown) };
  }
}

/** The render once it has ended, or as it is at the end of the patience. One that nobody waits for is cancelled. */
async function ends({ core, timeoutMs }: Run, id: string): Promise<Render> {
  const { app, call, signal } = core;
  const look = () => call('renders.get', { id });
  const hasEnded = ({ state }: Render) => ['completed', 'failed', 'cancelled'].includes(state);
  const isDone = async () => hasEnded(await look());
  const done = await waitFor(isDone, { app, limitMs: timeoutMs, signal });
  if (!done && signal.aborted) await call('renders.cancel', { ids: [id] });
  return look();
}

function notDrawn({ state, explanation }: Render, timeoutMs: number): AppError {
  const why = explanation === null ? '' : ` ${explanation}`;
  if (state === 'cancelled') return new AppError('cancelled', `It was cancelled.${why}`);
  if (state === 'failed') return new AppError('render.failed', explanation ?? 'It could not be drawn.');
  const message = `It was not drawn within ${timeoutMs / 1_000} s.${why} It stays in line for when the program runs.`;
  return new AppError('render.timedOut', message);
}
